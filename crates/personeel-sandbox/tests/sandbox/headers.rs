//! The rules for headers, routes, queries and bodies.

use crate::described::resolve;
use crate::support::{Api, INSTITUTE, Response, YEAR, leave, token};
use personeel_client::scope;
use personeel_wire::Guid;
use reqwest::Method;
use serde_json::Value;

const LIST: &str = "/employees?schoolyear=2025-26";

#[tokio::test]
async fn the_institute_header_is_required_once_with_six_digits() {
    let api = Api::start().await;
    for values in [&[][..], &[""], &["011007", "011007"], &["011007", "999999"], &["011007,999999"], &["11007"], &["x"]]
    {
        let request = api.bare(Method::GET, LIST).header("Api-Version", "2");
        let request = values.iter().fold(request, |request, value| request.header("InstituteNo", *value));
        let response = Response::of(request).await;
        assert_eq!(response.status, 400, "{values:?}");
        assert!(response.header("content-type").starts_with("text/plain"), "{values:?}");
        assert!(!response.text.is_empty());
    }
    let request = api.bare(Method::GET, LIST).header("Api-Version", "2").header("INSTITUTENO", " 011007 ");
    assert_eq!(Response::of(request).await.status, 200);
}

#[tokio::test]
async fn the_version_defaults_to_1() {
    let api = Api::start().await;
    let request = |versions: &[&str]| {
        let path = "/employees?schoolyear=2025-26&structure=311";
        let request = api.bare(Method::GET, path).header("InstituteNo", INSTITUTE);
        versions.iter().fold(request, |request, version| request.header("Api-Version", *version))
    };
    for (versions, first_key) in [(&[][..], "personId"), (&["1"], "personId"), (&["2"], "pPersoon")] {
        let rows = Response::of(request(versions)).await.rows();
        assert!(rows[0].get(first_key).is_some_and(serde_json::Value::is_i64), "{versions:?}");
    }
    for versions in [&["0"][..], &["3"], &["2.9"], &["x"], &["1", "2"], &["2", "2"], &["1,2"]] {
        assert_eq!(Response::of(request(versions)).await.status, 400, "{versions:?}");
    }
}

#[tokio::test]
async fn a_token_must_be_present_be_valid_and_cover_the_institute() {
    let api = Api::start().await;
    let request = |authorization: Option<String>| {
        let url = format!("{}{LIST}", api.sandbox.api_url());
        let request = api.client.get(url).header("InstituteNo", INSTITUTE).header("Api-Version", "2");
        authorization.into_iter().fold(request, |request, value| request.header("Authorization", value))
    };
    let valid = api.token.clone();
    for authorization in [format!("Bearer {valid}"), format!("BEARER {valid}"), format!("bearer {valid}")] {
        assert_eq!(Response::of(request(Some(authorization))).await.status, 200);
    }
    let (head, signature) = valid.rsplit_once('.').unwrap();
    let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());
    for authorization in [None, Some(valid.clone()), Some(format!("Basic {valid}")), Some(format!("Bearer {forged}"))] {
        let response = Response::of(request(authorization)).await;
        assert_eq!(response.status, 401);
        assert_eq!(response.header("www-authenticate"), "Bearer");
    }
    let other = token(&api.client, &api.sandbox, Some(&scope("999999".parse().unwrap()))).await;
    let response = Response::of(request(Some(format!("Bearer {other}")))).await;
    assert_eq!((response.status.as_u16(), response.text.as_str()), (403, ""));
    // An institute that no token can cover.
    let request = api.bare(Method::GET, LIST).header("InstituteNo", "123456").header("Api-Version", "2");
    assert_eq!(Response::of(request).await.status, 403);

    api.sandbox.expire_tokens();
    assert_eq!(api.get(LIST).await.status, 401);
}

#[tokio::test]
async fn routes_and_methods() {
    let api = Api::start().await;
    for path in ["/nothing", "/employees/1/2/3/4/5", "/employees/assignments/x/y"] {
        assert_eq!(api.get(path).await.status, 404, "{path}");
    }
    // A parameter is never empty, so these paths match no call.
    for (method, path) in [
        (Method::GET, "/employees//photos?schoolyear=2025-26"),
        (Method::GET, "/employees//?schoolyear=2025-26"),
        (Method::GET, "/employees/photos//?schoolyear=2025-26"),
        (Method::PUT, "/employees//interruptions/00000000-0000-4000-8000-000000000001"),
        (Method::DELETE, "/employees/interruptions/"),
        (Method::DELETE, "/employees/interruptions"),
    ] {
        let response = Response::of(api.request(method.clone(), path)).await;
        assert_eq!((response.status.as_u16(), response.text.as_str()), (404, ""), "{method} {path}");
    }
    for (method, path) in [
        (Method::POST, "/employees"),
        (Method::DELETE, "/employees/photos"),
        (Method::GET, "/employees/interruptions/00000000-0000-4000-8000-000000000001"),
        (Method::PUT, "/employees/assignments"),
    ] {
        let response = Response::of(api.request(method.clone(), path)).await;
        assert_eq!((response.status.as_u16(), response.text.as_str()), (405, ""), "{method} {path}");
        assert!(!response.header("allow").is_empty() && !response.header("allow").contains(method.as_str()));
    }
    assert_eq!(api.get("/EMPLOYEES/Photos/?SCHOOLYEAR=2025-26").await.status, 200);
}

