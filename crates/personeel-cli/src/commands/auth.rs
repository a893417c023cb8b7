//! `auth check` and `auth token`.

use personeel::{AccessToken, InstituteNumber, Personeel, Scope};

use crate::cli::{AuthToken, Format, Global};
use crate::failure::Failure;
use crate::fanout::print_lists;
use crate::json::Json;
use crate::output::{columns, to_stdout};
use crate::session::Session;

/// One row for each institute: its scope, and how long the token that carries it lives.
pub(super) async fn check(global: &Global) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let (client, limit) = (session.client.clone(), session.timeout);
    print_lists(&session, &columns::AUTH, move |institute| {
        let (client, number) = (client.clone(), institute.number());
        async move {
            let token = token_within(&client, number, limit).await?;
            let scopes = token.granted_scopes().unwrap_or_default().iter().map(Json::text).collect();
            let scope = Scope::of(number).to_string();
            // Without a list of its own the identity server grants what was asked for (RFC 6749, section 5.1).
            let granted = token.granted_scopes().is_none_or(|scopes| scopes.contains(&scope));
            Ok(vec![Json::record([
                ("instituteNo", Json::text(number.to_string())),
                ("scope", Json::text(scope)),
                ("granted", Json::Bool(granted)),
                ("expiresIn", Json::from(token.lifetime().as_secs())),
                ("scopesOfToken", Json::List(scopes)),
            ])])
        }
    })
    .await
}

pub(super) async fn token(global: &Global, wanted: &AuthToken) -> Result<(), Failure> {
    if !wanted.show {
        return Err(Failure::usage(
            "whoever reads the token can read and change staff data; give --show to print it all the same",
        ));
    }
    let session = Session::open(global)?;
    let Some(first) = session.institutes.first() else { return Err(Failure::usage("there is no institute")) };
    // All institutes share one token where all of them are granted.
    let token = token_within(&session.client, *first, session.timeout).await?;
    if session.output.format == Format::Table {
        return to_stdout(|out| writeln!(out, "{}", token.expose_secret()));
    }
    session.output.record(&Json::record([
        ("token", Json::text(token.expose_secret())),
        ("expiresIn", Json::from(token.lifetime().as_secs())),
    ]))
}

async fn token_within(
    client: &Personeel,
    institute: InstituteNumber,
    limit: std::time::Duration,
) -> Result<AccessToken, Failure> {
    match tokio::time::timeout(limit, client.access_token(institute)).await {
        Ok(token) => Ok(token?),
        Err(_) => {
            Err(Failure::timeout(format!("the identity server gave no answer within {limit:?}"))
                .with_institute(institute))
        }
    }
}
