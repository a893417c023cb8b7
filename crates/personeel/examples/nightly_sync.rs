//! A nightly sync of many schools that never mistakes a partial result for a complete one.

#![allow(clippy::print_stdout, reason = "an example prints its results")]

use personeel::helpers::people;
use personeel::{ClientCredentials, Personeel, RetryPolicy, SchoolYear};
use personeel_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start().await?;
    let personeel = Personeel::builder()
        .api_url(sandbox.api_url())
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
        .retry(RetryPolicy::default().with_max_attempts(6))
        .on_retry(|event| println!("retry: {:?}, in {:?}", event.cause, event.pause))
        .user_agent("nightly-sync/1.0")
        .build()?;

    let year: SchoolYear = "2025-26".parse()?;
    let outcome = personeel
        .for_each(sandbox.institutes().to_vec(), move |school| async move { school.employees().list(year).await })
        .concurrency(4)
        .on_progress(|progress| println!("{} of {}: {}", progress.done, progress.total, progress.institute))
        .await;

    // Someone missing from a complete result has left. Someone missing from a partial one may not have.
    match outcome.complete() {
        Ok(lists) => {
            let people = people(lists);
            let active = people.iter().filter(|person| person.is_active()).count();
            println!("{} people, {active} of them active in some school", people.len());
        }
        Err(incomplete) => println!("nobody is deactivated tonight: {incomplete}"),
    }
    sandbox.stop().await;
    Ok(())
}
