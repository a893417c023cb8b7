//! What may be taken for an answer, by every way of reading one, over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::sync::Arc;
use std::time::Duration;

use personeel::types::{OwnField, PutCommunicationNumber, PutInterruption};
use personeel::{
    Attachment, CachePolicy, Error, ErrorKind, Guid, Institute, Method, Operation, Personeel, Result, RetryPolicy,
    SchoolYear, StaticToken,
};
use personeel_tests::{Wire, answer, json};
use serde_json::Value;

fn builder(wire: &Wire) -> personeel::Builder {
    let policy = RetryPolicy::default().with_max_attempts(2).with_base(Duration::ZERO);
    Personeel::builder().api_url(format!("{}/stem/", wire.url())).token_source(StaticToken::new("t0ken")).retry(policy)
}

fn school_of(wire: &Wire) -> Institute {
    builder(wire).build().unwrap().institute("011007").unwrap()
}

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

/// How many records each way of reading a list finds, or why it finds none.
async fn every_reading(school: &Institute) -> Vec<(&'static str, Result<usize>)> {
    let list = || school.own_fields().list(year());
    let length =
        |body: &[u8]| if body.is_empty() { 0 } else { serde_json::from_slice::<Vec<Value>>(body).unwrap().len() };
    let streamed = {
        let mut records = list().stream();
        let mut outcome = Ok(0);
        while let Some(record) = records.next().await {
            outcome = outcome.and_then(|count| record.map(|_: OwnField| count + 1));
        }
        outcome
    };
    let raw = || school.raw(Method::GET, "/employees/ownfields?schoolyear=2023-24").unwrap();
    let unknown = school.raw(Method::GET, "/employees/of/a/newer/guide").unwrap();
    vec![
        ("send", list().await.map(|records| records.len())),
        ("per_row", list().per_row().await.map(|rows| rows.len())),
        ("decode_as", list().decode_as::<Vec<Value>>().await.map(|records| records.len())),
        ("bytes", list().bytes().await.map(|body| length(&body))),
        ("checked_bytes", list().checked_bytes().await.map(|body| length(&body))),
        ("stream", streamed),
        ("raw bytes", raw().bytes().await.map(|body| body.map_or(0, |body| length(&body)))),
        ("raw decode_as", raw().decode_as::<Option<Vec<Value>>>().await.map(|list| list.map_or(0, |list| list.len()))),
        ("raw, unknown", unknown.bytes().await.map(|body| body.map_or(0, |body| length(&body)))),
    ]
}

#[tokio::test]
async fn every_reading_takes_the_same_404_for_no_data() {
    let problem = r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404,"traceId":"00-abc-01"}"#;
    for (body, kind) in [("", "text/plain"), ("\r\n", "application/json"), (problem, "application/problem+json")] {
        let wire = Wire::start(move |_| answer(404, &[("content-type", kind)], body)).await.unwrap();
        for (reading, outcome) in every_reading(&school_of(&wire)).await {
            assert_eq!(outcome.unwrap(), 0, "{reading} of {body}");
        }
        let outcome = builder(&wire)
            .build()
            .unwrap()
            .for_each(["011007".parse().unwrap()], |school| async move { school.own_fields().list(year()).await })
            .await;
        assert!(outcome.is_complete());
    }
}

