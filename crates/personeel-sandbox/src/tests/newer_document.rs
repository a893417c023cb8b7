//! A document with calls that the invented staff doesn't know.

use std::sync::Arc;

use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};

use crate::document::{Described, Document};
use crate::sandbox::Sandbox;

const ID: &str = "00000000-0000-4000-8000-000000000001";

fn guid(name: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "format": "uuid" } })
}

fn responses(content: &Value) -> Value {
    json!({ "200": { "description": "Done.", "content": content } })
}

/// This crate's document with a few more calls, and with one call missing from the client's tables.
fn newer_document() -> Document {
    let mut value = Document::of_this_crate().value.clone();
    value["components"]["examples"]["UnheardOf"] =
        json!({ "value": [{ "id": 1, "schoolyear": "2023-24" }, { "id": 2, "schoolyear": "2024-25" }] });
    let list = json!({ "type": "array", "items": {} });
    let year = json!({
        "name": "schoolyear", "in": "query", "required": true, "schema": { "$ref": "#/components/schemas/SchoolYear" }
    });
    let listed = json!({ "examples": { "UnheardOf": { "$ref": "#/components/examples/UnheardOf" } }, "schema": list });
    value["paths"]["/employees/unheard-of"] = json!({
        "get": {
            "operationId": "listUnheardOf", "x-api-version": 2, "parameters": [year],
            "responses": responses(&json!({ "application/json": listed })),
        },
        "post": {
            "operationId": "addUnheardOf", "x-api-version": 2, "responses": responses(&json!({})),
            "requestBody": { "content": { "application/json": {} } },
        },
    });
    value["paths"]["/employees/unheard-of#v3"] = json!({
        "get": {
            "operationId": "listUnheardOfV3", "x-api-version": 3,
            "responses": responses(&json!({ "application/json": { "schema": list } })),
        },
    });
    value["paths"]["/employees/{personId}/unheard-of"] = json!({
        "parameters": [guid("personId")],
        "get": {
            "operationId": "getUnheardOf", "x-api-version": 2,
            "responses": responses(&json!({ "application/json": { "example": { "id": 7 } } })),
        },
        "put": {
            "operationId": "putUnheardOf", "x-api-version": 2, "responses": responses(&json!({})),
            "requestBody": { "content": { "application/json": {} } },
        },
        "delete": { "operationId": "deleteUnheardOf", "x-api-version": 2, "responses": responses(&json!({})) },
    });
    let mut document = Document::read(value);
    for call in &mut document.calls {
        // Its rules stay, as for a call that was added together with its rules.
        if call.id == "putInterruption" {
            *call = Arc::new(Described { operation: None, ..(**call).clone() });
        }
    }
    document
}

struct Api {
    sandbox: Sandbox,
    client: Client,
    token: String,
}

impl Api {
    async fn start() -> Self {
        let today = "2026-02-02".parse().unwrap();
        let sandbox = Sandbox::builder().document(newer_document()).today(today).start().await.unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", sandbox.client_id()),
            ("client_secret", sandbox.client_secret()),
        ];
        let request = client.post(format!("{}/connect/token", sandbox.identity_url())).form(&form);
        let granted: Value = serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap();
        Self { token: granted["access_token"].as_str().unwrap().to_owned(), sandbox, client }
    }

    /// Sends a request with these headers; returns status and body.
    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> (u16, String) {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.client.request(method, format!("{}{path}", self.sandbox.api_url()));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let request = body.into_iter().fold(request, RequestBuilder::json);
        let reply = request.send().await.unwrap();
        (reply.status().as_u16(), reply.text().await.unwrap())
    }

    /// Sends a request with a valid token and institute.
    async fn call(&self, method: &str, path: &str, version: &str, body: Option<&Value>) -> (u16, String) {
        let token = format!("Bearer {}", self.token);
        let headers = [("Authorization", token.as_str()), ("InstituteNo", "011007"), ("Api-Version", version)];
        self.send(method, path, &headers, body).await
    }
}