/// A value that a parameter's schema refuses; `None` if it accepts every string.
fn invalid_value(document: &Value, parameter: &Value) -> Option<&'static str> {
    let schema = resolve(document, &parameter["schema"]);
    match (schema["x-wire"].as_str(), schema["format"].as_str(), schema["type"].as_str()) {
        (Some("SchoolYear"), ..) => Some("2025-27"),
        (_, Some("date" | "uuid"), _) | (.., Some("boolean" | "integer")) => Some("maybe"),
        _ => None,
    }
}

#[tokio::test]
async fn a_missing_or_invalid_parameter_is_400_with_text() {
    let api = Api::start().await;
    let document = api.document().await;
    let mut checked = 0;
    for call in api.calls().await.iter().filter(|call| call.method == Method::GET) {
        let path = call.path_with("", "");
        let send = |query: String| Response::of(api.call(call, &format!("{path}?{query}")));
        for parameter in call.parameters("query") {
            let name = parameter["name"].as_str().unwrap();
            if parameter["required"] == true {
                assert_eq!(send(call.query_with(name, None)).await.status, 400, "{} {name}", call.id);
                assert_eq!(send(call.query_with(name, Some(" "))).await.status, 400, "{} {name}", call.id);
            }
            if let Some(value) = invalid_value(&document, parameter) {
                let response = send(call.query_with(name, Some(value))).await;
                assert_eq!(response.status, 400, "{} {name}", call.id);
                assert!(response.header("content-type").starts_with("text/plain") && response.text.contains(name));
                checked += 1;
            }
        }
        let response = send(call.query_with("", None).replace("schoolyear", "SchoolYear")).await;
        assert!(response.status == 200 || response.status == 404, "{}: {}", call.id, response.text);
        for parameter in call.parameters("path").filter(|parameter| invalid_value(&document, parameter).is_some()) {
            let name = parameter["name"].as_str().unwrap();
            let path = format!("{}?{}", call.path_with(name, "nobody"), call.query_with("", None));
            assert_eq!(Response::of(api.call(call, &path)).await.status, 400, "{} {name}", call.id);
        }
    }
    assert!(checked > 15, "{checked}");
    let nobody = format!("/employees/{}?schoolyear=2025-26", Guid::random());
    assert_eq!(api.get(&nobody).await.status, 404);
}

#[tokio::test]
async fn bodies_must_be_json_objects() {
    let api = Api::start().await;
    let path = Api::path(api.any_person(), Guid::random());
    let send = |content_type: &'static str, body: &'static str| {
        let request = api.request(Method::PUT, &path).body(body);
        Response::of(if content_type.is_empty() { request } else { request.header("Content-Type", content_type) })
    };
    for content_type in ["", "text/plain", "application/x-www-form-urlencoded"] {
        assert_eq!(send(content_type, "{}").await.status, 415, "{content_type}");
    }
    for body in
        ["", "{", "[]", "\"x\"", "{\"begindatum\": 5}", "{\"geverifieerd\": \"yes\"}", "{\"einddatum\": \"soon\"}"]
    {
        let response = send("application/json; charset=utf-8", body).await;
        assert_eq!(response.status, 400, "{body}");
        assert!(response.header("content-type").starts_with("text/plain"), "{body}");
    }
    assert_eq!(api.put(&path, &leave()).await.status, 200);
}

#[tokio::test]
async fn guids_in_a_path_are_accepted_in_every_form() {
    let api = Api::start().await;
    let person = api.any_person();
    for form in [
        person.to_string(),
        person.to_string().to_uppercase(),
        format!("%7B{person}%7D"),
        format!("%7B%20{person}%7D"),
        person.as_uuid().simple().to_string(),
    ] {
        let response = api.get(&format!("/employees/{form}?schoolyear={YEAR}")).await;
        assert_eq!(response.json()["personId"], person.to_string(), "{form}");
    }
}
