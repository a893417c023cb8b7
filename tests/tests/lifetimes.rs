//! The lifetimes of tokens, and token sources that never respond, over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use personeel::{
    AccessToken, Builder, ClientCredentials, ErrorKind, Institute, Personeel, RetryPolicy, SchoolYear, Scope, Timeouts,
    TokenError, TokenSource,
};
use personeel_tests::{Wire, json};

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

fn school(builder: Builder) -> Institute {
    builder.build().unwrap().institute("011007").unwrap()
}

/// The builder of a client whose identity server returns this body.
async fn with_token(body: &'static str) -> (Wire, Builder) {
    let wire = Wire::start(move |request| if request.line.starts_with("POST") { json(body) } else { json("[]") })
        .await
        .unwrap();
    let credentials = ClientCredentials::new("id", "secret");
    let builder = Personeel::builder().api_url(wire.url()).identity_url(wire.url()).credentials(credentials);
    (wire, builder.retry(RetryPolicy::never()))
}

fn token_requests(wire: &Wire) -> usize {
    wire.requests().iter().filter(|request| request.line.starts_with("POST")).count()
}

#[tokio::test]
async fn token_responses_are_read_in_every_form_that_servers_send() {
    for body in [
        r#"{"access_token":"t","expires_in":9223372036854775807,"token_type":"Bearer"}"#,
        r#"{"access_token":"t","expires_in":1e300}"#,
        r#"{"access_token":"t","expires_in":"3600"}"#,
        r#"{"access_token":"t","expires_in":3599.75}"#,
        r#"{"access_token":"t","expires_in":3600,"scope":["api_informat_sas_personeel.personeel.011007"]}"#,
        "\u{feff}{\"access_token\":\"t\",\"expires_in\":3600}",
        r#"{"access_token":"t","expires_in":3600,"nested":{"expires_in":"soon"},"scope":null}"#,
    ] {
        let (wire, builder) = with_token(body).await;
        let school = school(builder);
        for _ in 0..2 {
            school.own_fields().list(year()).await.unwrap_or_else(|error| panic!("{body}: {error}"));
        }
        assert_eq!(token_requests(&wire), 1, "{body}");
    }
}

#[tokio::test]
async fn an_invalid_member_of_a_token_response_is_named() {
    for (body, member) in [
        (r#"{"access_token":"t","expires_in":-60}"#, "expires_in"),
        (r#"{"access_token":"t","expires_in":"tomorrow"}"#, "expires_in"),
        (r#"{"access_token":"t","scope":{"a":1}}"#, "scope"),
    ] {
        let (_wire, builder) = with_token(body).await;
        let error = school(builder).own_fields().list(year()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 0));
        assert!(error.to_string().contains(member), "{error}");
    }
}

/// A custom token source that never responds.
struct Hangs(Arc<AtomicUsize>);

impl TokenSource for Hangs {
    async fn token(&self, _: &[Scope]) -> Result<AccessToken, TokenError> {
        self.0.fetch_add(1, Ordering::SeqCst);
        std::future::pending().await
    }
}

#[tokio::test]
async fn a_call_with_a_hanging_token_source_ends_within_its_timeouts() {
    let wire = Wire::start(|_| json("[]")).await.unwrap();
    let requests = Arc::new(AtomicUsize::new(0));
    let mut timeouts = Timeouts::default();
    timeouts.attempt = Duration::from_millis(50);
    let policy = RetryPolicy::default().with_base(Duration::ZERO);
    let source = Hangs(Arc::clone(&requests));
    let builder = Personeel::builder().api_url(wire.url()).token_source(source).timeouts(timeouts).retry(policy);
    let error = school(builder).own_fields().list(year()).await.unwrap_err();
    assert!(error.is_connection() && error.attempts() == 0 && !error.may_have_been_applied(), "{error}");
    assert_eq!(requests.load(Ordering::SeqCst), 4, "any source is abandoned at the timeout and retried");
    assert!(wire.requests().is_empty());
}

#[tokio::test]
async fn a_source_with_unlimited_tokens_is_called_once() {
    struct Endless(Arc<AtomicUsize>);
    impl TokenSource for Endless {
        async fn token(&self, _: &[Scope]) -> Result<AccessToken, TokenError> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Ok(AccessToken::new("t", Duration::MAX))
        }
    }
    let wire = Wire::start(|_| json("[]")).await.unwrap();
    let requests = Arc::new(AtomicUsize::new(0));
    let client = Personeel::builder().api_url(wire.url()).token_source(Endless(Arc::clone(&requests))).build().unwrap();
    let number = "011007".parse().unwrap();
    client.institute(number).unwrap().own_fields().list(year()).await.unwrap();
    assert!(client.access_token(number).await.unwrap().lifetime() > Duration::from_secs(365 * 24 * 3600));
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}
