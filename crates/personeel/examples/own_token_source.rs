//! Gets tokens from a service of the school group that keeps the client secret to itself.

#![allow(clippy::print_stdout, reason = "an example prints its results")]

use std::time::Duration;

use personeel::{AccessToken, ClientCredentials, Personeel, Scope, TokenError, TokenErrorKind, TokenSource};
use personeel_sandbox::Sandbox;

/// Stands in for that service. A real one would be called over HTTP.
struct Broker(Personeel);

impl TokenSource for Broker {
    async fn token(&self, scopes: &[Scope]) -> Result<AccessToken, TokenError> {
        let Some(scope) = scopes.first() else {
            return Err(TokenError::new(TokenErrorKind::Refused, "no scope was requested"));
        };
        let token = self.0.access_token(scope.institute()).await.map_err(|error| {
            TokenError::new(TokenErrorKind::Unavailable, format!("the broker has no token: {error}"))
        })?;
        // The client renews the token according to this lifetime.
        let lifetime = token.lifetime().saturating_sub(Duration::from_secs(5));
        Ok(AccessToken::new(token.expose_secret(), lifetime))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start().await?;
    let upstream = Personeel::builder()
        .api_url(sandbox.api_url())
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
        .build()?;

    let personeel = Personeel::builder().api_url(sandbox.api_url()).token_source(Broker(upstream)).build()?;
    let school = personeel.institute("011007")?;
    println!("{} employees, with a token from the broker", school.employees().list("2025-26".parse()?).await?.len());
    sandbox.stop().await;
    Ok(())
}
