//! Which responses are accepted, for every way of reading a list, over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::sync::atomic::{AtomicUsize, Ordering};

use personeel::types::OwnField;
use personeel::{Error, ErrorKind, Institute, Method, PersonId, Result, SchoolYear};
use personeel_tests::{Wire, builder_of, json, response, school_of};
use serde_json::Value;

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

/// Reads a list in every way; returns the number of records or the error of each.
async fn read_in_every_way(school: &Institute) -> Vec<(&'static str, Result<usize>)> {
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
async fn every_way_of_reading_accepts_the_same_404s_as_no_data() {
    let problem = r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404,"traceId":"00-abc-01"}"#;
    for (body, kind) in [("", "text/plain"), ("\r\n", "application/json"), (problem, "application/problem+json")] {
        let wire = Wire::start(move |_| response(404, &[("content-type", kind)], body)).await.unwrap();
        for (reading, outcome) in read_in_every_way(&school_of(&wire).unwrap()).await {
            assert_eq!(outcome.unwrap(), 0, "{reading} of {body}");
        }
        let outcome = builder_of(&wire)
            .build()
            .unwrap()
            .for_each(["011007".parse().unwrap()], |school| async move { school.own_fields().list(year()).await })
            .await;
        assert!(outcome.is_complete());
    }
}

#[tokio::test]
async fn every_way_of_reading_reports_a_foreign_response_with_the_apis_url() {
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
        let excerpt = body.chars().take(60).collect::<String>();
        let wire = Wire::start(move |_| response(status, &[("content-type", kind)], &body)).await.unwrap();
        let api_url = format!("{}/stem", wire.url());
        for (reading, outcome) in read_in_every_way(&school_of(&wire).unwrap()).await {
            let error = outcome.expect_err(&format!("{reading} of {excerpt}"));
            let expected = if status == 404 { ErrorKind::Status } else { ErrorKind::Decode };
            assert_eq!(
                (error.kind(), error.status(), error.attempts()),
                (expected, Some(status), 1),
                "{reading}: {excerpt}"
            );
            let text = error.to_string();
            assert!(text.contains(&api_url) && text.contains("api_url"), "{reading}: {text}");
            assert!(!text.contains("/employees"), "the API's URL, and no more: {text}");
        }
    }
}

#[tokio::test]
async fn an_empty_body_is_not_a_list() {
    for status in [200, 204] {
        let wire = Wire::start(move |_| response(status, &[], "")).await.unwrap();
        for (reading, outcome) in read_in_every_way(&school_of(&wire).unwrap()).await {
            match reading {
                // The client doesn't know what this call returns.
                "raw, unknown" => assert_eq!(outcome.unwrap(), 0),
                _ => assert!(outcome.unwrap_err().is_decode(), "{reading} of {status}"),
            }
        }
    }
}

#[tokio::test]
async fn the_body_decides_and_not_its_media_type() {
    for kind in ["text/html", "application/json; charset=utf-16", "image/png"] {
        let wire = Wire::start(move |_| response(200, &[("content-type", kind)], "\u{feff} [{\"naam\":\"a\"}] "))
            .await
            .unwrap();
        let school = school_of(&wire).unwrap();
        assert_eq!(school.own_fields().list(year()).await.unwrap().len(), 1, "{kind}");
        assert!(school.own_fields().list(year()).stream().next().await.unwrap().is_ok(), "{kind}");
    }
}

/// Every field has a default, so that an empty list could be read as a record.
#[derive(Debug, Default, PartialEq, serde::Deserialize)]
#[serde(default)]
struct Lenient {
    naam: Option<String>,
}

#[tokio::test]
async fn no_data_never_becomes_a_default_record() {
    let wire = Wire::start(|_| response(404, &[], "")).await.unwrap();
    let school = school_of(&wire).unwrap();
    let error = school.employees().get(PersonId::random(), year()).decode_as::<Lenient>().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, None));
    let none = school.employees().get(PersonId::random(), year()).decode_as::<Option<Lenient>>().await.unwrap();
    assert_eq!(none, None);
    let refused = r#"{"errors":[{"Code":"BR001","Message":"x"}]}"#;
    let wire = Wire::start(move |_| json(refused)).await.unwrap();
    let error =
        school_of(&wire).unwrap().employees().get(PersonId::random(), year()).decode_as::<Lenient>().await.unwrap_err();
    assert!(error.is_decode() && error.codes().len() == 1, "an error response is not a record: {error}");
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
async fn a_decode_error_keeps_status_and_attempts_also_in_a_stream() {
    let turn = AtomicUsize::new(0);
    let wire = Wire::start(move |_| match turn.fetch_add(1, Ordering::SeqCst) % 2 {
        0 => response(503, &[], ""),
        _ => json(r#"[{"naam":"a"},{"naam":[7]}]"#),
    })
    .await
    .unwrap();
    let school = school_of(&wire).unwrap();
    for error in [school.own_fields().list(year()).await.unwrap_err(), first_error(&school).await] {
        assert_eq!((error.kind(), error.path()), (ErrorKind::Decode, Some("[1].naam")));
        assert_eq!((error.status(), error.attempts(), error.may_have_been_applied()), (Some(200), 2, true));
        assert!(error.operation().is_some() && error.institute().is_some());
    }
    let cut =
        Wire::start(|_| b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n[{\"naam\":\"a\"},".to_vec()).await.unwrap();
    let error = first_error(&school_of(&cut).unwrap()).await;
    assert!(error.is_connection());
    assert_eq!((error.status(), error.attempts()), (Some(200), 1));
}
