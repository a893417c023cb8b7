//! The rules of headers, routes and queries.

use crate::described::resolve;
use crate::support::{Answer, Api, INSTITUTE, YEAR, leave, token};
use personeel_client::scope;
use personeel_wire::Guid;
use reqwest::Method;
use serde_json::Value;

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
    let other = token(&api.client, &api.sandbox, Some(&scope("999999".parse().unwrap()))).await;
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
    // No parameter is empty, so these are paths of no call.
    for (method, path) in [
        (Method::GET, "/employees//photos?schoolyear=2025-26"),
        (Method::GET, "/employees//?schoolyear=2025-26"),
        (Method::GET, "/employees/photos//?schoolyear=2025-26"),
        (Method::PUT, "/employees//interruptions/00000000-0000-4000-8000-000000000001"),
        (Method::DELETE, "/employees/interruptions/"),
        (Method::DELETE, "/employees/interruptions"),
    ] {
        let answer = Answer::of(api.request(method.clone(), path)).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (404, ""), "{method} {path}");
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

/// A value that the schema of a parameter refuses; `None` where it takes every text.
fn garbled(document: &Value, parameter: &Value) -> Option<&'static str> {
    let schema = resolve(document, &parameter["schema"]);
    match (schema["x-wire"].as_str(), schema["format"].as_str(), schema["type"].as_str()) {
        (Some("SchoolYear"), ..) => Some("2025-27"),
        (_, Some("date" | "uuid"), _) | (.., Some("boolean" | "integer")) => Some("maybe"),
        _ => None,
    }
}

#[tokio::test]
async fn what_a_query_lacks_or_garbles_is_400_text() {
    let api = Api::start().await;
    let document = api.document().await;
    let mut garblings = 0;
    for call in api.calls().await.iter().filter(|call| call.method == Method::GET) {
        let path = call.path_with("", "");
        let ask = |query: String| Answer::of(api.call(call, &format!("{path}?{query}")));
        for parameter in call.parameters("query") {
            let name = parameter["name"].as_str().unwrap();
            if parameter["required"] == true {
                assert_eq!(ask(call.query_with(name, None)).await.status, 400, "{} {name}", call.id);
                assert_eq!(ask(call.query_with(name, Some(" "))).await.status, 400, "{} {name}", call.id);
            }
            if let Some(garbled) = garbled(&document, parameter) {
                let answer = ask(call.query_with(name, Some(garbled))).await;
                assert_eq!(answer.status, 400, "{} {name}", call.id);
                assert!(answer.header("content-type").starts_with("text/plain") && answer.text.contains(name));
                garblings += 1;
            }
        }
        let answer = ask(call.query_with("", None).replace("schoolyear", "SchoolYear")).await;
        assert!(answer.status == 200 || answer.status == 404, "{}: {}", call.id, answer.text);
        for parameter in call.parameters("path").filter(|parameter| garbled(&document, parameter).is_some()) {
            let name = parameter["name"].as_str().unwrap();
            let path = format!("{}?{}", call.path_with(name, "nobody"), call.query_with("", None));
            assert_eq!(Answer::of(api.call(call, &path)).await.status, 400, "{} {name}", call.id);
        }
    }
    assert!(garblings > 15, "{garblings}");
    let nobody = format!("/employees/{}?schoolyear=2025-26", Guid::random());
    assert_eq!(api.get(&nobody).await.status, 404);
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
