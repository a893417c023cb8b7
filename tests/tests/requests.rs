//! Every call of the document as sent over HTTP, checked against the document.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::BTreeSet;
use std::error::Error;
use std::pin::Pin;
use std::sync::Arc;

use personeel::{
    ClientCredentials, Institute, Operation, Personeel, Request, ResponseKind, SchoolYear, Visitor, requests,
};
use personeel_client::send;
use personeel_tests::documented::{DocumentedCall, calls};
use personeel_tests::{ReceivedRequest, Wire, document, json, response, token};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde_json::Value;

/// A service that gives every call the same response.
async fn wire(reply: Vec<u8>) -> Wire {
    Wire::start(move |request| if request.line == "POST /connect/token" { token() } else { reply.clone() })
        .await
        .unwrap()
}

async fn empty_wire() -> Wire {
    wire(response(404, &[], "")).await
}

fn school(wire: &Wire) -> Institute {
    let client = Personeel::builder()
        .api_url(wire.url())
        .identity_url(wire.url())
        .credentials(ClientCredentials::new("client", "secret"))
        .build()
        .unwrap();
    client.institute("011007").unwrap()
}

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), Box<dyn Error>>> + 'a>>;

/// Sends any call.
struct Send<'a>(&'a Institute);

impl<'a> Visitor for Send<'a> {
    type Output = Sending<'a>;

    fn visit<R: Request>(self, request: R) -> Self::Output {
        Box::pin(async move { Ok(self.0.send(request).await.map(drop)?) })
    }
}

/// Sends any call without the overlay.
struct SendDirectly<'a>(&'a reqwest::Client, &'a reqwest::Url);

impl<'a> Visitor for SendDirectly<'a> {
    type Output = Sending<'a>;

    fn visit<R: Request>(self, request: R) -> Self::Output {
        let Self(http, base) = self;
        Box::pin(async move { Ok(send(http, base, "011007".parse()?, request).await.map(drop)?) })
    }
}

/// The response that the document gives for a call: its example, or an empty one if there is none.
fn documented_response(call: &DocumentedCall, operation: Operation) -> Vec<u8> {
    match (call.responses.first(), operation.info().response) {
        (Some((_, example)), _) => json(example.to_string()),
        (None, ResponseKind::Done) => response(200, &[], ""),
        (None, _) => response(404, &[], ""),
    }
}

/// Sends a call with the document's examples as its arguments, and checks the request against the document. The call
/// must succeed.
async fn send_and_compare(call: &DocumentedCall, all: bool) {
    let operation = Operation::from_id(&call.id).unwrap();
    let arguments = |name: &str| call.argument(name, all);
    let wire = wire(documented_response(call, operation)).await;
    let school = school(&wire);
    requests::visit(operation, &arguments, Send(&school)).unwrap().await.unwrap();
    let bearer = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static("Bearer t0ken-value"))]);
    let http = reqwest::Client::builder().default_headers(bearer).no_proxy().build().unwrap();
    let base = wire.url().parse().unwrap();
    requests::visit(operation, &arguments, SendDirectly(&http, &base)).unwrap().await.unwrap();

    let [token, overlay, direct]: [ReceivedRequest; 3] = wire.requests().try_into().expect("one token and two calls");
    assert_eq!(token.line, "POST /connect/token");
    assert!(overlay.values("user-agent")[0].contains("personeel-rs/"), "{operation}");
    assert_as_documented(call, all, &overlay);
    assert_as_documented(call, all, &direct);
}

/// Checks a request against the document.
fn assert_as_documented(call: &DocumentedCall, all: bool, request: &ReceivedRequest) {
    let id = &call.id;
    let (method, target) = request.line.split_once(' ').unwrap();
    assert_eq!(method, call.method, "{id}");
    let url: reqwest::Url = format!("http://localhost{target}").parse().unwrap();
    assert_eq!(url.path(), call.filled_path(), "{id}");
    let mut query: Vec<_> = url.query_pairs().into_owned().collect();
    query.sort();
    assert_eq!(query, call.query(all), "{id}");
    assert_eq!(url.query().is_some(), !query.is_empty(), "{id}: a `?` without a query");
    assert_eq!(request.values("instituteno"), ["011007"], "{id}");
    assert_eq!(request.values("api-version"), [&call.version], "{id}");
    assert_eq!(request.values("authorization"), ["Bearer t0ken-value"], "{id}");
    match call.body(all) {
        Some(body) => {
            assert_eq!(request.values("content-type"), ["application/json"], "{id}");
            assert_eq!(serde_json::from_slice::<Value>(&request.body).unwrap(), body, "{id}");
        }
        None => assert_eq!((request.values("content-type"), request.text()), (Vec::new(), String::new()), "{id}"),
    }
}

