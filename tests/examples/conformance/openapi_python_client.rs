//! openapi-python-client: the client that it generates from the document lists the sandbox's employees.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::child::Child;
use crate::{INSTITUTE, Outcome, Place, YEAR, client, institute, sandbox};

const LIMIT: Duration = Duration::from_secs(120);

pub async fn run(place: &Place) -> Outcome<String> {
    let folder = place.tools.join("openapi-python-client");
    let config = folder.join("config.yml");
    let generated = place.scratch.join("personeel_client");
    let mut generator = Child::start(
        "openapi-python-client",
        &place.python(),
        [
            Path::new("-m"),
            Path::new("openapi_python_client"),
            Path::new("generate"),
            Path::new("--fail-on-warning"),
            Path::new("--meta"),
            Path::new("none"),
            Path::new("--config"),
            &config,
            Path::new("--path"),
            &place.document,
            Path::new("--output-path"),
            &generated,
        ],
        &[],
        &place.scratch,
    )?;
    let (status, output) = generator.wait(LIMIT).await?;
    if !status.success() {
        return Err(format!("openapi-python-client reports about the document:\n{output}").into());
    }

    let sandbox = sandbox()?.employees(200).start().await?;
    let personeel = client(sandbox.api_url(), &sandbox)?;
    let token = personeel.access_token(institute()).await?;
    let mut generated_client = Child::start(
        "the generated client",
        &place.python(),
        [folder.join("run.py")],
        &[
            ("GENERATED", &place.scratch.display().to_string()),
            ("API_URL", sandbox.api_url()),
            ("TOKEN", token.expose_secret()),
            ("INSTITUTE", INSTITUTE),
            ("SCHOOL_YEAR", YEAR),
        ],
        &place.scratch,
    )?;
    let (status, output) = generated_client.wait(LIMIT).await?;
    let found = output.lines().find_map(|line| line.strip_prefix("found "));
    let (true, Some(found)) = (status.success(), found) else {
        return Err(format!("the generated client failed:\n{output}").into());
    };
    let found: Value = serde_json::from_str(found)?;

    // The same data through the overlay.
    let school = personeel.institute(INSTITUTE)?;
    let staff = school.employees().list(YEAR.parse()?).await?;
    let short = school.employees().list_v1("311".parse()?).await?;
    let work = school.assignments().of(staff[0].person_id, YEAR.parse()?).await?;
    let expected = serde_json::json!({
        "staff": staff.iter().map(|person| person.person_id).collect::<Vec<_>>(),
        "short": short.iter().map(|person| person.person_id).collect::<Vec<_>>(),
        "one": true,
        "assignments": work.len(),
        "refused": 403,
    });
    if found != expected {
        return Err(format!("the generated client reads {found}\nand the overlay {expected}").into());
    }
    Ok(format!("{} employees in version 2 and {} in version 1, the same as the overlay", staff.len(), short.len()))
}
