//! Schemathesis against the sandbox.

use std::time::Duration;

use serde_json::json;

use crate::child::Child;
use crate::{INSTITUTE, Outcome, Place, YEAR, client, institute, sandbox};

const LIMIT: Duration = Duration::from_secs(240);

pub async fn run(place: &Place) -> Outcome<String> {
    let sandbox = sandbox()?.start().await?;
    let personeel = client(sandbox.api_url(), &sandbox)?;
    let token = personeel.access_token(institute()).await?;
    let staff = personeel.institute(INSTITUTE)?.employees().list(YEAR.parse()?).await?;
    let interruptions = sandbox.interruptions(institute());
    let numbers = staff.iter().flat_map(|person| &person.comnrs).filter_map(|number| number.id);
    let known = json!({
        "institute": INSTITUTE,
        "personId": staff.iter().map(|person| person.person_id).collect::<Vec<_>>(),
        "interruptionId": interruptions.iter().map(|known| known.id).collect::<Vec<_>>(),
        // There are no attachments at the start; the first PUT with one of these ids adds one.
        "attachmentId": interruptions.iter().map(|known| known.person_id).take(5).collect::<Vec<_>>(),
        "communicationNoId": numbers.collect::<Vec<_>>(),
    });

    let document = place.document.display().to_string();
    let mut checker = Child::start(
        "Schemathesis",
        &place.python(),
        [place.tools.join("schemathesis/run.py")],
        &[
            ("DOCUMENT", &document),
            ("API_URL", sandbox.api_url()),
            ("TOKEN", token.expose_secret()),
            ("KNOWN", &known.to_string()),
            ("NO_PROXY", "127.0.0.1"),
        ],
        &place.scratch,
    )?;
    let (status, output) = checker.wait(LIMIT).await?;
    if !status.success() {
        return Err(output.into());
    }
    let line = |mark: &str| output.lines().find(|line| line.contains(mark)).map(str::trim);
    let calls = personeel::Operation::all().len();
    let tested = format!("Tested: {calls}");
    match (line("Tested:"), line("generated,")) {
        (Some(line), Some(cases)) if line == tested => Ok(format!("{cases} over {calls} calls")),
        _ => Err(format!("Schemathesis did not test all {calls} calls:\n{output}").into()),
    }
}
