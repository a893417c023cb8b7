//! The typed mocks, used through the overlay.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use httpmock::MockServer;
use personeel::{ErrorCode, InterruptionId, Personeel, RetryPolicy, StaticToken};
use personeel_httpmock::{MockServerExt as _, refusal};

fn school(server: &MockServer) -> personeel::Institute {
    let client = Personeel::builder()
        .api_url(server.base_url())
        .token_source(StaticToken::new("t"))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    client.institute("011007").unwrap()
}

#[tokio::test]
async fn each_version_of_the_list_has_a_mock_of_its_own() {
    let server = MockServer::start_async().await;
    let (year, structure) = ("2023-24".parse().unwrap(), "311".parse().unwrap());
    let first = server.list_employees_v1(|when, then| {
        when.structure(&structure);
        then.ok(&Vec::new());
    });
    let second = server.list_employees(|when, then| {
        when.schoolyear(&year).structure(Some(&structure));
        then.ok(&Vec::new());
    });
    let school = school(&server);
    assert!(school.employees().list(year).structure("311").await.unwrap().is_empty());
    assert_eq!((first.calls(), second.calls()), (0, 1));
    assert!(school.employees().list_v1("311".parse().unwrap()).await.unwrap().is_empty());
    assert_eq!((first.calls(), second.calls()), (1, 1));
}

#[tokio::test]
async fn refusals_are_read_as_their_codes() {
    let server = MockServer::start_async().await;
    let id = InterruptionId::random();
    let mut gone = server.delete_interruption(|when, then| {
        when.interruption_id(&id);
        then.bad_request(&refusal(&ErrorCode::Br018));
    });
    let error = school(&server).interruptions().delete(id).await.unwrap_err();
    assert!(error.has_code(&ErrorCode::Br018));
    gone.delete();
    server.delete_interruption(|_, then| {
        then.method_not_allowed(&refusal(&ErrorCode::Mna010));
    });
    let error = school(&server).interruptions().delete(id).await.unwrap_err();
    assert_eq!((error.status(), error.has_code(&ErrorCode::Mna010)), (Some(405), true));
}

#[tokio::test]
async fn a_nonstandard_status_can_be_mocked() {
    let server = MockServer::start_async().await;
    server.list_employees(|_, then| {
        then.into_inner().status(999);
    });
    let error = school(&server).employees().list("2023-24".parse().unwrap()).await.unwrap_err();
    assert_eq!(error.status(), Some(999));
}
