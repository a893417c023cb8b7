//! A tour: a sandbox on loopback, a token, both lists of employees, a sick leave, and two refusals with their codes.

#![allow(clippy::print_stdout, reason = "an example prints its results")]

use personeel::enums::InterruptionCode;
use personeel::types::{PutInterruption, PutInterruptionRequired};
use personeel::{ClientCredentials, Error, InterruptionId, Personeel, SchoolYear};
use personeel_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A local Personeel service with invented staff. Informat has no test environment.
    let sandbox = Sandbox::builder().today("2023-10-01".parse()?).start().await?;
    println!("sandbox   {}", sandbox.api_url());

    let personeel = Personeel::builder()
        .api_url(sandbox.api_url())
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
        .build()?;
    let school = personeel.institute("011007")?;

    let token = personeel.access_token(school.number()).await?;
    println!("token     valid for {} seconds, scopes {:?}", token.lifetime().as_secs(), token.granted_scopes());

    let year: SchoolYear = "2023-24".parse()?;
    let staff = school.employees().list(year).await?;
    println!("employees {} in {year} (API version 2)", staff.len());
    let short = school.employees().list_v1("311".parse()?).await?;
    println!("employees {} with an assignment in structure 311, now or before (API version 1)", short.len());

    // Someone falls ill. The caller chooses the id, which is used to change or delete the leave later.
    let person = staff.iter().find(|employee| employee.is_active).ok_or("the sandbox has no active staff")?.person_id;
    let id = InterruptionId::random();
    let leave = PutInterruption::new(PutInterruptionRequired {
        instelnr: school.number(),
        schooljaar: year,
        hfd: "311".parse()?,
        code: InterruptionCode::Ziekteverlof,
        begindatum: "2024-07-01".parse()?,
        einddatum: "2024-07-05".parse()?,
        afzender: "quickstart".to_owned(),
    })
    .geverifieerd(true)
    .opmerking("via the API");
    school.interruptions().put(person, id, leave.clone()).await?;
    let leaves = school.interruptions().of(person, year).await?;
    if !leaves.iter().any(|leave| leave.do_id == Some(id)) {
        return Err("the leave is not in the list".into());
    }
    println!("leave     registered, one of {} of this person", leaves.len());

    // Refused before sending: the client checks the guide's rules, all at once.
    let mut wrong = leave;
    wrong.einddatum = "2024-06-30".parse()?;
    wrong.code = "999".into();
    match school.interruptions().put(person, InterruptionId::random(), wrong).await {
        Err(refused) if refused.is_refused() => print_refusal("BR", &refused),
        other => return Err(format!("expected a refusal, got {other:?}").into()),
    }

    // Refused by the service: this leave is verified.
    match school.interruptions().delete(id).await {
        Err(refused) if refused.is_refused() => print_refusal("MNA", &refused),
        other => return Err(format!("expected the verified leave to stay, got {other:?}").into()),
    }

    sandbox.stop().await;
    Ok(())
}

fn print_refusal(family: &str, error: &Error) {
    println!("refused   {family}, status {:?}, sent {} time(s)", error.status(), error.attempts());
    for refusal in error.codes() {
        let remedy = refusal.info().map_or("", |info| info.remedy);
        println!("          {}: {} {remedy}", refusal.code(), refusal.text());
    }
}
