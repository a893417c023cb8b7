//! Sending without the overlay: which responses succeed, and what an error keeps and shows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::error::Error;

use personeel_client::ids::{InterruptionId, PersonId};
use personeel_client::requests::{DeleteInterruption, GetEmployeePhoto, ListEmployees};
use personeel_client::{DecodeErrorKind, Request, SendError, send};
use personeel_tests::{Wire, json, response};

/// Occurs in every body and header, and must not occur anywhere else.
const SECRET: &str = "Vandenbroucke-57021600052";

async fn send_to<R: Request>(url: &str, request: R) -> Result<R::Response, SendError> {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    send(&http, &url.parse().unwrap(), "011007".parse().unwrap(), request).await
}

/// Sends a call to a service that gives this response.
async fn send_expecting<R: Request>(request: R, bytes: Vec<u8>) -> Result<R::Response, SendError> {
    let wire = Wire::start(move |_| bytes.clone()).await.unwrap();
    send_to(&wire.url(), request).await
}

fn list() -> ListEmployees {
    ListEmployees::new("2023-24".parse().unwrap())
}

fn photo() -> GetEmployeePhoto {
    GetEmployeePhoto::new(PersonId::random())
}

fn delete() -> DeleteInterruption {
    DeleteInterruption::new(InterruptionId::random())
}

/// Returns the error of a call, and checks that it shows no data of the response.
#[track_caller]
fn expect_error<T>(outcome: Result<T, SendError>) -> SendError {
    let error = outcome.err().expect("it succeeded");
    let causes = std::iter::successors(Some(&error as &dyn Error), |cause| (*cause).source());
    let shown: Vec<_> = causes.map(|cause| format!("{cause} {cause:?}")).collect();
    assert!(!shown.concat().contains("Vandenbroucke"), "{shown:?}");
    error
}

#[tokio::test]
async fn institute_and_version_override_the_http_clients_default_headers() {
    let wire = Wire::start(|_| json("[]")).await.unwrap();
    let http = reqwest::Client::builder()
        .default_headers(reqwest::header::HeaderMap::from_iter([
            ("instituteno".parse().unwrap(), "999999".parse().unwrap()),
            ("api-version".parse().unwrap(), "1".parse().unwrap()),
        ]))
        .no_proxy()
        .build()
        .unwrap();
    let staff = send(&http, &wire.url().parse().unwrap(), "011007".parse().unwrap(), list()).await.unwrap();
    assert!(staff.is_empty());
    let request = wire.requests().pop().unwrap();
    assert_eq!((request.values("instituteno"), request.values("api-version")), (vec!["011007"], vec!["2"]));
}

#[tokio::test]
async fn no_data_is_an_empty_404_or_the_frameworks_problem_and_nothing_else() {
    let problem = serde_json::json!({
        "type": "https://tools.ietf.org/html/rfc9110#section-15.5.5",
        "title": "Not Found",
        "status": 404,
        "traceId": "00-00000000000000000000000000000001-0000000000000001-00",
    });
    let problem = problem.to_string();
    for body in ["", " \r\n", &problem] {
        assert!(send_expecting(list(), response(404, &[], body)).await.unwrap().is_empty(), "{body}");
        assert!(send_expecting(photo(), response(404, &[], body)).await.unwrap().is_none(), "{body}");
        // For a write, 404 is an error.
        let error = expect_error(send_expecting(delete(), response(404, &[], body)).await);
        assert_eq!(error.status().unwrap(), 404);
    }
    assert!(send_expecting(list(), response(204, &[], "")).await.unwrap().is_empty());
    for body in [
        "<html>not found</html>",
        "{}",
        "[]",
        r#"{"status":404,"detail":"Vandenbroucke"}"#,
        r#"{"status":403,"title":"Not Found"}"#,
    ] {
        let error = expect_error(send_expecting(list(), response(404, &[], body)).await);
        assert_eq!(error.status().unwrap(), 404, "{body}");
        assert_eq!(error.body().unwrap(), body);
    }
}

#[tokio::test]
async fn a_refusal_keeps_status_headers_and_codes_and_shows_no_body() {
    let body = format!(r#"{{"errors":[{{"Code":"BR014","Message":"{SECRET}"}},{{"Code":"BR013","Message":""}}]}}"#);
    let headers = [("retry-after", "7"), ("x-about", SECRET)];
    let error = expect_error(send_expecting(list(), response(400, &headers, &body)).await);
    assert_eq!(error.to_string(), "the service responded with status 400; rules violated: 2");
    assert_eq!(error.status().unwrap(), 400);
    assert_eq!(error.headers().unwrap()["retry-after"], "7");
    let codes: Vec<_> = error.error_response().unwrap().errors.iter().map(|detail| detail.code.as_str()).collect();
    assert_eq!(codes, ["BR014", "BR013"]);
    assert_eq!(error.body().unwrap(), body.as_bytes());
    assert!(error.decode_error().is_none());

    let error = expect_error(send_expecting(list(), response(500, &headers, SECRET)).await);
    assert_eq!((error.status().unwrap().as_u16(), error.error_response()), (500, None));
}

#[tokio::test]
async fn an_unreadable_success_reports_the_path() {
    let error = expect_error(send_expecting(list(), json(format!(r#"[{{"personId":"{SECRET}"}}]"#))).await);
    assert_eq!(error.status().unwrap(), 200);
    let decode_error = error.decode_error().unwrap();
    assert_eq!((decode_error.kind(), decode_error.path()), (DecodeErrorKind::Shape, "[0].personId"));
    assert!(error.error_response().is_none());
    for body in ["", "null", "{}"] {
        expect_error(send_expecting(list(), json(body)).await).decode_error().unwrap();
    }
}

#[tokio::test]
async fn an_unreachable_service_is_reported_without_the_url() {
    let wire = Wire::start(|_| Vec::new()).await.unwrap();
    let person = PersonId::random();
    let error = expect_error(send_to(&wire.url(), GetEmployeePhoto::new(person)).await);
    assert!(error.status().is_none() && error.headers().is_none() && error.body().is_none());
    let source = error.source().unwrap();
    for shown in [format!("{error} {error:?}"), format!("{source} {source:?}")] {
        assert!(!shown.contains(&person.to_string()), "{shown}");
    }
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let error = expect_error(send_to(&format!("http://{closed}"), photo()).await);
    assert_eq!(error.to_string(), "cannot connect to the service");
}
