//! Writes: when they are done, and what they make of answers that are kept.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use personeel::requests::visit;
use personeel::{
    CachePolicy, ErrorKind, Guid, Institute, InterruptionId, Operation, Request, ResponseKind, Result, SchoolYear,
    Visitor,
};
use personeel_tests::documented::calls;
use personeel_tests::{Wire, answer, builder_of, document, json, school_of};

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

/// What came of a write, with the id that it writes or removes where its path has it.
struct Written {
    operation: Operation,
    id: Option<Guid>,
    outcome: Result<()>,
}

/// Sends a call, whichever it is.
struct Send<'a>(&'a Institute);

impl Visitor for Send<'_> {
    type Output = Pin<Box<dyn Future<Output = Result<()>>>>;

    fn visit<R: Request>(self, request: R) -> Self::Output {
        let call = self.0.send(request);
        Box::pin(async move { call.await.map(drop) })
    }
}

/// Every write of the document, with its examples.
async fn every_write(school: &Institute) -> Vec<Written> {
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
async fn a_write_answered_with_something_else_is_not_reported_as_done() {
    for body in [
        "<html><title>Maintenance</title></html>",
        "\u{feff}  <!DOCTYPE html>",
        r#"{"errors":[{"Code":"BR018","Message":"x"}]}"#,
        r#"{"statusCode":200,"message":"under maintenance"}"#,
        "OK",
        "[]",
    ] {
        let wire = Wire::start(move |_| answer(200, &[], body)).await.unwrap();
        for Written { operation, id, outcome } in every_write(&school_of(&wire).unwrap()).await {
            let error = outcome.expect_err(&format!("{operation} answered {body}"));
            assert_eq!(
                (error.kind(), error.status(), error.attempts()),
                (ErrorKind::Decode, Some(200), 1),
                "{operation}"
            );
            assert!(error.may_have_been_applied() && error.operation() == Some(operation), "{error:?}");
            let text = error.to_string();
            assert!(text.contains("nobody knows"), "{text}");
            assert_eq!(error.id(), id);
            assert!(id.is_none_or(|id| text.contains(&id.to_string())), "{text}");
        }
    }
}

#[tokio::test]
async fn a_write_is_done_where_nothing_more_is_said() {
    for (status, body) in [(200, ""), (204, ""), (200, "\r\n"), (200, "null")] {
        let wire = Wire::start(move |_| answer(status, &[], body)).await.unwrap();
        for Written { operation, outcome, .. } in every_write(&school_of(&wire).unwrap()).await {
            let says_more = operation.info().response != ResponseKind::Done;
            assert_eq!(outcome.is_err(), says_more, "{operation} answered {body}");
        }
    }
}

#[tokio::test]
async fn a_cache_keeps_no_answer_that_was_none() {
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
    assert_eq!(wire.asked().len(), 3);
}

#[tokio::test]
async fn a_write_that_nobody_waits_for_leaves_no_answer_of_before() {
    let wire = Wire::start(|asked| if asked.line.starts_with("GET") { json("[]") } else { Vec::new() }).await.unwrap();
    let client = builder_of(&wire).cache(CachePolicy::new(Duration::from_secs(600))).build().unwrap();
    let school = client.institute("011007").unwrap();
    let asked = || wire.asked().iter().filter(|asked| asked.line.starts_with("GET")).count();
    let mut deleting = Box::pin(school.interruptions().delete(InterruptionId::random()).send());
    // The write is on its way, and somebody reads.
    assert!(futures::poll!(deleting.as_mut()).is_pending());
    school.own_fields().list(year()).await.unwrap();
    drop(deleting);
    school.own_fields().list(year()).await.unwrap();
    assert_eq!(asked(), 2, "what was read during the write is not given again");
    school.own_fields().list(year()).await.unwrap();
    assert_eq!(asked(), 2);
}
