//! Tests a program with the typed mocks.

#![allow(clippy::print_stdout, reason = "an example prints its results")]

use httpmock::MockServer;
use personeel::{ErrorCode, Institute, InterruptionId, Personeel, StaticToken};
use personeel_httpmock::{MockServerExt as _, refusal};

/// The program under test: deletes a leave, and accepts that it may be gone already.
async fn delete_leave(school: &Institute, leave: InterruptionId) -> personeel::Result<()> {
    match school.interruptions().delete(leave).await {
        Err(error) if error.has_code(&ErrorCode::Br018) => Ok(()),
        outcome => outcome,
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = MockServer::start_async().await;
    let leave = InterruptionId::random();
    let gone = server.delete_interruption(|when, then| {
        when.interruption_id(&leave);
        then.bad_request(&refusal(&ErrorCode::Br018));
    });

    let personeel =
        Personeel::builder().api_url(server.base_url()).token_source(StaticToken::new("any token")).build()?;
    delete_leave(&personeel.institute("011007")?, leave).await?;
    gone.assert();
    println!("the program treats a leave that is already gone as deleted");
    Ok(())
}
