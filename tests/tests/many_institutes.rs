//! A thousand institutes and servers that limit the length of a request: every list arrives, with few tokens.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::time::Duration;

use personeel::{ClientCredentials, InstituteNumber, Partial, Personeel, RetryPolicy, SchoolYear};
use personeel_tests::{ReceivedRequest, Wire, json, response};

const INSTITUTES: usize = 1000;

/// How a server refuses a request that is too long.
#[derive(Clone, Copy, Debug)]
enum Refusal {
    Status(u16),
    Page(u16),
    OAuth(&'static str),
    HangsUp,
}

use Refusal::{HangsUp, OAuth, Page, Status};

impl Refusal {
    fn to_response(self) -> Vec<u8> {
        match self {
            Status(status) => response(status, &[], ""),
            Page(status) => response(status, &[("content-type", "text/html")], "<!doctype html><h2>Bad Request</h2>"),
            OAuth(error) => response(400, &[("content-type", "application/json")], format!(r#"{{"error":"{error}"}}"#)),
            HangsUp => Vec::new(),
        }
    }
}

fn all_institutes() -> Vec<InstituteNumber> {
    (1..=INSTITUTES).map(|number| format!("{number:06}").parse().unwrap()).collect()
}

fn head_length(request: &ReceivedRequest) -> usize {
    let headers = request.headers.iter().map(|(name, value)| name.len() + value.len() + 4);
    request.line.len() + " HTTP/1.1\r\n".len() + headers.sum::<usize>() + 2
}

/// The institutes of a token request.
fn requested_institutes(request: &ReceivedRequest) -> Vec<String> {
    let body = request.text();
    let scope = body.split('&').find_map(|field| field.strip_prefix("scope=")).unwrap();
    scope.split('+').map(|scope| scope.rsplit('.').next().unwrap().to_owned()).collect()
}

/// An identity server whose tokens grow by `bytes` per scope, and that accepts scopes of up to `max` characters.
async fn identity(bytes: usize, max: usize, refusal: Refusal) -> Wire {
    let granted = move |request: &ReceivedRequest| {
        let institutes = requested_institutes(request);
        // 43 characters each, separated by a space.
        if institutes.len() * 44 - 1 > max {
            return refusal.to_response();
        }
        let token: Vec<_> = institutes.iter().map(|number| format!("{number:x<bytes$}")).collect();
        json(format!(r#"{{"access_token":"{:x<900}{}","expires_in":3600}}"#, "signature", token.concat()))
    };
    Wire::start(granted).await.unwrap()
}

/// An API that accepts heads of up to `max` bytes, and returns one record if the token covers the institute.
async fn api(max: usize, refusal: Refusal) -> Wire {
    let list = move |request: &ReceivedRequest| {
        if head_length(request) > max {
            return refusal.to_response();
        }
        let institute = request.values("instituteno")[0];
        if request.values("authorization")[0].contains(institute) {
            json(format!(r#"[{{"naam":"{institute}"}}]"#))
        } else {
            response(403, &[], "")
        }
    };
    Wire::start(list).await.unwrap()
}

async fn fan_out(identity: &Wire, api: &Wire) -> Partial<String> {
    let client = Personeel::builder()
        .api_url(api.url())
        .identity_url(identity.url())
        .credentials(ClientCredentials::new("id", "secret"))
        .retry(RetryPolicy::default().with_base(Duration::from_millis(1)))
        .build()
        .unwrap();
    let year: SchoolYear = "2023-24".parse().unwrap();
    let work = move |school: personeel::Institute| async move {
        let fields = school.own_fields().list(year).await?;
        Ok::<_, personeel::Error>(fields[0].naam.clone().unwrap())
    };
    client.for_each(all_institutes(), work).await.partial()
}

/// Asserts that every list arrived, each for its own institute.
fn assert_complete(partial: &Partial<String>, case: &str) {
    let first = partial.failed.values().next();
    assert_eq!((partial.done.len(), first.map(ToString::to_string)), (INSTITUTES, None), "{case}");
    assert!(partial.done.iter().all(|(institute, name)| institute.as_str() == name), "{case}");
}

/// Prints the counts, which `cargo test -- --nocapture` shows.
#[expect(clippy::print_stdout, reason = "figures shown on request")]
fn print_counts(case: &str, identity: &Wire, api: &Wire) {
    println!("{case}: {} token requests, {} calls", identity.requests().len(), api.requests().len());
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_stay_below_the_limit_of_most_servers() {
    for limit in [8, 16, 32] {
        let (identity, api) = tokio::join!(identity(62, usize::MAX, HangsUp), api(limit * 1024, Status(431)));
        let case = format!("heads of {limit} KiB, 62 bytes a scope");
        assert_complete(&fan_out(&identity, &api).await, &case);
        print_counts(&case, &identity, &api);
        assert_eq!(identity.requests().len(), 10, "{case}");
        assert_eq!(api.requests().len(), INSTITUTES, "{case}: nothing was refused");
        assert!(api.requests().iter().all(|request| head_length(request) <= 8192));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_apis_length_limit_is_learned_once() {
    let ways = [Status(431), Page(400), Status(413), HangsUp];
    for (limit, fits, ways) in [(8, 12, &ways[..]), (16, 25, &ways[..1]), (32, 50, &ways[1..2])] {
        for refusal in ways.iter().copied() {
            let (identity, api) = tokio::join!(identity(400, usize::MAX, HangsUp), api(limit * 1024, refusal));
            let case = format!("heads of {limit} KiB, 400 bytes a scope, {refusal:?}");
            assert_complete(&fan_out(&identity, &api).await, &case);
            print_counts(&case, &identity, &api);
            let ideal = INSTITUTES.div_ceil(fits);
            let tokens = identity.requests().len();
            assert!(tokens <= ideal + 12, "{case}: {tokens} token requests, {ideal} at best");
            assert!(api.requests().len() <= INSTITUTES + 60, "{case}: {} calls", api.requests().len());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_identity_servers_length_limit_is_learned_once() {
    for refusal in [
        OAuth("invalid_scope"),
        OAuth("invalid_request"),
        Status(413),
        Status(414),
        Status(500),
        Page(400),
        Page(200),
        Page(500),
    ] {
        let (identity, api) = tokio::join!(identity(62, 300, refusal), api(8 * 1024, Status(431)));
        let case = format!("scopes of 300 characters, {refusal:?}");
        assert_complete(&fan_out(&identity, &api).await, &case);
        print_counts(&case, &identity, &api);
        let (ideal, tokens) = (INSTITUTES.div_ceil(6), identity.requests().len());
        assert!(tokens <= ideal + 20, "{case}: {tokens} token requests, {ideal} at best");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_institute_has_a_token_of_its_own_if_none_can_be_shared() {
    let (identity, api) = tokio::join!(identity(62, 43, OAuth("invalid_scope")), api(8 * 1024, Status(431)));
    assert_complete(&fan_out(&identity, &api).await, "one scope at a time");
    print_counts("one scope at a time", &identity, &api);
    assert!(identity.requests().len() <= INSTITUTES + 30, "{}", identity.requests().len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_unrelated_to_length_is_not_multiplied() {
    for refusal in [OAuth("invalid_request"), Status(400), Page(400), Page(200)] {
        let (identity, api) = tokio::join!(identity(62, 0, refusal), api(8 * 1024, Status(431)));
        let partial = fan_out(&identity, &api).await;
        print_counts(&format!("always {refusal:?}"), &identity, &api);
        assert_eq!(partial.failed.len(), INSTITUTES);
        assert!(identity.requests().len() <= 40, "{refusal:?}: {} token requests", identity.requests().len());
        assert!(api.requests().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_of_the_api_is_not_multiplied_by_the_institutes() {
    for refusal in [Status(503), HangsUp] {
        let (identity, api) = tokio::join!(identity(62, usize::MAX, HangsUp), api(0, refusal));
        let partial = fan_out(&identity, &api).await;
        print_counts(&format!("the API always {refusal:?}"), &identity, &api);
        assert_eq!(partial.failed.len(), INSTITUTES);
        assert!(partial.failed.values().all(personeel::Error::is_transient));
        let calls = api.requests().len();
        assert!(calls >= INSTITUTES, "each was attempted");
        assert!(calls <= INSTITUTES + 3 * 8 + 60, "{refusal:?}: {calls} calls");
    }
}
