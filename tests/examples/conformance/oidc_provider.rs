//! oidc-provider as a real authorisation server: the overlay gets tokens from it, renews them, and types its refusals.

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
/// The server knows its scope, the client was not given it.
const NOT_GRANTED: &str = "999999";
/// The server has never heard of it.
const UNKNOWN: &str = "123456";

pub async fn run(place: &Place) -> Outcome<String> {
    let opaque = through(place, "opaque").await.map_err(|error| format!("opaque tokens: {error}"))?;
    let jwt = through(place, "jwt").await.map_err(|error| format!("JWTs: {error}"))?;
    Ok(format!("{opaque} opaque tokens and {jwt} JWTs granted, renewed and refused"))
}

/// What the two servers have seen.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
struct Seen {
    tokens: u32,
    refusals: u32,
    calls: u32,
    turned_away: u32,
}

#[derive(Deserialize)]
struct Urls {
    identity: String,
    api: String,
}

struct Server {
    // Ends the server.
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
        let script = place.parties.join("oidc-provider/serve.mjs").display().to_string();
        let arguments = [script, settings.to_string()];
        let mut child =
            Child::start("oidc-provider", Path::new("node"), arguments, &[("NO_PROXY", "127.0.0.1")], &place.scratch)?;
        let urls = serde_json::from_str(&child.announced("listening ").await?)?;
        Ok(Self { _child: child, urls, http: reqwest::Client::builder().no_proxy().build()? })
    }

    fn client(&self, secret: &str) -> Outcome<Personeel> {
        let builder = Personeel::builder()
            .api_url(&self.urls.api)
            .identity_url(&self.urls.identity)
            .credentials(ClientCredentials::new("informat_customer_conformance", secret));
        Ok(builder.retry(RetryPolicy::never()).build()?)
    }

    async fn seen(&self) -> Outcome<Seen> {
        Ok(self.http.get(format!("{}/seen", self.urls.api)).send().await?.json().await?)
    }

    async fn revoke(&self) -> Outcome<()> {
        self.http.get(format!("{}/revoke", self.urls.api)).send().await?.error_for_status()?;
        Ok(())
    }
}

async fn through(place: &Place, format: &str) -> Outcome<u32> {
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
    let seen = Seen { tokens: 1, refusals: 0, calls: 2, turned_away: 0 };
    expect("after two calls", server.seen().await?, seen)?;

    // Renewed once it is over, before the API says so.
    tokio::time::sleep(LIFETIME + Duration::from_millis(200)).await;
    staff(&school).await?;
    expect("after the lifetime", server.seen().await?, Seen { tokens: 2, calls: 3, ..seen })?;
    let mut seen = server.seen().await?;

    // Revoked before it is over: turned away once, renewed, sent again. A JWT cannot be taken back.
    if format == "opaque" {
        server.revoke().await?;
        staff(&school).await?;
        seen = Seen { tokens: 3, calls: 5, turned_away: 1, ..seen };
        expect("after the revocation", server.seen().await?, seen)?;
    }

    // The scopes of both institutes in one token.
    let many = server.client(SECRET)?;
    let institutes = GRANTED.iter().map(|number| number.parse()).collect::<Result<Vec<InstituteNumber>, _>>()?;
    let outcome = many.for_each(institutes, |school| async move { staff(&school).await }).await;
    expect("institutes that answered", outcome.complete()?.len(), GRANTED.len())?;
    seen = Seen { tokens: seen.tokens + 1, calls: seen.calls + 2, ..seen };
    expect("after two institutes", server.seen().await?, seen)?;

    refusals(&server, &personeel).await?;
    let after = server.seen().await?;
    // Two with a token without scopes, and two for the institute beside it.
    expect("calls after the refusals", after.calls, seen.calls + 4)?;
    Ok(after.tokens)
}

async fn refusals(server: &Server, personeel: &Personeel) -> Outcome<()> {
    let error = refusal(&server.client("wrong")?.institute(GRANTED[0])?).await?;
    expect("a wrong secret", (error.kind(), error.status()), (ErrorKind::Unauthorized, Some(401)))?;
    expect("its cause", cause(&error), Some(TokenErrorKind::InvalidClient))?;
    expect("its words", error.to_string().contains("client id or secret"), true)?;

    let not_granted = (ErrorKind::Unauthorized, Some(400), Some(TokenErrorKind::InvalidScope));
    // A scope that this server doesn't know it drops without a word, and then leaves `scope` out of its answer, which in
    // RFC 6749 means that all were granted: only the API can tell.
    let dropped = (ErrorKind::Forbidden, Some(403), None);
    for (number, expected) in [(NOT_GRANTED, not_granted), (UNKNOWN, dropped)] {
        let number: InstituteNumber = number.parse()?;
        // Alone, and in one token with an institute that is allowed, which must not suffer from it.
        let both = server.client(SECRET)?;
        both.share_token([number, GRANTED[1].parse()?]);
        for school in [personeel.institute(number)?, both.institute(number)?] {
            let error = refusal(&school).await?;
            expect("the scope of another", (error.kind(), error.status(), cause(&error)), expected)?;
            expect("its institute", error.institute(), Some(number))?;
            expect(&format!("`{error}` names it"), error.to_string().contains(number.as_str()), true)?;
        }
        staff(&both.institute(GRANTED[1])?).await?;
    }
    Ok(())
}

/// What the token source said.
fn cause(error: &Error) -> Option<TokenErrorKind> {
    error.source()?.downcast_ref::<TokenError>().map(TokenError::kind)
}

/// A call that has to succeed.
async fn staff(school: &Institute) -> personeel::Result<usize> {
    Ok(school.employees().list_v1("311".parse().expect("a structure")).await?.len())
}

/// A call that must not.
async fn refusal(school: &Institute) -> Outcome<Error> {
    match staff(school).await {
        Err(error) => Ok(error),
        Ok(_) => Err(format!("institute {} got an answer without the right to it", school.number()).into()),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "most are made on the spot")]
fn expect<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Outcome<()> {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found:?}, expected {expected:?}").into()) }
}
