//! Writes: when they count as done, and their effect on cached responses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use personeel::requests::visit;
use personeel::{
    CachePolicy, ErrorKind, Guid, Institute, InterruptionId, Operation, Request, ResponseKind, Result, SchoolYear,
    Visitor,
};
use personeel_tests::documented::calls;
use personeel_tests::{Wire, builder_of, document, json, response, school_of};

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

/// The outcome of a write, with the id of the record if it is in the path.
struct Written {
    operation: Operation,
    id: Option<Guid>,
    outcome: Result<()>,
}

/// Sends any call.
struct Send<'a>(&'a Institute);

impl Visitor for Send<'_> {
    type Output = Pin<Box<dyn Future<Output = Result<()>>>>;

    fn visit<R: Request>(self, request: R) -> Self::Output {
        let call = self.0.send(request);
        Box::pin(async move { call.await.map(drop) })
    }
}

/// Sends every write of the document, with its examples.
async fn send_every_write(school: &Institute) -> Vec<Written> {
    let mut written = Vec::new();
    for call in calls(&document().unwrap()).iter().filter(|call| call.method != "GET") {
        let operation = Operation::from_id(&call.id).unwrap();
        let last = call.parameters.iter().find(|parameter| call.path.ends_with(&format!("{{{}}}", parameter.name)));
        let id = last.map(|parameter| parameter.example.parse().unwrap());
        let outcome = visit(operation, &|name| call.argument(name, true), Send(school)).unwrap().await;
        written.push(Written { operation, id, outcome });
    }
    assert!(!written.is_empty());
    written
}

#[tokio::test]
async fn a_write_with_an_unexpected_response_is_not_reported_as_done() {
    for body in [
        "<html><title>Maintenance</title></html>",
        "\u{feff}  <!DOCTYPE html>",
        r#"{"errors":[{"Code":"BR018","Message":"x"}]}"#,
        r#"{"statusCode":200,"message":"under maintenance"}"#,
        "OK",
        "[]",
    ] {
        let wire = Wire::start(move |_| response(200, &[], body)).await.unwrap();
        for Written { operation, id, outcome } in send_every_write(&school_of(&wire).unwrap()).await {
            let error = outcome.expect_err(&format!("{operation} with {body}"));
            assert_eq!(
                (error.kind(), error.status(), error.attempts()),
                (ErrorKind::Decode, Some(200), 1),
                "{operation}"
            );
            assert!(error.may_have_been_applied() && error.operation() == Some(operation), "{error:?}");
            let text = error.to_string();
            assert!(text.contains("unknown whether"), "{text}");
            assert_eq!(error.id(), id);
            assert!(id.is_none_or(|id| text.contains(&id.to_string())), "{text}");
        }
    }
}

#[tokio::test]
async fn a_write_without_response_data_is_done_at_an_empty_response() {
    for (status, body) in [(200, ""), (204, ""), (200, "\r\n"), (200, "null")] {
        let wire = Wire::start(move |_| response(status, &[], body)).await.unwrap();
        for Written { operation, outcome, .. } in send_every_write(&school_of(&wire).unwrap()).await {
            let expects_data = operation.info().response != ResponseKind::Done;
            assert_eq!(outcome.is_err(), expects_data, "{operation} with {body}");
        }
    }
}

#[tokio::test]
async fn an_unreadable_response_is_not_cached() {
    let turn = AtomicUsize::new(0);
    let wire = Wire::start(move |_| match turn.fetch_add(1, Ordering::SeqCst) {
        0 => json("<html>"),
        1 => json(r#"[{"naam":[7]}]"#),
        _ => json(r#"[{"naam":"a"}]"#),
    })
    .await
    .unwrap();
    let client = builder_of(&wire).cache(CachePolicy::new(Duration::from_secs(600))).build().unwrap();
    let school = client.institute("011007").unwrap();
    for _ in 0..2 {
        assert!(school.own_fields().list(year()).await.unwrap_err().is_decode());
    }
    assert_eq!(school.own_fields().list(year()).await.unwrap().len(), 1);
    assert_eq!(school.own_fields().list(year()).await.unwrap().len(), 1);
    assert_eq!(wire.requests().len(), 3);
}

#[tokio::test]
async fn a_dropped_write_still_invalidates_the_cache() {
    let wire =
        Wire::start(|request| if request.line.starts_with("GET") { json("[]") } else { Vec::new() }).await.unwrap();
    let client = builder_of(&wire).cache(CachePolicy::new(Duration::from_secs(600))).build().unwrap();
    let school = client.institute("011007").unwrap();
    let reads = || wire.requests().iter().filter(|request| request.line.starts_with("GET")).count();
    let mut deleting = Box::pin(school.interruptions().delete(InterruptionId::random()).send());
    // A list is read while the write is in flight.
    assert!(futures_util::poll!(deleting.as_mut()).is_pending());
    school.own_fields().list(year()).await.unwrap();
    drop(deleting);
    school.own_fields().list(year()).await.unwrap();
    assert_eq!(reads(), 2, "a response read during the write is not reused");
    school.own_fields().list(year()).await.unwrap();
    assert_eq!(reads(), 2);
}