#[tokio::test]
async fn every_call_is_sent_as_documented() {
    let calls = calls(&document().unwrap());
    for mut call in calls.clone() {
        send_and_compare(&call, false).await;
        // With all optional arguments, once for each example of a body.
        send_and_compare(&call, true).await;
        while call.bodies.len() > 1 {
            call.bodies.remove(0);
            send_and_compare(&call, true).await;
        }
    }
    let documented: BTreeSet<_> = calls.iter().map(|call| call.id.as_str()).collect();
    let generated: BTreeSet<_> = Operation::all().map(|operation| operation.info().id).collect();
    assert_eq!(documented, generated);
}

#[tokio::test]
async fn a_call_without_a_required_argument_is_not_sent() {
    let wire = empty_wire().await;
    let school = school(&wire);
    for call in calls(&document().unwrap()) {
        let operation = Operation::from_id(&call.id).unwrap();
        let required = call.parameters.iter().filter(|parameter| parameter.required).map(|known| known.name.as_str());
        for missing in required.chain((!call.bodies.is_empty()).then_some("body")) {
            let arguments = |name: &str| (name != missing).then(|| call.argument(name, true)).flatten();
            let error = requests::visit(operation, &arguments, Send(&school)).err().unwrap();
            assert_eq!(error.name(), missing, "{}", call.id);
        }
    }
    assert!(wire.requests().is_empty());
}

#[tokio::test]
async fn the_token_request_follows_rfc_6749() {
    let wire = empty_wire().await;
    school(&wire).employees().list(year()).await.unwrap();
    let request = &wire.requests()[0];
    assert_eq!(request.line, "POST /connect/token");
    assert_eq!(request.values("content-type"), ["application/x-www-form-urlencoded"]);
    assert_eq!(
        request.text(),
        "grant_type=client_credentials&client_id=client&client_secret=secret&scope=api_informat_sas_personeel.personeel.011007"
    );
}

#[tokio::test]
async fn a_base_url_may_have_a_path() {
    let wire = empty_wire().await;
    let client = Personeel::builder()
        .api_url(format!("{}/proxy/personeel/", wire.url()))
        .identity_url(format!("{}/identity/", wire.url()))
        .token_source(personeel::StaticToken::new("static"))
        .build()
        .unwrap();
    client.institute("011007").unwrap().employees().list(year()).await.unwrap();
    assert_eq!(wire.requests()[0].line, "GET /proxy/personeel/employees?schoolyear=2023-24");
}

#[tokio::test]
async fn an_invalid_argument_is_reported_before_anything_is_sent() {
    let wire = Arc::new(empty_wire().await);
    let school = school(&wire);
    let error = school.employees().list(year()).structure("3111").await.unwrap_err();
    assert_eq!(error.kind(), personeel::ErrorKind::InvalidArgument);
    assert!(error.to_string().starts_with("listEmployees for institute 011007: structure: "), "{error}");
    for path in ["employees", "//elsewhere.example/x", "/employees#v1"] {
        assert!(school.raw(personeel::Method::GET, path).is_err(), "{path}");
    }
    assert!(wire.requests().is_empty());
}

#[tokio::test]
async fn a_raw_call_has_the_same_headers() {
    let wire = empty_wire().await;
    let school = school(&wire);
    let body = school.raw(personeel::Method::GET, "/employees/documents/edison?x=1").unwrap().bytes().await.unwrap();
    assert_eq!(body, None);
    let requests = wire.requests();
    assert_eq!(requests[1].line, "GET /employees/documents/edison?x=1");
    assert_eq!(requests[1].values("api-version"), ["2"]);
    assert_eq!(requests[1].values("instituteno"), ["011007"]);
}
