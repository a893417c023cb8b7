//! The way from a token to a list.

use personeel_sandbox::Sandbox;

#[tokio::test]
async fn a_token_opens_the_list() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = reqwest::Client::new();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", sandbox.client_id()),
        ("client_secret", sandbox.client_secret()),
        ("scope", "api_informat_sas_personeel.personeel.011007"),
    ];
    let reply = client.post(format!("{}/connect/token", sandbox.identity_url())).form(&form).send().await.unwrap();
    let token: serde_json::Value = reply.json().await.unwrap();
    let list = client
        .get(format!("{}/employees?schoolyear=2026-27", sandbox.api_url()))
        .bearer_auth(token["access_token"].as_str().unwrap())
        .header("InstituteNo", "011007")
        .header("Api-Version", "2")
        .send()
        .await
        .unwrap();
    assert_eq!(list.status(), 200);
    let employees: Vec<personeel_client::types::Employee> = list.json().await.unwrap();
    assert!(employees.len() > 15);
}
