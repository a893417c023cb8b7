//! Warnings in the log.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use personeel::{Personeel, SchoolYear, StaticToken};
use personeel_tests::{Wire, capture, json};

#[tokio::test]
async fn a_value_that_the_service_ignores_is_logged_as_a_warning() {
    let log = capture::start();
    let wire = Wire::start(|_| json("[]")).await.unwrap();
    let client = Personeel::builder().api_url(wire.url()).token_source(StaticToken::new("t")).build().unwrap();
    let school = client.institute("011007").unwrap();
    let year: SchoolYear = "2023-24".parse().unwrap();
    school.assignments().list(year).structure("211").await.unwrap();
    school.diplomas().list(year).structure("311").await.unwrap();
    assert!(!log.text().contains("has no effect"), "{}", log.text());
    school.diplomas().list(year).structure("211").await.unwrap();
    let text = log.text();
    let line = text.lines().find(|line| line.contains("has no effect")).unwrap();
    for expected in ["parameter=\"structure\"", "value=\"211\"", "effective=\"311, 312\""] {
        assert!(line.contains(expected), "{expected} is not in {line}");
    }
}
