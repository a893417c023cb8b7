//! What a client of another language sees of the sandbox, held against what the overlay sees.

use std::path::Path;
use std::time::Duration;

use personeel_sandbox::Sandbox;
use serde_json::Value;

use crate::child::Child;
use crate::{INSTITUTE, Outcome, Place, YEAR, client, institute, sandbox};

/// How long a generator or a client may take.
pub const LIMIT: Duration = Duration::from_secs(120);

/// Runs a program that lists employees and prints `found` with a JSON object, and compares that with the overlay's lists.
pub async fn compare(
    place: &Place,
    program: &Path,
    arguments: &[&Path],
    environment: &[(&str, &str)],
) -> Outcome<String> {
    let sandbox = sandbox()?.employees(200).start().await?;
    let personeel = client(sandbox.api_url(), &sandbox)?;
    let token = personeel.access_token(institute()).await?;
    let own = [
        ("API_URL", sandbox.api_url()),
        ("TOKEN", token.expose_secret()),
        ("INSTITUTE", INSTITUTE),
        ("SCHOOL_YEAR", YEAR),
    ];
    let environment = [environment, &own].concat();
    let mut other = Child::start("the generated client", program, arguments, &environment, &place.scratch)?;
    let (status, output) = other.wait(LIMIT).await?;
    let found = output.lines().find_map(|line| line.strip_prefix("found "));
    let (true, Some(found)) = (status.success(), found) else {
        return Err(format!("the generated client failed:\n{output}").into());
    };
    let found: Value = serde_json::from_str(found)?;
    let (expected, seen) = expected(&sandbox).await?;
    if found != expected {
        return Err(format!("the generated client sees {found}\nand the overlay {expected}").into());
    }
    Ok(seen)
}

/// The same lists through the overlay.
async fn expected(sandbox: &Sandbox) -> Outcome<(Value, String)> {
    let school = client(sandbox.api_url(), sandbox)?.institute(INSTITUTE)?;
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
    let seen =
        format!("{} employees in version 2 and {} in version 1, as the overlay has them", staff.len(), short.len());
    Ok((expected, seen))
}
