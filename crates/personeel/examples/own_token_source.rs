//! Tokens from a service of the school group, which keeps the client secret to itself.

#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::time::Duration;

use personeel::{AccessToken, ClientCredentials, Personeel, Scope, TokenError, TokenErrorKind, TokenSource};
use personeel_sandbox::Sandbox;

/// Stands for that service; a real one would be asked over HTTP.
struct Broker(Personeel);

impl TokenSource for Broker {
    async fn token(&self, scopes: &[Scope]) -> Result<AccessToken, TokenError> {
        let Some(scope) = scopes.first() else {
            return Err(TokenError::new(TokenErrorKind::Refused, "no scope was asked for"));
        };
        let token = self.0.access_token(scope.institute()).await.map_err(|error| {
            TokenError::new(TokenErrorKind::Unavailable, format!("the broker has no token: {error}"))
        })?;
        // The client renews by what it is told here.
        let lifetime = token.lifetime().saturating_sub(Duration::from_secs(5));
        Ok(AccessToken::new(token.expose_secret(), lifetime))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start().await?;
    let behind = Personeel::builder()
        .api_url(sandbox.api_url())
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
        .build()?;

    let personeel = Personeel::builder().api_url(sandbox.api_url()).token_source(Broker(behind)).build()?;
    let school = personeel.institute("011007")?;
    println!("{} employees, with a token of the broker", school.employees().list("2025-26".parse()?).await?.len());
    sandbox.stop().await;
    Ok(())
}
