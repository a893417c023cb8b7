//! A thousand institutes, and servers that limit how long a request may be: every list arrives, with few tokens.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::time::Duration;

use personeel::{ClientCredentials, InstituteNumber, Partial, Personeel, RetryPolicy, SchoolYear};
use personeel_tests::{Asked, Wire, answer, json};

const INSTITUTES: usize = 1000;

/// How a server refuses what is too long.
#[derive(Clone, Copy, Debug)]
enum Refusal {
    Status(u16),
    Page(u16),
    OAuth(&'static str),
    HangsUp,
}

use Refusal::{HangsUp, OAuth, Page, Status};

impl Refusal {
    fn answer(self) -> Vec<u8> {
        match self {
            Status(status) => answer(status, &[], ""),
            Page(status) => answer(status, &[("content-type", "text/html")], "<!doctype html><h2>Bad Request</h2>"),
            OAuth(error) => answer(400, &[("content-type", "application/json")], format!(r#"{{"error":"{error}"}}"#)),
            HangsUp => Vec::new(),
        }
    }
}

fn all() -> Vec<InstituteNumber> {
    (1..=INSTITUTES).map(|number| format!("{number:06}").parse().unwrap()).collect()
}

fn head_length(asked: &Asked) -> usize {
    let headers = asked.headers.iter().map(|(name, value)| name.len() + value.len() + 4);
    asked.line.len() + " HTTP/1.1\r\n".len() + headers.sum::<usize>() + 2
}

/// The institutes of a request for a token.
fn wanted(asked: &Asked) -> Vec<String> {
    let body = asked.text();
    let scope = body.split('&').find_map(|field| field.strip_prefix("scope=")).unwrap();
    scope.split('+').map(|scope| scope.rsplit('.').next().unwrap().to_owned()).collect()
}

/// An identity server whose tokens take up `bytes` for each scope, and that takes scopes of `most` characters.
async fn identity(bytes: usize, most: usize, refusal: Refusal) -> Wire {
    let granted = move |asked: &Asked| {
        let institutes = wanted(asked);
        // 43 characters each, and a blank between.
        if institutes.len() * 44 - 1 > most {
            return refusal.answer();
        }
        let token: Vec<_> = institutes.iter().map(|number| format!("{number:x<bytes$}")).collect();
        json(format!(r#"{{"access_token":"{:x<900}{}","expires_in":3600}}"#, "signature", token.concat()))
    };
    Wire::start(granted).await.unwrap()
}

/// An API that takes heads of `most` bytes, and answers an institute that its token is for with one record.
async fn api(most: usize, refusal: Refusal) -> Wire {
    let list = move |asked: &Asked| {
        if head_length(asked) > most {
            return refusal.answer();
        }
        let institute = asked.values("instituteno")[0];
        if asked.values("authorization")[0].contains(institute) {
            json(format!(r#"[{{"naam":"{institute}"}}]"#))
        } else {
            answer(403, &[], "")
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
    client.for_each(all(), work).await.partial()
}

/// Every list has arrived, each for its own institute.
fn assert_whole(partial: &Partial<String>, case: &str) {
    let first = partial.failed.values().next();
    assert_eq!((partial.done.len(), first.map(ToString::to_string)), (INSTITUTES, None), "{case}");
    assert!(partial.done.iter().all(|(institute, name)| institute.as_str() == name), "{case}");
}

/// Shown by `cargo test -- --nocapture`.
#[expect(clippy::print_stdout, reason = "figures for whoever asks for them")]
fn show(case: &str, identity: &Wire, api: &Wire) {
    println!("{case}: {} token requests, {} calls", identity.asked().len(), api.asked().len());
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_stay_below_the_limit_that_most_servers_have() {
    for limit in [8, 16, 32] {
        let (identity, api) = tokio::join!(identity(62, usize::MAX, HangsUp), api(limit * 1024, Status(431)));
        let case = format!("heads of {limit} KiB, 62 bytes a scope");
        assert_whole(&fan_out(&identity, &api).await, &case);
        show(&case, &identity, &api);
        assert_eq!(identity.asked().len(), 10, "{case}");
        assert_eq!(api.asked().len(), INSTITUTES, "{case}: nothing was refused");
        assert!(api.asked().iter().all(|asked| head_length(asked) <= 8192));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_api_refuses_for_its_length_is_learned_once() {
    let ways = [Status(431), Page(400), Status(413), HangsUp];
    for (limit, fits, ways) in [(8, 12, &ways[..]), (16, 25, &ways[..1]), (32, 50, &ways[1..2])] {
        for refusal in ways.iter().copied() {
            let (identity, api) = tokio::join!(identity(400, usize::MAX, HangsUp), api(limit * 1024, refusal));
            let case = format!("heads of {limit} KiB, 400 bytes a scope, {refusal:?}");
            assert_whole(&fan_out(&identity, &api).await, &case);
            show(&case, &identity, &api);
            let ideal = INSTITUTES.div_ceil(fits);
            let tokens = identity.asked().len();
            assert!(tokens <= ideal + 12, "{case}: {tokens} token requests, {ideal} at best");
            assert!(api.asked().len() <= INSTITUTES + 60, "{case}: {} calls", api.asked().len());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_identity_server_refuses_for_its_length_is_learned_once() {
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
        assert_whole(&fan_out(&identity, &api).await, &case);
        show(&case, &identity, &api);
        let (ideal, tokens) = (INSTITUTES.div_ceil(6), identity.asked().len());
        assert!(tokens <= ideal + 20, "{case}: {tokens} token requests, {ideal} at best");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_may_share_each_has_a_token_of_its_own() {
    let (identity, api) = tokio::join!(identity(62, 43, OAuth("invalid_scope")), api(8 * 1024, Status(431)));
    assert_whole(&fan_out(&identity, &api).await, "one scope at a time");
    show("one scope at a time", &identity, &api);
    assert!(identity.asked().len() <= INSTITUTES + 30, "{}", identity.asked().len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_has_nothing_to_do_with_length_is_not_multiplied() {
    for refusal in [OAuth("invalid_request"), Status(400), Page(400), Page(200)] {
        let (identity, api) = tokio::join!(identity(62, 0, refusal), api(8 * 1024, Status(431)));
        let partial = fan_out(&identity, &api).await;
        show(&format!("always {refusal:?}"), &identity, &api);
        assert_eq!(partial.failed.len(), INSTITUTES);
        assert!(identity.asked().len() <= 40, "{refusal:?}: {} token requests", identity.asked().len());
        assert!(api.asked().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_of_the_api_is_not_multiplied_by_the_institutes() {
    for refusal in [Status(503), HangsUp] {
        let (identity, api) = tokio::join!(identity(62, usize::MAX, HangsUp), api(0, refusal));
        let partial = fan_out(&identity, &api).await;
        show(&format!("the API always {refusal:?}"), &identity, &api);
        assert_eq!(partial.failed.len(), INSTITUTES);
        assert!(partial.failed.values().all(personeel::Error::is_transient));
        let calls = api.asked().len();
        assert!(calls >= INSTITUTES, "each was tried");
        assert!(calls <= INSTITUTES + 3 * 8 + 60, "{refusal:?}: {calls} calls");
    }
}
