//! Reads a field of a newer guide without a new release of this crate, and the rows of a list one by one.

#![allow(clippy::print_stdout, reason = "an example prints its results")]

use personeel::{ClientCredentials, Method, PersonId, Personeel, SchoolYear};
use personeel_sandbox::Sandbox;
use serde::Deserialize;

/// The fields of an employee that this program needs. A newer service also sends `effectiefInDienst`.
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

    // A row that cannot be decoded is reported, and the others are still returned.
    let (good, bad) = school.employees().list(year).per_row().await?.split();
    println!("{} rows are valid, {} are not: {bad:?}", good.len(), bad.len());

    // A call that exists only in a newer guide.
    let documents = school.raw(Method::GET, "/employees/documents/edison")?.bytes().await;
    println!("documents: {}", if documents.is_ok() { "received" } else { "unknown to this service" });
    sandbox.stop().await;
    Ok(())
}
