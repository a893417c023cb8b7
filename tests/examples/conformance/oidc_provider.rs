//! oidc-provider as a real authorisation server: the overlay requests tokens, renews them, and types the refusals.

use std::error::Error as _;
use std::path::Path;
use std::time::Duration;

use personeel::{
    ClientCredentials, Error, ErrorKind, Institute, InstituteNumber, Personeel, RetryPolicy, Scope, TokenError,
    TokenErrorKind,
};
use serde::Deserialize;
use serde_json::json;

use crate::child::Child;
use crate::{Outcome, Place};

const SECRET: &str = "correct horse & battery=staple+%";
const LIFETIME: Duration = Duration::from_secs(3);
const GRANTED: [&str; 2] = ["011007", "038281"];
/// The server knows its scope, but the client does not have it.
const NOT_GRANTED: &str = "999999";
/// The server doesn't know its scope.
const UNKNOWN: &str = "123456";

pub async fn run(place: &Place) -> Outcome<String> {
    let opaque = check_format(place, "opaque").await.map_err(|error| format!("opaque tokens: {error}"))?;
    let jwt = check_format(place, "jwt").await.map_err(|error| format!("JWTs: {error}"))?;
    Ok(format!("{opaque} opaque tokens and {jwt} JWTs granted, renewed and refused"))
}

/// The counts of the two servers.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
struct Counts {
    tokens: u32,
    refusals: u32,
    calls: u32,
    #[serde(rename = "turnedAway")]
    unauthorized: u32,
}

#[derive(Deserialize)]
struct Urls {
    identity: String,
    api: String,
}

struct Server {
    // Ends the server when dropped.
    _child: Child,
    urls: Urls,
    http: reqwest::Client,
}

impl Server {
    async fn start(place: &Place, format: &str) -> Outcome<Self> {
        let scope = |number: &str| -> Outcome<String> { Ok(Scope::of(number.parse::<InstituteNumber>()?).to_string()) };
        let settings = json!({
            "format": format,
            "lifetime": LIFETIME.as_secs(),
            "clientId": "informat_customer_conformance",
            "clientSecret": SECRET,
            "granted": GRANTED.into_iter().map(scope).collect::<Outcome<Vec<_>>>()?,
            "unused": [scope(NOT_GRANTED)?],
            "answer": r#"[{"personId":1,"naam":"Peeters","voornaam":"An","isActive":true}]"#,
        });
        let script = place.tools.join("oidc-provider/serve.mjs").display().to_string();
        let arguments = [script, settings.to_string()];
        let mut child =
            Child::start("oidc-provider", Path::new("node"), arguments, &[("NO_PROXY", "127.0.0.1")], &place.scratch)?;
        let urls = serde_json::from_str(&child.wait_for("listening ").await?)?;
        Ok(Self { _child: child, urls, http: reqwest::Client::builder().no_proxy().build()? })
    }

    fn client(&self, secret: &str) -> Outcome<Personeel> {
        let builder = Personeel::builder()
            .api_url(&self.urls.api)
            .identity_url(&self.urls.identity)
            .credentials(ClientCredentials::new("informat_customer_conformance", secret));
        Ok(builder.retry(RetryPolicy::never()).build()?)
    }

    async fn counts(&self) -> Outcome<Counts> {
        Ok(self.http.get(format!("{}/seen", self.urls.api)).send().await?.json().await?)
    }

    async fn revoke(&self) -> Outcome<()> {
        self.http.get(format!("{}/revoke", self.urls.api)).send().await?.error_for_status()?;
        Ok(())
    }
}