#[tokio::test]
async fn every_reading_takes_what_somebody_else_wrote_for_an_error_that_names_the_address() {
    let long = format!(r#"{{"errors":[{{"Code":"BR018","Message":"{}"}}]}}"#, "x".repeat(2 * 1024 * 1024));
    for (status, kind, body) in [
        (404, "application/json", r#"{"statusCode":404,"message":"Resource not found"}"#.to_owned()),
        (404, "application/problem+json", r#"{"title":"Not Found","status":404,"detail":"no route"}"#.to_owned()),
        (404, "text/plain", "no Route matched with those values".to_owned()),
        (404, "text/html", "\u{feff}<html></html>".to_owned()),
        (404, "application/json", r#"{"errors":[{"Code":"BR018""#.to_owned()),
        (404, "application/json", long),
        (200, "text/html; charset=utf-8", "<!doctype html><title>Sign in</title>".to_owned()),
        (200, "application/json", "\u{feff}\n<html></html>".to_owned()),
    ] {
        let shown = body.chars().take(60).collect::<String>();
        let wire = Wire::start(move |_| answer(status, &[("content-type", kind)], &body)).await.unwrap();
        let address = format!("{}/stem", wire.url());
        for (reading, outcome) in every_reading(&school_of(&wire)).await {
            let error = outcome.expect_err(&format!("{reading} of {shown}"));
            let expected = if status == 404 { ErrorKind::Status } else { ErrorKind::Decode };
            assert_eq!(
                (error.kind(), error.status(), error.attempts()),
                (expected, Some(status), 1),
                "{reading}: {shown}"
            );
            let text = error.to_string();
            assert!(text.contains(&address) && text.contains("api_url"), "{reading}: {text}");
            assert!(!text.contains("/employees"), "an address of the API, and no more: {text}");
        }
    }
}

#[tokio::test]
async fn an_answer_of_nothing_is_no_list() {
    for status in [200, 204] {
        let wire = Wire::start(move |_| answer(status, &[], "")).await.unwrap();
        for (reading, outcome) in every_reading(&school_of(&wire)).await {
            match reading {
                // Nobody here knows what that call gives.
                "raw, unknown" => assert_eq!(outcome.unwrap(), 0),
                _ => assert!(outcome.unwrap_err().is_decode(), "{reading} of {status}"),
            }
        }
    }
}

#[tokio::test]
async fn the_body_decides_and_not_what_a_proxy_calls_it() {
    for kind in ["text/html", "application/json; charset=utf-16", "image/png"] {
        let wire =
            Wire::start(move |_| answer(200, &[("content-type", kind)], "\u{feff} [{\"naam\":\"a\"}] ")).await.unwrap();
        let school = school_of(&wire);
        assert_eq!(school.own_fields().list(year()).await.unwrap().len(), 1, "{kind}");
        assert!(school.own_fields().list(year()).stream().next().await.unwrap().is_ok(), "{kind}");
    }
}

/// Every field has a default, so that a list without elements reads as one.
#[derive(Debug, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
struct Lenient {
    naam: Option<String>,
}

#[tokio::test]
async fn no_record_is_made_up_where_there_is_no_data() {
    let wire = Wire::start(|_| answer(404, &[], "")).await.unwrap();
    let school = school_of(&wire);
    let one = school.employees().get(Guid::random(), year()).decode_as::<Lenient>().await.unwrap_err();
    assert_eq!((one.kind(), one.status()), (ErrorKind::Decode, None));
    let none = school.employees().get(Guid::random(), year()).decode_as::<Option<Lenient>>().await.unwrap();
    assert_eq!(none, None);
    let refused = r#"{"errors":[{"Code":"BR001","Message":"x"}]}"#;
    let wire = Wire::start(move |_| json(refused)).await.unwrap();
    let error = school_of(&wire).employees().get(Guid::random(), year()).decode_as::<Lenient>().await.unwrap_err();
    assert!(error.is_decode() && error.codes().len() == 1, "an error is no record: {error}");
}

/// Every write, with what its answer is to be.
async fn every_write(school: &Institute, id: Guid) -> Vec<(Operation, Result<()>)> {
    let day = || "2024-07-01".parse().unwrap();
    let leave = PutInterruption::new(
        school.number(),
        year(),
        "311".parse().unwrap(),
        "1".into(),
        day(),
        day(),
        "test".to_owned(),
    );
    let number =
        PutCommunicationNumber { soort: 3.into(), type_: 46.into(), nummer: "0400 00 00 77".to_owned(), id: None };
    let file = Attachment::from_bytes("attest.txt", "x");
    vec![
        (Operation::PutInterruption, school.interruptions().put(Guid::random(), id, leave).await),
        (Operation::DeleteInterruption, school.interruptions().delete(id).await),
        (Operation::PutAttachment, school.attachments().put(Guid::random(), id, file).await),
        (Operation::DeleteAttachment, school.attachments().delete(Guid::random(), id).await),
        (Operation::PutCommunicationNumber, school.communication_numbers().put(Guid::random(), number).await.map(drop)),
        (Operation::DeleteCommunicationNumber, school.communication_numbers().delete(Guid::random(), id).await),
    ]
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
        let id = Guid::random();
        for (operation, outcome) in every_write(&school_of(&wire), id).await {
            let error = outcome.expect_err(&format!("{operation} answered {body}"));
            assert_eq!(
                (error.kind(), error.status(), error.attempts()),
                (ErrorKind::Decode, Some(200), 1),
                "{operation}"
            );
            assert!(error.may_have_been_applied() && error.operation() == Some(operation), "{error:?}");
            let text = error.to_string();
            assert!(text.contains("nobody knows"), "{text}");
            if operation != Operation::PutCommunicationNumber {
                assert_eq!(error.id(), Some(id));
                assert!(text.contains(&id.to_string()), "{text}");
            }
        }
    }
}

#[tokio::test]
async fn a_write_is_done_where_nothing_more_is_said() {
    for (status, body) in [(200, ""), (204, ""), (200, "\r\n"), (200, "null")] {
        let wire = Wire::start(move |_| answer(status, &[], body)).await.unwrap();
        for (operation, outcome) in every_write(&school_of(&wire), Guid::random()).await {
            assert_eq!(outcome.is_ok(), operation != Operation::PutCommunicationNumber, "{operation} answered {body}");
        }
    }
}

async fn first_error(school: &Institute) -> Error {
    let mut records = school.own_fields().list(year()).stream();
    loop {
        if let Err(error) = records.next().await.expect("an error before the end") {
            return error;
        }
    }
}

#[tokio::test]
async fn an_answer_that_does_not_decode_keeps_status_and_attempts_also_in_a_stream() {
    let turn = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let wire = {
        let turn = Arc::clone(&turn);
        Wire::start(move |_| match turn.fetch_add(1, std::sync::atomic::Ordering::SeqCst) % 2 {
            0 => answer(503, &[], ""),
            _ => json(r#"[{"naam":"a"},{"naam":[7]}]"#),
        })
        .await
        .unwrap()
    };
    let school = school_of(&wire);
    for error in [school.own_fields().list(year()).await.unwrap_err(), first_error(&school).await] {
        assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("[1].naam")));
        assert_eq!((error.status(), error.attempts(), error.may_have_been_applied()), (Some(200), 2, true));
        assert!(error.operation().is_some() && error.institute().is_some());
    }
    let cut =
        Wire::start(|_| b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n[{\"naam\":\"a\"},".to_vec()).await.unwrap();
    let error = first_error(&school_of(&cut)).await;
    assert!(error.is_connection());
    assert_eq!((error.status(), error.attempts()), (Some(200), 1));
}

#[tokio::test]
async fn a_cache_keeps_no_answer_that_was_none() {
    let turn = std::sync::atomic::AtomicUsize::new(0);
    let wire = Wire::start(move |_| match turn.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
        0 => json("<html>"),
        1 => json(r#"[{"naam":[7]}]"#),
        _ => json(r#"[{"naam":"a"}]"#),
    })
    .await
    .unwrap();
    let client = builder(&wire).cache(CachePolicy::new(Duration::from_secs(600))).build().unwrap();
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
    let client = builder(&wire).cache(CachePolicy::new(Duration::from_secs(600))).build().unwrap();
    let school = client.institute("011007").unwrap();
    let asked = || wire.asked().iter().filter(|asked| asked.line.starts_with("GET")).count();
    let mut deleting = Box::pin(school.interruptions().delete(Guid::random()).send());
    // The write is on its way, and somebody reads.
    assert!(futures::poll!(deleting.as_mut()).is_pending());
    school.own_fields().list(year()).await.unwrap();
    drop(deleting);
    school.own_fields().list(year()).await.unwrap();
    assert_eq!(asked(), 2, "what was read during the write is not given again");
    school.own_fields().list(year()).await.unwrap();
    assert_eq!(asked(), 2);
}
