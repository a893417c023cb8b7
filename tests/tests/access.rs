//! `check_access`: one call that confirms that the client works.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use personeel::{Access, ErrorKind, Institute, Personeel, StaticToken};
use personeel_tests::{Wire, json, response};

fn school(wire: &Wire) -> Institute {
    let client = Personeel::builder().api_url(wire.url()).token_source(StaticToken::new("t0ken")).build().unwrap();
    client.institute("011007").unwrap()
}

const EMPLOYEE: &str = r#"{"pPersoon":1,"personId":"42cd5a20-e22f-45d7-973c-fab8734dec50","naam":"A","voornaam":"B","geslacht":"V","isActive":true,"isMindervalide":false,"isOverleden":false}"#;

#[tokio::test]
async fn the_first_record_is_enough() {
    // The rest of the list is not even JSON.
    let wire = Wire::start(|_| json(format!("[{EMPLOYEE},oops"))).await.unwrap();
    assert_eq!(school(&wire).check_access().await.unwrap(), Access::Confirmed);
    let requests = wire.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].line.starts_with("GET /employees?schoolyear="), "{}", requests[0].line);
}

#[tokio::test]
async fn an_empty_list_does_not_confirm_access() {
    for none in [json("[]"), response(404, &[], "")] {
        let wire = Wire::start(move |_| none.clone()).await.unwrap();
        let access = school(&wire).check_access().await.unwrap();
        assert!(matches!(access, Access::NoEmployees { .. }) && !access.is_confirmed());
    }
}

#[tokio::test]
async fn any_other_response_is_an_error_of_the_call() {
    for (bytes, kind) in [
        (response(403, &[], ""), ErrorKind::Forbidden),
        (response(400, &[], ""), ErrorKind::Status),
        (json("<html>"), ErrorKind::Decode),
        (json("["), ErrorKind::Decode),
    ] {
        let wire = Wire::start(move |_| bytes.clone()).await.unwrap();
        let error = school(&wire).check_access().await.unwrap_err();
        assert_eq!((error.kind(), error.institute()), (kind, Some("011007".parse().unwrap())));
    }
}
