//! A thousand institutes without tokens: the fan-out ends in the time of one call, with a handful of requests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::time::Duration;

use personeel::{
    ClientCredentials, ErrorKind, InstituteNumber, Operation, Partial, Personeel, RetryPolicy, SchoolYear, Timeouts,
};
use personeel_tests::{Wire, json, response};

/// The number of requests that a run may make to the identity server: those sent concurrently before the first failure
/// is known, and the attempts of one call.
const HANDFUL: usize = 12;

fn all_institutes() -> Vec<InstituteNumber> {
    (1..=1000).map(|number| format!("{number:06}").parse().unwrap()).collect()
}

async fn fan_out(client: &Personeel) -> Partial<usize> {
    let year: SchoolYear = "2023-24".parse().unwrap();
    let outcome = client.for_each(all_institutes(), move |school| async move {
        school.own_fields().list(year).await.map(|list| list.len())
    });
    outcome.await.partial()
}

/// Concurrent calls that each need a token of their own.
async fn call_concurrently(client: &Personeel) -> Vec<personeel::Error> {
    let calls = all_institutes().into_iter().map(|number| async move {
        client.institute(number).unwrap().own_fields().list("2023-24".parse().unwrap()).await.unwrap_err()
    });
    futures_util::future::join_all(calls).await
}

fn client(identity: &Wire) -> Personeel {
    let mut timeouts = Timeouts::default();
    timeouts.attempt = Duration::from_millis(100);
    timeouts.call = Duration::from_secs(20);
    Personeel::builder()
        .api_url("http://127.0.0.1:9")
        .identity_url(identity.url())
        .credentials(ClientCredentials::new("id", "wrong"))
        .timeouts(timeouts)
        .retry(RetryPolicy::default().with_base(Duration::from_millis(5)))
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_wrong_secret_is_sent_once() {
    let refusal = || response(401, &[("content-type", "application/json")], r#"{"error":"invalid_client"}"#);
    let wire = Wire::start(move |_| refusal()).await.unwrap();
    let client = client(&wire);
    let partial = fan_out(&client).await;
    assert_eq!((partial.done.len(), partial.failed.len()), (0, 1000));
    for (institute, error) in &partial.failed {
        assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Unauthorized, Some(401), 0));
        assert_eq!((error.institute(), error.operation()), (Some(*institute), Some(Operation::ListOwnFields)));
    }
    assert_eq!(call_concurrently(&client).await.len(), 1000);
    assert_eq!(wire.requests().len(), 1);
}

#[tokio::test]
async fn a_busy_identity_server_gets_the_attempts_of_one_call() {
    for header in ["0", "86400"] {
        let wire = Wire::start(move |_| response(429, &[("retry-after", header)], "")).await.unwrap();
        let client = client(&wire);
        let partial = fan_out(&client).await;
        assert_eq!(partial.failed.len(), 1000);
        assert!(partial.failed.values().all(|error| error.is_connection() && error.status() == Some(429)));
        assert!(wire.requests().len() <= HANDFUL, "Retry-After {header}: {} requests", wire.requests().len());
        let have_wait = partial
            .failed
            .values()
            .all(|error| error.retry_after().is_some_and(|wait| wait.as_secs().to_string() == header));
        assert!(have_wait, "each error reports the wait that the server asked for");
    }
}

#[tokio::test]
async fn a_busy_identity_server_is_not_flooded_by_a_thousand_calls_at_once() {
    let wire = Wire::start(|_| response(503, &[], "")).await.unwrap();
    let errors = call_concurrently(&client(&wire)).await;
    assert!(errors.iter().all(personeel::Error::is_connection));
    assert!(wire.requests().len() <= HANDFUL, "{} requests", wire.requests().len());
}

#[tokio::test]
async fn a_hanging_identity_server_is_abandoned_once() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let connections = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = std::sync::Arc::clone(&connections);
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            open.push(stream);
        }
    });
    let mut timeouts = Timeouts::default();
    timeouts.attempt = Duration::from_millis(100);
    let client = Personeel::builder()
        .api_url("http://127.0.0.1:9")
        .identity_url(url)
        .credentials(ClientCredentials::new("id", "secret"))
        .timeouts(timeouts)
        .retry(RetryPolicy::default().with_base(Duration::from_millis(5)))
        .build()
        .unwrap();
    let partial = fan_out(&client).await;
    assert_eq!(partial.failed.len(), 1000);
    assert!(partial.failed.values().all(|error| error.is_connection() && !error.may_have_been_applied()));
    let connections = connections.load(std::sync::atomic::Ordering::SeqCst);
    assert!(connections <= HANDFUL, "{connections} requests");
}

#[tokio::test]
async fn an_unreachable_identity_server_is_named_in_every_error() {
    let client = Personeel::builder()
        .api_url("http://127.0.0.1:9")
        .identity_url("https://identity.school.invalid")
        .credentials(ClientCredentials::new("id", "secret"))
        .build()
        .unwrap();
    let partial = fan_out(&client).await;
    assert!(partial.failed.values().all(|error| error.to_string().contains("identity.school.invalid")));
    assert_eq!(partial.failed.len(), 1000);
}

#[tokio::test]
async fn a_page_in_place_of_a_token_is_requested_a_handful_of_times_at_most() {
    let wire = Wire::start(|_| json("<html>log in</html>")).await.unwrap();
    let partial = fan_out(&client(&wire)).await;
    assert!(partial.failed.values().all(personeel::Error::is_decode));
    assert!(wire.requests().len() <= HANDFUL, "{} requests", wire.requests().len());
}
