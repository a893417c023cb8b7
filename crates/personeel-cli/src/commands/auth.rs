//! `auth check` and `auth token`.

use std::time::Duration;

use personeel::{Access, AccessToken, Institute, InstituteNumber, Operation, Personeel, Scope};

use crate::cli::{AuthToken, Format, Global};
use crate::columns;
use crate::failure::Failure;
use crate::fanout::print_lists;
use crate::json::Json;
use crate::listing::Listing;
use crate::output::{print_note, to_stdout};
use crate::session::Session;

/// Prints a row for each institute: its scope, how long the token for it is valid, and whether the API responds.
pub(super) async fn check(global: &Global) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let (client, limit, is_json) = (session.client.clone(), session.timeout, session.output.is_json());
    print_lists(&session, &columns::AUTH, &Listing::default(), move |institute| {
        let (client, number) = (client.clone(), institute.number());
        async move {
            let token = token_within(&client, number, limit).await?;
            let scopes = token.granted_scopes().unwrap_or_default().iter().map(Json::text).collect();
            let scope = Scope::of(number).to_string();
            // If the response lists no scopes, those requested are granted (RFC 6749, section 5.1).
            let granted = token.granted_scopes().is_none_or(|scopes| scopes.contains(&scope));
            let warning = warning(access_within(&institute, limit).await?);
            if let (Some(warning), false) = (&warning, is_json) {
                print_note(&format!("warning: institute {number}: {warning}"));
            }
            Ok(vec![Json::record([
                ("instituteNo", Json::text(number.to_string())),
                ("scope", Json::text(scope)),
                ("granted", Json::Bool(granted)),
                ("expiresIn", Json::from(token.lifetime().as_secs())),
                ("employees", Json::Bool(warning.is_none())),
                ("warning", Json::from(warning)),
                ("scopesOfToken", Json::List(scopes)),
            ])])
        }
    })
    .await
}

/// Returns a warning for access that is not confirmed.
fn warning(access: Access) -> Option<String> {
    match access {
        Access::Confirmed => None,
        Access::NoEmployees { school_year } => Some(format!(
            "the service has no employees in {school_year}; a wrong URL may respond that way too, so check --api-url"
        )),
        _ => Some("the response of the service proves nothing".to_owned()),
    }
}

async fn access_within(institute: &Institute, limit: Duration) -> Result<Access, Failure> {
    match tokio::time::timeout(limit, institute.check_access()).await {
        Ok(access) => Ok(access?),
        Err(_) => Err(Failure::timeout(format!("the API returned no record within {limit:?}"))
            .with_operation(Some(Operation::ListEmployees))
            .with_institute(institute.number())),
    }
}

pub(super) async fn token(global: &Global, flags: &AuthToken) -> Result<(), Failure> {
    if !flags.show {
        return Err(Failure::usage(
            "anyone who reads the token can read and change staff data; pass --show to print it anyway",
        ));
    }
    let session = Session::open(global)?;
    let Some(first) = session.institutes.first() else { return Err(Failure::usage("no institute: pass --institute")) };
    // If all institutes are granted, they share one token.
    let token = token_within(&session.client, *first, session.timeout).await?;
    if session.output.format == Format::Table {
        return to_stdout(|out| writeln!(out, "{}", token.expose_secret()));
    }
    session.output.record(&Json::record([
        ("token", Json::text(token.expose_secret())),
        ("expiresIn", Json::from(token.lifetime().as_secs())),
    ]))
}

async fn token_within(client: &Personeel, institute: InstituteNumber, limit: Duration) -> Result<AccessToken, Failure> {
    match tokio::time::timeout(limit, client.access_token(institute)).await {
        Ok(token) => Ok(token?),
        Err(_) => {
            Err(Failure::timeout(format!("the identity server did not respond within {limit:?}"))
                .with_institute(institute))
        }
    }
}
