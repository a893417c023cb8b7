//! The rules of headers, routes and queries.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // what helps a test may fail like one

mod support;

use personeel_client::operations::Operation;
use personeel_sandbox::SCOPE_PREFIX;
use personeel_wire::Guid;
use reqwest::Method;
use support::{Answer, Api, INSTITUTE, YEAR, leave, token};

const LIST: &str = "/employees?schoolyear=2025-26";

#[tokio::test]
async fn the_institute_is_named_once_in_six_digits() {
    let api = Api::start().await;
    for values in [&[][..], &[""], &["011007", "011007"], &["011007", "999999"], &["011007,999999"], &["11007"], &["x"]]
    {
        let request = api.bare(Method::GET, LIST).header("Api-Version", "2");
        let request = values.iter().fold(request, |request, value| request.header("InstituteNo", *value));
        let answer = Answer::of(request).await;
        assert_eq!(answer.status, 400, "{values:?}");
        assert!(answer.header("content-type").starts_with("text/plain"), "{values:?}");
        assert!(!answer.text.is_empty());
    }
    let request = api.bare(Method::GET, LIST).header("Api-Version", "2").header("INSTITUTENO", " 011007 ");
    assert_eq!(Answer::of(request).await.status, 200);
}

#[tokio::test]
async fn the_version_is_one_where_it_is_absent() {
    let api = Api::start().await;
    let request = |versions: &[&str]| {
        let path = "/employees?schoolyear=2025-26&structure=311";
        let request = api.bare(Method::GET, path).header("InstituteNo", INSTITUTE);
        versions.iter().fold(request, |request, version| request.header("Api-Version", *version))
    };
    for (versions, first_key) in [(&[][..], "personId"), (&["1"], "personId"), (&["2"], "pPersoon")] {
        let rows = Answer::of(request(versions)).await.rows();
        assert!(rows[0].get(first_key).is_some_and(serde_json::Value::is_i64), "{versions:?}");
    }
    for versions in [&["0"][..], &["3"], &["2.9"], &["x"], &["1", "2"], &["2", "2"], &["1,2"]] {
        assert_eq!(Answer::of(request(versions)).await.status, 400, "{versions:?}");
    }
}

#[tokio::test]
async fn a_token_must_be_there_be_valid_and_hold_the_institute() {
    let api = Api::start().await;
    let request = |authorization: Option<String>| {
        let url = format!("{}{LIST}", api.sandbox.api_url());
        let request = api.client.get(url).header("InstituteNo", INSTITUTE).header("Api-Version", "2");
        authorization.into_iter().fold(request, |request, value| request.header("Authorization", value))
    };
    let good = api.token.clone();
    for authorization in [format!("Bearer {good}"), format!("BEARER {good}"), format!("bearer {good}")] {
        assert_eq!(Answer::of(request(Some(authorization))).await.status, 200);
    }
    let (head, signature) = good.rsplit_once('.').unwrap();
    let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());
    for authorization in [None, Some(good.clone()), Some(format!("Basic {good}")), Some(format!("Bearer {forged}"))] {
        let answer = Answer::of(request(authorization)).await;
        assert_eq!(answer.status, 401);
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    let other = token(&api.client, &api.sandbox, Some(&format!("{SCOPE_PREFIX}999999"))).await;
    let answer = Answer::of(request(Some(format!("Bearer {other}")))).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (403, ""));
    // An institute that no token can hold.
    let request = api.bare(Method::GET, LIST).header("InstituteNo", "123456").header("Api-Version", "2");
    assert_eq!(Answer::of(request).await.status, 403);

    api.sandbox.expire_tokens();
    assert_eq!(api.get(LIST).await.status, 401);
}