async fn check_format(place: &Place, format: &str) -> Outcome<u32> {
    let server = Server::start(place, format).await?;
    let personeel = server.client(SECRET)?;
    let school = personeel.institute(GRANTED[0])?;

    // One token for two calls.
    staff(&school).await?;
    staff(&school).await?;
    let token = personeel.access_token(school.number()).await?;
    expect("the lifetime", token.lifetime().as_secs_f64().ceil(), LIFETIME.as_secs_f64())?;
    expect("the scopes", token.granted_scopes(), Some(&[Scope::of(school.number()).to_string()][..]))?;
    expect("the format", token.expose_secret().split('.').count(), if format == "jwt" { 3 } else { 1 })?;
    let counts = Counts { tokens: 1, refusals: 0, calls: 2, unauthorized: 0 };
    expect("after two calls", server.counts().await?, counts)?;

    // Renewed after it expires, before the API refuses it.
    tokio::time::sleep(LIFETIME + Duration::from_millis(200)).await;
    staff(&school).await?;
    expect("after the lifetime", server.counts().await?, Counts { tokens: 2, calls: 3, ..counts })?;
    let mut counts = server.counts().await?;

    // Revoked before it expires: refused once, renewed, sent again. A JWT cannot be revoked.
    if format == "opaque" {
        server.revoke().await?;
        staff(&school).await?;
        counts = Counts { tokens: 3, calls: 5, unauthorized: 1, ..counts };
        expect("after the revocation", server.counts().await?, counts)?;
    }

    // The scopes of both institutes in one token.
    let many = server.client(SECRET)?;
    let institutes = GRANTED.iter().map(|number| number.parse()).collect::<Result<Vec<InstituteNumber>, _>>()?;
    let outcome = many.for_each(institutes, |school| async move { staff(&school).await }).await;
    expect("institutes that succeeded", outcome.complete()?.len(), GRANTED.len())?;
    counts = Counts { tokens: counts.tokens + 1, calls: counts.calls + 2, ..counts };
    expect("after two institutes", server.counts().await?, counts)?;

    check_refusals(&server, &personeel).await?;
    let after = server.counts().await?;
    // Two with a token without scopes, and two for the other institute.
    expect("calls after the refusals", after.calls, counts.calls + 4)?;
    Ok(after.tokens)
}

async fn check_refusals(server: &Server, personeel: &Personeel) -> Outcome<()> {
    let error = expect_refusal(&server.client("wrong")?.institute(GRANTED[0])?).await?;
    expect("a wrong secret", (error.kind(), error.status()), (ErrorKind::Unauthorized, Some(401)))?;
    expect("its cause", token_error_kind(&error), Some(TokenErrorKind::InvalidClient))?;
    expect("its message", error.to_string().contains("client id or secret"), true)?;

    let not_granted = (ErrorKind::Unauthorized, Some(400), Some(TokenErrorKind::InvalidScope));
    // This server silently drops a scope that it doesn't know and omits `scope` from its response, which in RFC 6749
    // means that all scopes were granted: only the API refuses it.
    let dropped = (ErrorKind::Forbidden, Some(403), None);
    for (number, expected) in [(NOT_GRANTED, not_granted), (UNKNOWN, dropped)] {
        let number: InstituteNumber = number.parse()?;
        // Alone, and in one token with an allowed institute, which must not be affected.
        let both = server.client(SECRET)?;
        both.share_token([number, GRANTED[1].parse()?]);
        for school in [personeel.institute(number)?, both.institute(number)?] {
            let error = expect_refusal(&school).await?;
            expect("a scope that was not granted", (error.kind(), error.status(), token_error_kind(&error)), expected)?;
            expect("its institute", error.institute(), Some(number))?;
            expect(&format!("`{error}` names it"), error.to_string().contains(number.as_str()), true)?;
        }
        staff(&both.institute(GRANTED[1])?).await?;
    }
    Ok(())
}

/// The kind of the token source's error.
fn token_error_kind(error: &Error) -> Option<TokenErrorKind> {
    error.source()?.downcast_ref::<TokenError>().map(TokenError::kind)
}

/// A call that must succeed.
async fn staff(school: &Institute) -> personeel::Result<usize> {
    Ok(school.employees().list_v1("311".parse().expect("a structure")).await?.len())
}

/// A call that must fail.
async fn expect_refusal(school: &Institute) -> Outcome<Error> {
    match staff(school).await {
        Err(error) => Ok(error),
        Ok(_) => Err(format!("institute {} got a response without access", school.number()).into()),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "most are temporaries")]
fn expect<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Outcome<()> {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found:?}, expected {expected:?}").into()) }
}