#[tokio::test]
async fn get_returns_the_documents_example_unfiltered() {
    let api = Api::start().await;
    let (status, text) = api.call("GET", "/employees/unheard-of?schoolyear=1999-00", "2", None).await;
    assert_eq!(status, 200);
    let example = json!([{ "id": 1, "schoolyear": "2023-24" }, { "id": 2, "schoolyear": "2024-25" }]);
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), example);
    let record = api.call("GET", &format!("/employees/{ID}/unheard-of"), "1", None).await;
    assert_eq!(record, (200, "{\"id\":7}".to_owned()));
    // The version selects this call; without an example there is no data.
    assert_eq!(api.call("GET", "/employees/unheard-of", "3", None).await, (404, String::new()));
    assert_eq!(api.call("GET", "/employees/unheard-of?schoolyear=2023-24", "4", None).await.0, 400);
    // The document's rules for queries and paths still apply.
    assert_eq!(api.call("GET", "/employees/unheard-of", "2", None).await.0, 400);
    assert_eq!(api.call("GET", "/employees/unheard-of?schoolyear=ever", "2", None).await.0, 400);
    assert_eq!(api.call("GET", "/employees/nobody/unheard-of", "2", None).await.0, 400);
}

#[tokio::test]
async fn other_methods_check_the_rules_and_change_nothing() {
    let api = Api::start().await;
    let record = format!("/employees/{ID}/unheard-of");
    let body = json!({ "any": 1 });
    assert_eq!(api.call("POST", "/employees/unheard-of", "2", Some(&body)).await, (200, String::new()));
    assert_eq!(api.call("PUT", &record, "2", Some(&body)).await, (200, String::new()));
    assert_eq!(api.call("DELETE", &record, "2", None).await, (200, String::new()));
    assert_eq!(api.call("DELETE", "/employees/nobody/unheard-of", "2", None).await.0, 400);
    assert_eq!(api.call("PUT", &record, "2", None).await.0, 415);
    assert_eq!(api.call("PATCH", &record, "2", None).await, (405, String::new()));

    let leave = json!({
        "instelnr": "011007", "schooljaar": "2025-26", "hfd": "311", "code": "1",
        "begindatum": "2026-05-04", "einddatum": "2026-05-08", "afzender": "test",
    });
    let before = api.sandbox.interruptions("011007".parse().unwrap());
    let path = format!("/employees/{ID}/interruptions/{ID}");
    assert_eq!(api.call("PUT", &path, "2", Some(&leave)).await, (200, String::new()));
    assert_eq!(api.sandbox.interruptions("011007".parse().unwrap()), before);
    let mut wrong = leave.clone();
    (wrong["hfd"], wrong["afzender"]) = ("31".into(), Value::Null);
    for (path, body, codes) in [
        (path.as_str(), &wrong, &["BR005B", "BR012A"][..]),
        ("/employees/none/interruptions/neither", &leave, &["BR001", "BR002"]),
    ] {
        let (status, text) = api.call("PUT", path, "2", Some(body)).await;
        let errors: Value = serde_json::from_str(&text).unwrap();
        let found: Vec<_> =
            errors["errors"].as_array().unwrap().iter().filter_map(|error| error["Code"].as_str()).collect();
        assert_eq!((status, found.as_slice()), (400, codes));
    }
}

#[tokio::test]
async fn every_call_requires_a_token_and_an_institute() {
    let api = Api::start().await;
    let token = format!("Bearer {}", api.token);
    let (bearer, version) = (("Authorization", token.as_str()), ("Api-Version", "2"));
    for (method, path) in [
        ("GET", "/employees/unheard-of?schoolyear=2023-24"),
        ("POST", "/employees/unheard-of"),
        ("PUT", "/employees/x/unheard-of"),
        ("DELETE", "/employees/x/unheard-of"),
    ] {
        for (headers, status) in [
            (&[("InstituteNo", "011007"), version][..], 401),
            (&[bearer, version], 400),
            (&[bearer, version, ("InstituteNo", "123456")], 403),
            (&[bearer, ("Api-Version", "9"), ("InstituteNo", "011007")], 400),
        ] {
            assert_eq!(api.send(method, path, headers, None).await.0, status, "{method} {path}");
        }
    }
}
