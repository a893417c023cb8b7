//! Tokens from the sandbox's identity server, and from misbehaving servers.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::time::Duration;

use personeel::{ClientCredentials, ErrorKind, InstituteNumber, Personeel, RetryPolicy, SchoolYear};
use personeel_sandbox::Sandbox;
use personeel_tests::{Wire, client_of, json, response, token};

fn client(sandbox: &Sandbox, secret: &str) -> Personeel {
    client_of(sandbox)
        .credentials(ClientCredentials::new(sandbox.client_id(), secret))
        .retry(RetryPolicy::never())
        .build()
        .unwrap()
}

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

fn number(text: &str) -> InstituteNumber {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_wrong_secret_is_a_typed_error() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox, "wrong-s3cret");
    let error = client.institute("011007").unwrap().employees().list(year()).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Unauthorized, Some(401), 0));
    assert!(error.to_string().contains("client id or secret"), "{error}");
    assert!(!format!("{error:?} {client:?}").contains("wrong-s3cret"));
}

#[tokio::test]
async fn an_institute_without_access_is_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox, sandbox.client_secret());
    let error = client.institute("123456").unwrap().employees().list(year()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unauthorized, Some(400)));
    assert_eq!(error.institute(), Some(number("123456")));
    assert!(error.to_string().contains("123456"), "{error}");
}

#[tokio::test]
async fn a_token_for_another_institute_is_forbidden() {
    let sandbox = Sandbox::start().await.unwrap();
    let other = client(&sandbox, sandbox.client_secret()).access_token(number("038281")).await.unwrap();
    let client = Personeel::builder()
        .api_url(sandbox.api_url())
        .token_source(personeel::StaticToken::new(other.expose_secret()))
        .build()
        .unwrap();
    let error = client.institute("011007").unwrap().employees().list(year()).await.unwrap_err();
    assert!(error.is_forbidden());
    assert_eq!(error.status(), Some(403));
}

#[tokio::test]
async fn a_token_that_expires_during_a_run_is_renewed() {
    let sandbox = Sandbox::builder().token_lifetime(Duration::from_secs(2)).start().await.unwrap();
    let client = client(&sandbox, sandbox.client_secret());
    let school = client.institute("011007").unwrap();
    school.employees().list_v1("311".parse().unwrap()).await.unwrap();
    assert_eq!(sandbox.token_requests(), 1);
    tokio::time::sleep(Duration::from_millis(2_200)).await;
    school.employees().list_v1("311".parse().unwrap()).await.unwrap();
    assert_eq!(sandbox.token_requests(), 2);
}

#[tokio::test]
async fn many_first_calls_make_one_token_request() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox, sandbox.client_secret());
    let school = client.institute("011007").unwrap();
    let calls = (0..200).map(|_| school.employees().list_v1("311".parse().unwrap()).send());
    for outcome in futures_util::future::join_all(calls).await {
        outcome.unwrap();
    }
    assert_eq!(sandbox.token_requests(), 1);
}

#[tokio::test]
async fn many_institutes_share_one_token() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox, sandbox.client_secret());
    let outcome = client
        .for_each(sandbox.institutes().to_vec(), |school| async move {
            school.employees().list_v1("311".parse().unwrap()).await
        })
        .await;
    assert_eq!(outcome.complete().unwrap().len(), sandbox.institutes().len());
    assert_eq!(sandbox.token_requests(), 1);
}

#[tokio::test]
async fn a_failed_institute_makes_the_outcome_partial() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox, sandbox.client_secret());
    let outcome = client
        .for_each([number("011007"), number("123456")], |school| async move {
            school.employees().list_v1("311".parse().unwrap()).await
        })
        .await;
    assert!(!outcome.is_complete());
    let partial = outcome.partial();
    assert_eq!(partial.done.keys().copied().collect::<Vec<_>>(), [number("011007")]);
    assert!(partial.failed[&number("123456")].is_unauthorized());
}

#[tokio::test]
async fn no_redirect_is_followed_with_a_token_or_a_secret() {
    let elsewhere = Wire::start(|_| json("[]")).await.unwrap();
    for path in ["/connect/token", "/employees"] {
        let target = elsewhere.url();
        let wire = Wire::start(move |request| {
            if request.line.contains(path) {
                response(307, &[("location", &format!("{target}{path}"))], "")
            } else {
                token()
            }
        })
        .await
        .unwrap();
        let client = Personeel::builder()
            .api_url(wire.url())
            .identity_url(wire.url())
            .credentials(ClientCredentials::new("id", "secret"))
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        let error = client.institute("011007").unwrap().employees().list(year()).await.unwrap_err();
        assert_eq!(error.status(), Some(307), "{error}");
    }
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn a_custom_http_client_that_follows_redirects_is_detected() {
    let elsewhere = Wire::start(|_| json("[]")).await.unwrap();
    let target = elsewhere.url();
    let wire = Wire::start(move |_| response(302, &[("location", &format!("{target}/x"))], "")).await.unwrap();
    let client = Personeel::builder()
        .api_url(wire.url())
        .token_source(personeel::StaticToken::new("t"))
        .http_client(reqwest::Client::builder().no_proxy().build().unwrap())
        .build()
        .unwrap();
    let error = client.institute("011007").unwrap().employees().list(year()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("Policy::none"), "{error}");
    // The redirected request had no token: the HTTP client removes it for another origin.
    assert!(elsewhere.requests().iter().all(|request| request.values("authorization").is_empty()));
}

#[tokio::test]
async fn a_custom_http_client_does_not_receive_the_client_secret() {
    let elsewhere = Wire::start(|_| token()).await.unwrap();
    let target = elsewhere.url();
    let wire = Wire::start(move |_| response(307, &[("location", &format!("{target}/x"))], "")).await.unwrap();
    let client = Personeel::builder()
        .api_url(wire.url())
        .identity_url(wire.url())
        .credentials(ClientCredentials::new("id", "secret"))
        .http_client(reqwest::Client::builder().no_proxy().build().unwrap())
        .build()
        .unwrap();
    let error = client.institute("011007").unwrap().employees().list(year()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unauthorized, Some(307)));
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn plain_http_is_allowed_for_loopback_only() {
    for builder in
        [Personeel::builder().api_url("http://example.org"), Personeel::builder().identity_url("http://example.org")]
    {
        let error = builder.credentials(ClientCredentials::new("id", "secret")).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
    let error = Personeel::builder().build().unwrap_err();
    assert!(error.to_string().starts_with("credentials: "), "{error}");
}
