//! A field of a newer guide, without a new release of this crate; and the rows of a list one by one.

#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use personeel::{ClientCredentials, Method, PersonId, Personeel, SchoolYear};
use personeel_sandbox::Sandbox;
use serde::Deserialize;

/// What this program wants to know of an employee; a newer service also sends `effectiefInDienst`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InService {
    person_id: PersonId,
    #[serde(default)]
    effectief_in_dienst: Option<bool>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start().await?;
    let personeel = Personeel::builder()
        .api_url(sandbox.api_url())
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
        .build()?;
    let school = personeel.institute("011007")?;
    let year: SchoolYear = "2025-26".parse()?;

    let staff: Vec<InService> = school.employees().list(year).decode_as().await?;
    let known = staff.iter().filter(|employee| employee.effectief_in_dienst.is_some()).count();
    println!("{} employees, {known} with the newer field; the first is {}", staff.len(), staff[0].person_id);

    // One odd row costs that row, and it is named.
    let (good, bad) = school.employees().list(year).per_row().await?.split();
    println!("{} rows are good, {} are not: {bad:?}", good.len(), bad.len());

    // A call that only a newer guide knows.
    let documents = school.raw(Method::GET, "/employees/documents/edison")?.bytes().await;
    println!("documents: {}", if documents.is_ok() { "answered" } else { "not known to this service" });
    sandbox.stop().await;
    Ok(())
}
