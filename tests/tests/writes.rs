//! Writes: when they are done, and what they make of answers that are kept.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use personeel::types::{PutCommunicationNumber, PutInterruption};
use personeel::{Attachment, CachePolicy, ErrorKind, Guid, Institute, Operation, Result, SchoolYear};
use personeel_tests::{Wire, answer, builder_of, json, school_of};

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
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
        for (operation, outcome) in every_write(&school_of(&wire).unwrap(), id).await {
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
        for (operation, outcome) in every_write(&school_of(&wire).unwrap(), Guid::random()).await {
            assert_eq!(outcome.is_ok(), operation != Operation::PutCommunicationNumber, "{operation} answered {body}");
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
