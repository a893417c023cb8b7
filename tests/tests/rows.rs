//! One bad record doesn't affect the others, and no name forges a line of output.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::BTreeMap;

use personeel::{InterruptionId, SchoolYear};
use personeel_tests::{Wire, json, response, school_of};
use serde_json::Value;

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

/// A list whose second record has this value in an undocumented member.
fn with_unknown(value: &[u8]) -> Vec<u8> {
    [br#"[{"naam":"a"},{"naam":"b","nieuw":"#, value, br#"},{"naam":"c"}]"#].concat()
}

#[tokio::test]
async fn an_unreadable_undocumented_member_costs_no_record() {
    let nested = [vec![b'['; 200], vec![b']'; 200]].concat();
    let objects = [br#"{"a":"#.repeat(200), b"1".to_vec(), vec![b'}'; 200]].concat();
    for value in [
        b"\"caf\xe9\"".to_vec(),
        b"\"\xff\xfe\"".to_vec(),
        br#""\ud800""#.to_vec(),
        br#""\udc00\ud800 x""#.to_vec(),
        b"1e999".to_vec(),
        b"-0.0000000000000000000000000000000000000000001e-99999".to_vec(),
        nested,
        objects,
        br#""]},{\"naam\":""#.to_vec(),
    ] {
        let (excerpt, body) =
            (String::from_utf8_lossy(&value[..value.len().min(30)]).into_owned(), with_unknown(&value));
        let wire = Wire::start(move |_| json(&body)).await.unwrap();
        let school = school_of(&wire).unwrap();
        let list = || school.own_fields().list(year());
        let all = list().await.unwrap();
        assert_eq!(all.len(), 3, "{excerpt}");
        let (good, bad) = list().per_row().await.unwrap().split();
        assert!(bad.is_empty(), "{excerpt}: {bad:?}");
        assert_eq!(good, all);
        let mut streamed = Vec::new();
        let mut records = list().stream();
        while let Some(record) = records.next().await {
            streamed.push(record.unwrap());
        }
        assert_eq!(streamed, all, "{excerpt}");
        // Reading the member itself reports its path if it cannot be read.
        match list().decode_as::<Vec<Value>>().await {
            Ok(records) => assert_eq!(records.len(), 3),
            Err(error) => {
                assert!(error.is_decode() && error.path().is_some_and(|path| path.starts_with("[1].nieuw")), "{error}");
                assert!(error.to_string().len() < 400, "{error}");
            }
        }
    }
}

#[tokio::test]
async fn an_unreadable_row_costs_no_other() {
    let body = b"[{\"naam\":\"a\"},{\"naam\":\"caf\xe9\"},{\"naam\":\"\\ud800\"},{\"naam\":tru},7,{\"naam\":\"c\"}]";
    let wire = Wire::start(move |_| json(body)).await.unwrap();
    let school = school_of(&wire).unwrap();
    let (good, bad) = school.own_fields().list(year()).per_row().await.unwrap().split();
    assert_eq!(good.len(), 2);
    let paths: Vec<_> = bad.iter().map(|row| (row.index(), row.path())).collect();
    assert_eq!(paths, [(1, "[1].naam"), (2, "[2].naam"), (3, "[3].naam"), (4, "[4]")]);
    assert!(school.own_fields().list(year()).await.unwrap_err().path().is_some_and(|path| path.starts_with("[1]")));
    for cut in ["[{\"naam\":\"a\"}", "[{\"naam\":\"a\"},", "[{\"naam\":\"a\"}]]", "{\"naam\":\"a\"}"] {
        let wire = Wire::start(move |_| json(cut)).await.unwrap();
        let error = school_of(&wire).unwrap().own_fields().list(year()).per_row().await.unwrap_err();
        assert!(error.is_decode() && error.attempts() == 1, "{cut}: {error}");
    }
}

/// A record of a newer guide, with unknown names.
type Open = BTreeMap<String, BTreeMap<String, String>>;

#[tokio::test]
async fn no_name_from_a_server_forges_a_line() {
    let forged = "BR018\\n\\u001b[2Kall is well";
    let long = "X".repeat(5000);
    for code in [forged, &long] {
        let body = format!(r#"{{"errors":[{{"Code":"{code}","Message":"x"}}]}}"#);
        let wire = Wire::start(move |_| response(400, &[], &body)).await.unwrap();
        let error = school_of(&wire).unwrap().interruptions().delete(InterruptionId::random()).await.unwrap_err();
        assert!(error.is_refused());
        for text in [error.to_string(), format!("{error:?}"), format!("{:?}", error.codes())] {
            assert!(!text.contains('\n') && !text.contains('\u{1b}') && text.len() < 700, "{text}");
        }
    }
    let body = format!(r#"[{{"{forged}":{{"{long}":7}}}}]"#);
    let wire = Wire::start(move |_| json(&body)).await.unwrap();
    let error = school_of(&wire).unwrap().own_fields().list(year()).decode_as::<Vec<Open>>().await.unwrap_err();
    let text = error.to_string();
    assert!(!text.contains('\n') && !text.contains('\u{1b}') && text.len() < 300, "{text}");
    assert!(error.path().is_some_and(|path| path.starts_with("[0].BR018\\n")), "{text}");
}
