//! Compares raw responses with the document.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::io::{self, Read};

use personeel_check::{Check, CheckError, Difference, DifferenceKind as Kind, Head};
use serde_json::{Value, json};

fn id(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn employee(number: usize) -> Value {
    json!({"pPersoon": number, "personId": id(number), "isActive": true, "isOverleden": false})
}

/// Returns a list of employees, each changed by `change`.
fn employees(count: usize, mut change: impl FnMut(usize, &mut Value)) -> String {
    let records = (0..count).map(|number| {
        let mut record = employee(number);
        change(number, &mut record);
        record
    });
    Value::Array(records.collect()).to_string()
}

fn check_employees(body: &str) -> Vec<Difference> {
    let mut check = Check::new();
    check.json("listEmployees", body.as_bytes()).unwrap();
    check.differences()
}

/// Returns the path, kind and counts of each difference.
fn summaries(differences: &[Difference]) -> Vec<(&str, Kind, u64, u64)> {
    differences.iter().map(|found| (found.path.as_str(), found.kind, found.count, found.of)).collect()
}

#[test]
fn what_the_document_allows_is_not_a_difference() {
    let unusual = employees(9, |number, record| {
        record["naam"] = ["null", "", " ", "Ægir  ", "\u{1F600}"][number % 5].into();
        record["partner"] = Value::Null;
        record["geboortedatum"] = "1900-01-01T00:00:00".into();
        record["burgStand"] = Value::Null;
        record["adressen"] = json!([{"id": id(1).to_uppercase(), "postcode": null}, {}]);
        record["kinderen"] = json!([]);
    });
    assert_eq!(check_employees(&unusual), []);
    assert_eq!(check_employees("[]"), []);
    assert_eq!(check_employees(" [ ] \n"), []);
}

#[test]
fn each_kind_is_found_at_its_path() {
    let differences = check_employees(&employees(10, |number, record| {
        record["wijk"] = "Noord".into();
        record["adressen"] = json!([{"postcode": 9000}, {"id": format!("{{{}}}", id(1))}]);
        record["pPersoon"] = if number < 4 { "17".into() } else { 1e12.into() };
        record["burgStand"] = 9.into();
        if number < 3 {
            record.as_object_mut().unwrap().remove("isActive");
        }
        if number < 2 {
            record["isOverleden"] = Value::Null;
        }
    }));
    let mut expected = [
        ("pPersoon", Kind::Type, 4, 10),
        ("pPersoon", Kind::Form, 6, 10),
        ("burgStand", Kind::UnlistedValue, 10, 10),
        ("isActive", Kind::MissingMember, 3, 10),
        ("isOverleden", Kind::Null, 2, 10),
        ("adressen[].id", Kind::Form, 10, 10),
        ("adressen[].postcode", Kind::Type, 10, 10),
        ("wijk", Kind::UnknownMember, 10, 10),
    ];
    let mut summaries = summaries(&differences);
    summaries.sort_unstable();
    expected.sort_unstable();
    assert_eq!(summaries, expected);
    let of = |path, kind| differences.iter().find(|found| found.path == path && found.kind == kind).unwrap();
    assert_eq!(of("adressen[].id", Kind::Form).seen["uuid in braces"], 10);
    assert_eq!(of("pPersoon", Kind::Type).seen["number in a string"], 4);
    assert_eq!(of("burgStand", Kind::UnlistedValue).values.len(), 0, "a civil status is personal");
    assert_eq!(of("adressen[].postcode", Kind::Type).expected.as_deref(), Some("string"));
}

#[test]
fn a_repeated_member_is_found_unless_the_document_says_it_occurs() {
    let twice = format!("[{}]", employee(1).to_string().replacen('{', r#"{"isActive":false,"#, 1));
    assert_eq!(summaries(&check_employees(&twice)), [("isActive", Kind::RepeatedMember, 1, 1)]);
    let mut check = Check::new();
    check.json("listAssignments", br#"[{"vakRubriek":"a","vakRubriek":null}]"#).unwrap();
    assert_eq!(check.differences(), []);
    assert_eq!(check.observations()[0].tolerated[0].path, "vakRubriek");
}

#[test]
fn bodies_that_are_not_a_list_of_employees() {
    for (body, kind, seen) in [
        ("", Kind::Body, "empty"),
        ("<html>", Kind::Body, "not JSON"),
        ("[", Kind::Body, "truncated JSON"),
        ("[]x", Kind::Body, "not JSON"),
        ("{\"items\":[]}", Kind::Type, "object"),
        ("\"none\"", Kind::Type, "string"),
        ("[1,[],true]", Kind::Type, "number"),
        ("\u{feff}[]", Kind::Body, "byte order mark"),
    ] {
        let found = check_employees(body);
        assert_eq!((found[0].kind, found[0].path.as_str()), (kind, ""), "{body}");
        assert!(found[0].seen.contains_key(seen), "{body}: {:?}", found[0].seen);
    }
    assert_eq!(summaries(&check_employees("null")), [("", Kind::Null, 1, 1)]);
    let deep = format!("[{}{}]", "[".repeat(5000), "]".repeat(5000));
    assert!(!check_employees(&deep).is_empty());
}

#[test]
fn responses_that_are_not_declared() {
    let mut check = Check::new();
    let mut check_response = |call: &str, status, media: &str, body: &str| {
        check.response(&Head::new(call, status).media_type(media), body.as_bytes()).unwrap();
    };
    check_response("listEmployees", 200, "application/json; charset=utf-8", "[]");
    check_response("listEmployees", 200, "text/json", "[]");
    check_response("listEmployees", 200, "", "[]");
    check_response("listEmployees", 404, "", "");
    let problem = r#"{"type":"t","title":"Not Found","status":404,"traceId":"0"}"#;
    check_response("listEmployees", 404, "application/problem+json", problem);
    check_response("listEmployees", 404, "text/html", "<h1>Not Found</h1>");
    check_response("listEmployees", 418, "text/plain", "Jan Janssens");
    check_response("listEmployees", 999, "", "");
    check_response("listEmployees", 500, "text/html", "Jan Janssens");
    check_response("putInterruption", 400, "application/json", r#"{"errors":[{"Code":"BR001","Message":"Jan"}]}"#);
    check_response("putInterruption", 400, "application/json", r#"{"fouten":[]}"#);
    check_response("putInterruption", 400, "text/plain", "Jan Janssens");
    let differences = check.differences();
    let found: Vec<_> = differences.iter().map(|found| (found.status, found.kind, found.count, found.of)).collect();
    assert_eq!(
        found,
        [
            (None, Kind::MediaType, 2, 3),
            (Some(404), Kind::Body, 1, 3),
            (Some(418), Kind::Status, 1, 9),
            (Some(500), Kind::Body, 1, 1),
            (Some(400), Kind::MissingMember, 1, 2),
            (Some(400), Kind::UnknownMember, 1, 2),
        ],
        "{differences:#?}"
    );
    assert!(!format!("{differences:?}{:?}", check.observations()).contains("Jan"));
    assert_eq!(check.observations()[0].no_data, 2);
}

#[test]
fn names_that_may_be_data_are_counted_but_not_reported() {
    let names = ["Jan", "Piet", "Joris", "Corneel"];
    // Many people share each name, but it also occurs as a value.
    let differences = check_employees(&employees(400, |number, record| {
        let name = names[number % 4];
        record["voornaam"] = name.into();
        record[name] = 1.into();
    }));
    assert_eq!(summaries(&differences), [("", Kind::UnknownMember, 400, 400)]);
    // Many names suggest a map.
    let differences = check_employees(&employees(400, |number, record| {
        record[format!("naam{}", ["a", "b", "c", "d", "e"][number % 5].repeat(1 + number % 6))] = 1.into();
    }));
    assert_eq!(summaries(&differences), [("", Kind::UnknownMember, 400, 400)]);
    // Numbers, and names that few records have, are not reported either.
    for name in ["85121200070", "jan@example", "Ægir"] {
        assert_eq!(
            summaries(&check_employees(&employees(9, |_, record| record[name] = 1.into()))),
            [("", Kind::UnknownMember, 9, 9)]
        );
    }
    assert_eq!(
        summaries(&check_employees(&employees(4, |_, record| record["wijk"] = 1.into()))),
        [("", Kind::UnknownMember, 4, 4)]
    );
    // Many records of one person don't count as five people.
    let mut check = Check::new();
    let body = Value::Array(vec![json!({"personId": id(1), "Janssens": 1}); 50]).to_string();
    check.json("listAssignments", body.as_bytes()).unwrap();
    assert_eq!(summaries(&check.differences()), [("", Kind::UnknownMember, 50, 50)]);
}

#[test]
fn values_are_reported_only_if_not_personal() {
    let body = |count: usize, value: &str| {
        let records = (0..count).map(|number| json!({"personId": id(number), "ato": value, "opmerking": "Peeters"}));
        Value::Array(records.collect()).to_string()
    };
    let values = |body: String| {
        let mut check = Check::new();
        check.json("listAssignments", body.as_bytes()).unwrap();
        let found = check.differences();
        assert_eq!((found[0].path.as_str(), found[0].kind), ("ato", Kind::UnlistedValue));
        found[0].values.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(values(body(5, "7")), ["7"]);
    assert_eq!(values(body(5, "Ander type")), ["Ander type"]);
    for value in ["x".repeat(33), "a@b.example".to_owned(), "Peeters".to_owned(), "jan <1>".to_owned()] {
        assert!(values(body(9, &value)).is_empty(), "{value}");
    }
    assert!(values(body(4, "7")).is_empty());
}

#[test]
fn calls_for_one_person_report_names_that_the_list_proved_safe() {
    let mut check = Check::new();
    let mut record = employee(1);
    record["wijk"] = "Noord".into();
    check.json("getEmployee", record.to_string().as_bytes()).unwrap();
    assert_eq!(summaries(&check.differences()), [("", Kind::UnknownMember, 1, 1)]);
    let list = employees(5, |_, record| record["wijk"] = "Noord".into());
    check.json("listEmployees", list.as_bytes()).unwrap();
    let paths: Vec<_> = check.differences().into_iter().map(|found| (found.call, found.path)).collect();
    assert_eq!(paths, [("listEmployees", "wijk"), ("getEmployee", "wijk")].map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn additional_members_are_observed() {
    let mut check = Check::new();
    let records: Vec<_> =
        (0..5).map(|number| json!({"personId": id(number), "datum": "2026-01-01T00:00:00"})).collect();
    check.json("listAppointments", Value::Array(records).to_string().as_bytes()).unwrap();
    assert_eq!(check.differences(), []);
    let open: Vec<_> = check.observations().remove(0).open_members;
    assert!(open.iter().all(|member| member.count == 5), "{open:?}");
    let seen = &open.iter().find(|member| member.path == "datum").unwrap().seen;
    assert_eq!(seen["date-time-local"], 5);
}

#[test]
fn members_that_no_record_had_are_observed() {
    let mut check = Check::new();
    check
        .json("listEmployees", employees(2, |_, record| record["adressen"] = json!([{"bus": "a"}])).as_bytes())
        .unwrap();
    let observation = &check.observations()[0];
    assert_eq!((observation.records, observation.statuses[&200]), (2, 1));
    assert!(observation.never_seen.contains(&"adressen[].postcode".to_owned()));
    assert!(!observation.never_seen.contains(&"adressen[].bus".to_owned()));
    assert!(observation.never_seen.contains(&"partner.naam".to_owned()), "no record had a partner");
}

#[test]
fn changes_are_reported_once() {
    let mut check = Check::new();
    let body = employees(6, |_, record| record["wijk"] = 1.into());
    let changes = |check: &mut Check| {
        let mut counts = Vec::new();
        check.changes(|difference| counts.push((difference.path.clone(), difference.count)));
        counts
    };
    check.json("listEmployees", body.as_bytes()).unwrap();
    assert_eq!(changes(&mut check), [("wijk".to_owned(), 6)]);
    assert_eq!(changes(&mut check), []);
    check.json("listEmployees", body.as_bytes()).unwrap();
    assert_eq!(changes(&mut check), [("wijk".to_owned(), 6)]);
}

#[test]
fn a_body_that_cannot_be_read_is_not_a_difference() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::new(io::ErrorKind::ConnectionReset, "reset"))
        }
    }
    let mut check = Check::new();
    let body = (&b"[{\"isActive\":nu"[..]).chain(Broken);
    let error = check.response(&Head::new("listEmployees", 200), body).unwrap_err();
    assert!(matches!(error, CheckError::Read(error) if error.kind() == io::ErrorKind::ConnectionReset));
    assert!(check.differences().iter().all(|found| found.kind != Kind::Body));
    assert!(matches!(check.json("listPupils", b"[]"), Err(CheckError::UnknownCall(_))));
}

#[test]
fn the_document_is_identified() {
    let document = Check::document();
    assert_eq!(document.sha256.len(), 64);
    assert!(Check::calls().any(|call| call == ("listEmployees", "GET")));
}
