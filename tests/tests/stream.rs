//! Streamed lists: the same records, errors and rules as buffered ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use personeel::requests::ListOwnFields;
use personeel::types::OwnField;
use personeel::{ErrorKind, Institute, Operation, Personeel, Records, Result, RetryPolicy, SchoolYear, StaticToken};
use personeel_sandbox::Sandbox;
use personeel_tests::{Wire, client_of, json, response};

fn school(wire: &Wire) -> Institute {
    let policy = RetryPolicy::default().with_max_attempts(3).with_base(Duration::ZERO);
    let client =
        Personeel::builder().api_url(wire.url()).token_source(StaticToken::new("t")).retry(policy).build().unwrap();
    client.institute("011007").unwrap()
}

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

async fn drain<T>(mut records: Records<T>) -> (Vec<T>, Option<personeel::Error>) {
    let mut received = Vec::new();
    while let Some(record) = records.next().await {
        match record {
            Ok(record) => received.push(record),
            Err(error) => {
                assert!(records.next().await.is_none(), "an error ends the stream");
                return (received, Some(error));
            }
        }
    }
    assert!(records.next().await.is_none(), "the stream stays ended");
    (received, None)
}

fn rows(count: usize) -> String {
    (0..count).map(|row| format!(r#"{{"naam":"veld {row}","waarde":"]}}\"{row}"}}"#)).collect::<Vec<_>>().join(",")
}

#[tokio::test]
async fn a_stream_yields_the_same_records_as_a_buffered_list() {
    let sandbox = Sandbox::builder().employees(300).today("2023-10-01".parse().unwrap()).start().await.unwrap();
    let client = client_of(&sandbox).build().unwrap();
    let school = client.institute("011007").unwrap();
    let buffered = school.employees().list(year()).structure("311").await.unwrap();
    let (streamed, error) = drain(school.employees().list(year()).structure("311").stream()).await;
    assert!(error.is_none() && buffered.len() > 100);
    assert_eq!(streamed, buffered);
    let photos = school.photos().list(year()).await.unwrap();
    assert_eq!(drain(school.photos().list(year()).stream()).await.0, photos);
}

#[tokio::test]
async fn a_broken_connection_is_an_error_after_the_records_before_it() {
    let wire = Wire::start(|_| {
        format!("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n[{},{{\"naam\":\"hal", rows(50)).into_bytes()
    })
    .await
    .unwrap();
    let (received, error): (Vec<OwnField>, _) = drain(school(&wire).own_fields().list(year()).stream()).await;
    let error = error.unwrap();
    assert_eq!(received.len(), 50);
    assert!(error.is_connection() && error.is_transient());
    assert_eq!((error.operation(), error.institute().unwrap().as_str()), (Some(Operation::ListOwnFields), "011007"));
    assert_eq!(wire.requests().len(), 1, "nothing is retried after the first record");
}

#[tokio::test]
async fn a_truncated_list_is_an_error() {
    for body in ["", "[", "[{\"naam\":\"a\"}", "[{\"naam\":\"a\"},", "[{\"naam\":\"a\"},{\"na"] {
        let wire = Wire::start(move |_| json(body)).await.unwrap();
        let (received, error): (Vec<OwnField>, _) = drain(school(&wire).own_fields().list(year()).stream()).await;
        assert_eq!(received.len(), usize::from(body.contains('}')), "{body}");
        assert_eq!(error.unwrap().kind(), ErrorKind::Decode, "{body}");
    }
}

#[tokio::test]
async fn a_decode_error_reports_the_path_and_ends_the_stream() {
    let wire =
        Wire::start(|_| json(format!("[{},{{\"naam\":[\"Vandenbroucke\"]}},{}]", rows(3), rows(1)))).await.unwrap();
    let (received, error): (Vec<OwnField>, _) = drain(school(&wire).own_fields().list(year()).stream()).await;
    let error = error.unwrap();
    assert_eq!((received.len(), error.path()), (3, Some("[3].naam")));
    assert!(!format!("{error} {error:?}").contains("Vandenbroucke"));

    for (body, received) in
        [("{\"naam\":1}", 0), ("<html>", 0), ("[{\"naam\":\"a\"}] []", 1), ("[{\"naam\":\"a\"},]", 1)]
    {
        let wire = Wire::start(move |_| json(body)).await.unwrap();
        let (records, error): (Vec<OwnField>, _) = drain(school(&wire).own_fields().list(year()).stream()).await;
        assert_eq!((records.len(), error.unwrap().kind()), (received, ErrorKind::Decode), "{body}");
    }
}

#[tokio::test]
async fn the_usual_rules_apply_until_the_response_begins() {
    let turn = AtomicUsize::new(0);
    let wire = Wire::start(move |_| match turn.fetch_add(1, Ordering::SeqCst) {
        0 => response(503, &[], ""),
        1 => response(401, &[], ""),
        _ => json(format!("[{}]", rows(2))),
    })
    .await
    .unwrap();
    let (received, error): (Vec<OwnField>, _) = drain(school(&wire).own_fields().list(year()).stream()).await;
    assert!(error.is_none());
    assert_eq!((received.len(), wire.requests().len()), (2, 3));

    let none = Wire::start(|_| response(404, &[], "")).await.unwrap();
    let (received, error): (Vec<OwnField>, _) = drain(school(&none).own_fields().list(year()).stream()).await;
    assert!(received.is_empty() && error.is_none());

    let forbidden = Wire::start(|_| response(403, &[], "")).await.unwrap();
    let (_, error): (Vec<OwnField>, _) = drain(school(&forbidden).own_fields().list(year()).stream()).await;
    assert!(error.unwrap().is_forbidden());

    let invalid: Vec<Result<OwnField>> = {
        let mut records = school(&none).own_fields().list(year()).structure("3").stream();
        vec![records.next().await.unwrap()]
    };
    assert_eq!(invalid[0].as_ref().unwrap_err().kind(), ErrorKind::InvalidArgument);
}

#[tokio::test]
async fn raw_rows_are_unchanged_and_each_reports_whether_it_can_be_read() {
    let texts = [" {\"naam\" : \"a\",\"nieuw\":1.50}", "{\"naam\":[\"Vandenbroucke\"]}", "7", "{\"naam\":\"b\"}\n"];
    let wire = Wire::start(move |_| json(format!("[{}]", texts.join(",")))).await.unwrap();
    let call = || school(&wire).send(ListOwnFields::new(year()));
    let (rows, error) = drain(call().raw_rows().await.unwrap().unwrap()).await;
    assert!(error.is_none());
    let read: Vec<_> = rows.into_iter().map(|row| (row.index(), row.into_text())).collect();
    for ((index, text), (expected, sent)) in read.iter().zip(texts.iter().enumerate()) {
        assert_eq!(*index, expected);
        match text {
            Ok(text) => assert_eq!(text, sent.trim().as_bytes()),
            Err(error) => {
                assert!(
                    error.is_decode() && error.operation() == Some(Operation::ListOwnFields) && error.attempts() == 1
                );
                assert_eq!(error.path().unwrap(), ["", "[1].naam", "[2]"][*index]);
                assert!(!format!("{error} {error:?}").contains("Vandenbroucke"));
            }
        }
    }
    assert_eq!(read.iter().filter(|(_, text)| text.is_ok()).count(), 2);

    // No data is distinct from an empty list.
    let none = Wire::start(|_| response(404, &[], "")).await.unwrap();
    assert!(school(&none).send(ListOwnFields::new(year())).raw_rows().await.unwrap().is_none());
    let empty = Wire::start(|_| json("[]")).await.unwrap();
    let rows = school(&empty).send(ListOwnFields::new(year())).raw_rows().await.unwrap().unwrap();
    assert_eq!(drain(rows).await.0.len(), 0);
    let cut = Wire::start(|_| json("[{\"naam\":\"a\"},{\"na")).await.unwrap();
    let rows = school(&cut).send(ListOwnFields::new(year())).raw_rows().await.unwrap().unwrap();
    let (rows, error) = drain(rows).await;
    assert_eq!((rows.len(), error.unwrap().kind()), (1, ErrorKind::Decode));
}
