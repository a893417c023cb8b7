//! Every status with every body: what an error reports, and what it must not show.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use personeel::{ErrorCode, ErrorKind, InterruptionId, PersonId, Personeel, RetryPolicy, StaticToken};
use personeel_tests::{Wire, capture, document, response};

/// Occurs in every body, and must not occur anywhere else.
const SECRET: &str = "Vandenbroucke-57021600052";

const STATUSES: [u16; 14] = [400, 401, 403, 404, 405, 406, 409, 415, 416, 429, 500, 502, 503, 999];

struct Body {
    name: &'static str,
    content_type: &'static str,
    bytes: Vec<u8>,
    /// The codes to read from it.
    codes: &'static [&'static str],
}

fn bodies() -> Vec<Body> {
    let body = |name, content_type, text: String, codes| Body { name, content_type, bytes: text.into_bytes(), codes };
    let envelope = |errors: &str, code: &str, message: &str| {
        format!(r#"{{"{errors}":[{{"{code}":"BR014","{message}":"{SECRET}"}},{{"{code}":"BR_DOC_007"}}]}}"#)
    };
    let json = "application/json; charset=utf-8";
    let both: &[&str] = &["BR014", "BR_DOC_007"];
    vec![
        body("envelope", json, envelope("errors", "Code", "Message"), both),
        body("envelope, camelCase", json, envelope("errors", "code", "message"), both),
        body("envelope, PascalCase", json, envelope("Errors", "Code", "Message"), both),
        body("envelope, capitals", json, envelope("ERRORS", "CODE", "MESSAGE"), both),
        body("empty list", json, format!(r#"{{"errors":[],"x":"{SECRET}"}}"#), &[]),
        body("problem", "application/problem+json", format!(r#"{{"title":"x","detail":"{SECRET}"}}"#), &[]),
        body("text", "text/plain", SECRET.to_owned(), &[]),
        body("HTML", "text/html", format!("<html><body>{SECRET}</body></html>"), &[]),
        body("truncated", json, format!(r#"{{"errors":[{{"Code":"BR014","Message":"{SECRET}"#), &[]),
        body("5 MB", "application/octet-stream", SECRET.repeat(5 * 1024 * 1024 / SECRET.len()), &[]),
        body("nothing", "application/json", String::new(), &[]),
        Body {
            name: "wrong charset",
            content_type: "application/json; charset=utf-16",
            bytes: format!("{{\"fout\":\"{SECRET} caf\u{e9}\"}}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
            codes: &[],
        },
    ]
}

/// The expected kind of error, by status and by whether the body has codes.
fn expected_kind(status: u16, has_codes: bool, is_empty: bool) -> ErrorKind {
    match status {
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        429 | 502 | 503 => ErrorKind::Status,
        _ if has_codes => ErrorKind::Refused,
        // A 404 with any other body was not written by the API.
        404 if is_empty => ErrorKind::NotFound,
        _ => ErrorKind::Status,
    }
}

#[tokio::test]
async fn every_status_with_every_body_is_reported_without_showing_the_body() {
    let logged = capture::start();
    for body in bodies() {
        for status in STATUSES {
            let case = format!("{status} with {}", body.name);
            let (bytes, content_type) = (body.bytes.clone(), body.content_type);
            let wire = Wire::start(move |_| response(status, &[("content-type", content_type)], &bytes)).await.unwrap();
            let client = Personeel::builder()
                .api_url(wire.url())
                .token_source(StaticToken::new("t0ken-value"))
                .retry(RetryPolicy::default().with_max_attempts(2).with_base(std::time::Duration::ZERO))
                .build()
                .unwrap();
            let school = client.institute("011007").unwrap();
            let error = school.interruptions().delete(InterruptionId::random()).await.expect_err(&case);

            assert_eq!(error.status(), Some(status), "{case}");
            let codes: Vec<_> = error.codes().iter().map(|refusal| refusal.code().as_str()).collect();
            assert_eq!(codes, body.codes, "{case}");
            assert_eq!(error.kind(), expected_kind(status, !body.codes.is_empty(), body.bytes.is_empty()), "{case}");
            let retried = matches!(status, 429 | 502 | 503);
            assert_eq!(error.is_transient(), retried, "{case}");
            assert_eq!(error.attempts(), if retried || status == 401 { 2 } else { 1 }, "{case}");
            assert_eq!(u32::try_from(wire.requests().len()).unwrap(), error.attempts(), "{case}");

            let raw = error.raw_body().expect("the body is available on request");
            assert!(raw.len() <= 64 * 1024, "{case}");
            assert!(body.bytes.starts_with(raw), "{case}");
            assert_eq!(raw.is_empty(), body.bytes.is_empty(), "{case}");
            let mut shown = format!("{error} {error:?} {error:#?}");
            let mut source = std::error::Error::source(&error);
            while let Some(cause) = source {
                shown = format!("{shown} {cause} {cause:?}");
                source = cause.source();
            }
            assert!(!shown.contains(SECRET) && !shown.contains("t0ken-value"), "{case}: {shown}");
        }
    }
    let logged = logged.text();
    assert!(logged.contains("personeel.call") && logged.contains("the call failed"), "the log was captured");
    assert!(!logged.contains(SECRET) && !logged.contains("t0ken-value"), "a body or the token was logged");
}

#[tokio::test]
async fn the_documents_error_examples_are_read_as_their_codes() {
    let document = document().unwrap();
    let mut seen = 0;
    let calls = document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values());
    let responses = calls.flat_map(|call| [(&call["responses"]["400"], 400), (&call["responses"]["405"], 405)]);
    for (documented, status) in responses {
        let examples = documented["content"]["application/json"]["examples"].as_object();
        for (name, example) in examples.into_iter().flatten() {
            let body = &document.pointer(&example["$ref"].as_str().unwrap()[1..]).unwrap()["value"];
            let expected: Vec<_> =
                body["errors"].as_array().unwrap().iter().map(|error| error["Code"].clone()).collect();
            let text = body.to_string();
            let wire =
                Wire::start(move |_| response(status, &[("content-type", "application/json")], &text)).await.unwrap();
            let client = Personeel::builder().api_url(wire.url()).token_source(StaticToken::new("t")).build().unwrap();
            let school = client.institute("011007").unwrap();
            let error = school.interruptions().delete(InterruptionId::random()).await.unwrap_err();
            let codes: Vec<_> = error.codes().iter().map(|refusal| refusal.code().as_str()).collect();
            assert_eq!(codes, expected, "{name}");
            assert!(
                error.codes().iter().all(|refusal| refusal.info().is_some_and(|info| info.status == status)),
                "{name}"
            );
            seen += 1;
        }
    }
    assert!(seen >= 9, "{seen} examples");
}

#[tokio::test]
async fn unknown_codes_are_kept() {
    let body = r#"{"errors":[{"Code":"BR_DOC_007","Message":"x"}]}"#;
    let wire = Wire::start(move |_| response(400, &[], body)).await.unwrap();
    let client = Personeel::builder().api_url(wire.url()).token_source(StaticToken::new("t")).build().unwrap();
    let error = client.institute("011007").unwrap().interruptions().delete(InterruptionId::random()).await.unwrap_err();
    let [refusal] = error.codes() else { panic!("one refusal") };
    assert!(matches!(refusal.code(), ErrorCode::Unknown(_)));
    assert_eq!((refusal.field(), refusal.service_message()), (None, Some("x")));
    assert!(error.to_string().contains("BR_DOC_007"), "{error}");
}

#[tokio::test]
async fn a_broken_connection_is_reported_without_the_url() {
    let wire = Wire::start(|_| b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n[{\"naam\":\"Vandenbroucke".to_vec())
        .await
        .unwrap();
    let client = Personeel::builder()
        .api_url(wire.url())
        .token_source(StaticToken::new("t"))
        .retry(RetryPolicy::default().with_base(std::time::Duration::ZERO))
        .build()
        .unwrap();
    let person = PersonId::random();
    let school = client.institute("011007").unwrap();
    let error = school.employees().get(person, "2023-24".parse().unwrap()).await.unwrap_err();
    assert!(error.is_connection() && error.is_transient());
    assert_eq!((error.attempts(), wire.requests().len()), (4, 4), "a truncated body is retried");
    let source = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    let shown = format!("{error} {error:?} {source}");
    assert!(!shown.contains(&person.to_string()) && !shown.contains("Vandenbroucke"), "{shown}");
}
