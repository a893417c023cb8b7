//! The identity server.

use std::time::Duration;

use crate::support::{Api, INSTITUTE, Response, today, token};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use personeel_client::scope;
use personeel_sandbox::{CLIENT_ID, CLIENT_SECRET, Sandbox};
use reqwest::{Client, Method};
use serde_json::Value;

const GRANT: (&str, &str) = ("grant_type", "client_credentials");

async fn request_token(sandbox: &Sandbox, form: &[(&str, &str)]) -> Response {
    Response::of(Client::new().post(format!("{}/connect/token", sandbox.identity_url())).form(form)).await
}

fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[tokio::test]
async fn a_token_response_has_the_guides_members_and_claims() {
    let sandbox = Sandbox::start().await.unwrap();
    let scope_of = |number: &str| scope(number.parse().unwrap());
    let scopes = format!("{} {}", scope_of("011007"), scope_of("999999"));
    let client = [("client_id", CLIENT_ID), ("client_secret", CLIENT_SECRET)];
    let response = request_token(&sandbox, &[GRANT, client[0], client[1], ("scope", &scopes)]).await;
    assert_eq!(response.status, 200);
    assert_eq!(response.header("cache-control"), "no-store");
    let body = response.json();
    assert_eq!(
        (&body["expires_in"], &body["token_type"], &body["scope"]),
        (&3600.into(), &"Bearer".into(), &scopes.clone().into())
    );
    let claims = claims(body["access_token"].as_str().unwrap());
    assert_eq!(claims["iss"], sandbox.identity_url());
    assert_eq!(claims["client_id"], CLIENT_ID);
    assert_eq!(claims["scope"].as_array().unwrap().len(), 2);
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["nbf"].as_u64().unwrap(), 3600);
    assert!(claims["aud"].as_array().unwrap().contains(&"api_informat_sas_personeel".into()));
    assert_eq!(sandbox.token_requests(), 1);
}

#[tokio::test]
async fn refusals_follow_rfc_6749() {
    let sandbox = Sandbox::start().await.unwrap();
    let (id, secret) = (("client_id", CLIENT_ID), ("client_secret", CLIENT_SECRET));
    let (known, unknown) = (scope("011007".parse().unwrap()), scope("123456".parse().unwrap()));
    let (scope, bad_scope) = (("scope", known.as_str()), ("scope", unknown.as_str()));
    for (form, status, error) in [
        (&[GRANT, id, ("client_secret", "wrong"), scope][..], 401, "invalid_client"),
        (&[GRANT, ("client_id", "nobody"), secret, scope], 401, "invalid_client"),
        (&[GRANT, scope], 401, "invalid_client"),
        (&[GRANT, id, secret, bad_scope], 400, "invalid_scope"),
        (&[GRANT, id, secret, ("scope", "openid")], 400, "invalid_scope"),
        (&[GRANT, id, secret, ("scope", " ")], 400, "invalid_scope"),
        (&[("grant_type", "password"), id, secret, scope], 400, "unsupported_grant_type"),
        (&[id, secret, scope], 400, "invalid_request"),
        (&[GRANT, GRANT, id, secret, scope], 400, "invalid_request"),
    ] {
        let response = request_token(&sandbox, form).await;
        assert_eq!((response.status.as_u16(), response.json()["error"].as_str()), (status, Some(error)), "{form:?}");
        assert_eq!(response.header("www-authenticate").starts_with("Basic"), status == 401);
        assert_eq!(response.header("cache-control"), "no-store");
    }
    let url = format!("{}/connect/token", sandbox.identity_url());
    let not_a_form = Response::of(Client::new().post(&url).body("{}")).await;
    assert_eq!(not_a_form.json()["error"], "invalid_request");
    assert_eq!(Response::of(Client::new().get(&url)).await.status, 405);
    let basic = Client::new().post(&url).basic_auth(CLIENT_ID, Some(CLIENT_SECRET));
    assert_eq!(Response::of(basic.form(&[GRANT, scope])).await.status, 200);
    let basic = Client::new().post(&url).basic_auth(CLIENT_ID, Some("wrong"));
    assert_eq!(Response::of(basic.form(&[GRANT, scope])).await.status, 401);
    let two = Client::new().post(&url).basic_auth(CLIENT_ID, Some(CLIENT_SECRET));
    assert_eq!(
        Response::of(two.form(&[GRANT, scope, ("client_id", "other")])).await.json()["error"],
        "invalid_request"
    );
}

#[tokio::test]
async fn tokens_expire_after_their_lifetime() {
    let api = Api::with(|builder| builder.token_lifetime(Duration::from_secs(1))).await;
    let path = "/employees?schoolyear=2025-26";
    assert_eq!(api.get(path).await.status, 200);
    tokio::time::sleep(Duration::from_millis(2100)).await;
    assert_eq!(api.get(path).await.status, 401);
}

#[tokio::test]
async fn the_longest_lifetime_does_not_overflow() {
    let api = Api::with(|builder| builder.token_lifetime(Duration::MAX)).await;
    assert_eq!(api.get("/employees?schoolyear=2025-26").await.status, 200);
}

#[tokio::test]
async fn the_identity_server_can_have_a_port_of_its_own() {
    let own = "127.0.0.1:0".parse().unwrap();
    let api = Api::with(|builder| builder.identity_bind(own)).await;
    assert_ne!(api.sandbox.identity_url(), api.sandbox.api_url());
    assert_eq!(api.get("/employees?schoolyear=2025-26").await.status, 200);
    assert_eq!(Response::of(api.bare(Method::POST, "/connect/token")).await.status, 404);
    let preflight = api.client.request(Method::OPTIONS, format!("{}/connect/token", api.sandbox.identity_url()));
    let preflight = Response::of(preflight).await;
    assert_eq!(preflight.header("access-control-allow-origin"), "*");
}

#[tokio::test]
async fn the_discovery_document_leads_to_keys_that_verify_a_token() {
    let sandbox = Sandbox::builder().today(today()).start().await.unwrap();
    let client = Client::new();
    let document = client.get(format!("{}/.well-known/openid-configuration", sandbox.identity_url()));
    let document = Response::of(document).await.json();
    assert_eq!(document["issuer"], sandbox.identity_url());
    let keys = Response::of(client.get(document["jwks_uri"].as_str().unwrap())).await.text;
    let keys: jsonwebtoken::jwk::JwkSet = serde_json::from_str(&keys).unwrap();
    let token = token(&client, &sandbox, None).await;
    let header = jsonwebtoken::decode_header(&token).unwrap();
    let key = jsonwebtoken::DecodingKey::from_jwk(keys.find(&header.kid.unwrap()).unwrap()).unwrap();
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
    validation.set_audience(&["api_informat_sas_personeel"]);
    let claims = jsonwebtoken::decode::<Value>(&token, &key, &validation).unwrap().claims;
    assert_eq!(claims["scope"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn tokens_of_another_sandbox_are_refused() {
    let (one, other) = (Api::start().await, Api::start().await);
    let request = one.client.get(format!("{}/employees?schoolyear=2025-26", one.sandbox.api_url()));
    let response = Response::of(request.bearer_auth(&other.token).header("InstituteNo", INSTITUTE)).await;
    assert_eq!(response.status, 401);
}