#[tokio::test]
async fn routes_and_methods() {
    let api = Api::start().await;
    for path in ["/nothing", "/employees/1/2/3/4/5", "/employees/assignments/x/y"] {
        assert_eq!(api.get(path).await.status, 404, "{path}");
    }
    for (method, path) in [
        (Method::POST, "/employees"),
        (Method::DELETE, "/employees/photos"),
        (Method::GET, "/employees/interruptions/00000000-0000-4000-8000-000000000001"),
        (Method::PUT, "/employees/assignments"),
    ] {
        let answer = Answer::of(api.request(method.clone(), path)).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (405, ""), "{method} {path}");
        assert!(!answer.header("allow").is_empty() && !answer.header("allow").contains(method.as_str()));
    }
    assert_eq!(api.get("/EMPLOYEES/Photos/?SCHOOLYEAR=2025-26").await.status, 200);
}

#[tokio::test]
async fn what_a_query_lacks_or_garbles_is_400_text() {
    let api = Api::start().await;
    let person = api.somebody();
    for operation in Operation::all().filter(|operation| operation.info().method == "GET") {
        let path = operation.info().path.replace("{personId}", &person.to_string());
        let version = operation.info().api_version;
        let ask = |query: &str| {
            let request = api.bare(Method::GET, &format!("{path}{query}")).header("InstituteNo", INSTITUTE);
            Answer::of(request.header("Api-Version", version))
        };
        let takes_year = !matches!(operation, Operation::ListEmployeeAppointments | Operation::GetEmployeePhoto);
        if takes_year {
            assert_eq!(ask("").await.status, 400, "{operation}");
            assert_eq!(ask("?schoolyear=&structure=").await.status, 400, "{operation}");
            let answer = ask("?schoolyear=2025-27&structure=311").await;
            assert_eq!(answer.status, 400, "{operation}");
            assert!(answer.header("content-type").starts_with("text/plain"));
        }
        if operation != Operation::GetEmployeePhoto {
            assert_eq!(ask("?schoolyear=2025-26&structure=31").await.status, 400, "{operation}");
        }
        let answer = ask("?SchoolYear=2025-26&STRUCTURE=311").await;
        assert!(answer.status == 200 || answer.status == 404, "{operation}: {}", answer.text);
        if operation.info().path.contains("{personId}") {
            let nobody = operation.info().path.replace("{personId}", &Guid::random().to_string());
            assert_eq!(api.get(&format!("{nobody}?schoolyear=2025-26")).await.status, 404, "{operation}");
            let garbled = operation.info().path.replace("{personId}", "nobody");
            assert_eq!(api.get(&format!("{garbled}?schoolyear=2025-26")).await.status, 400, "{operation}");
        }
    }
    for query in ["assignments?schoolyear=2025-26&inclNonSubHours=maybe", "photos?schoolyear=2025-26&changedSince=ever"]
    {
        assert_eq!(api.get(&format!("/employees/{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn bodies_must_be_json_objects() {
    let api = Api::start().await;
    let path = Api::path(api.somebody(), Guid::random());
    let send = |content_type: &'static str, body: &'static str| {
        let request = api.request(Method::PUT, &path).body(body);
        Answer::of(if content_type.is_empty() { request } else { request.header("Content-Type", content_type) })
    };
    for content_type in ["", "text/plain", "application/x-www-form-urlencoded"] {
        assert_eq!(send(content_type, "{}").await.status, 415, "{content_type}");
    }
    for body in
        ["", "{", "[]", "\"x\"", "{\"begindatum\": 5}", "{\"geverifieerd\": \"yes\"}", "{\"einddatum\": \"soon\"}"]
    {
        let answer = send("application/json; charset=utf-8", body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(answer.header("content-type").starts_with("text/plain"), "{body}");
    }
    assert_eq!(api.put(&path, &leave()).await.status, 200);
    assert_eq!(YEAR, "2025-26");
}

#[tokio::test]
async fn guids_in_a_path_come_in_every_form() {
    let api = Api::start().await;
    let person = api.somebody();
    for form in [
        person.to_string(),
        person.to_string().to_uppercase(),
        format!("%7B{person}%7D"),
        format!("%7B%20{person}%7D"),
        person.as_uuid().simple().to_string(),
    ] {
        let answer = api.get(&format!("/employees/{form}?schoolyear={YEAR}")).await;
        assert_eq!(answer.json()["personId"], person.to_string(), "{form}");
    }
}
