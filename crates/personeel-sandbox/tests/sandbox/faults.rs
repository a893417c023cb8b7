//! Faults, the admin calls, and refused settings.

use std::time::{Duration, Instant};

use crate::support::{Api, Response, institute, leave, token};
use personeel_sandbox::{Faults, Sandbox, StartError};
use personeel_wire::Guid;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

const LIST: &str = "/employees?schoolyear=2025-26";

fn faults(text: &str) -> Faults {
    text.parse().unwrap()
}

#[tokio::test]
async fn error_statuses_prevent_the_call() {
    let api = Api::start().await;
    for (text, status) in [("status500=1", 500), ("status502=1", 502), ("status503=1", 503), ("status429=1", 429)] {
        api.sandbox.set_faults(faults(&format!("{text},retry-after=7"))).unwrap();
        let response = api.get(LIST).await;
        assert_eq!(response.status.as_u16(), status);
        assert_eq!(response.header("retry-after"), if status == 429 { "7" } else { "" });
    }
    let (person, id) = (api.any_person(), Guid::random());
    assert_eq!(api.put(&Api::path(person, id), &leave()).await.status, 429);
    assert!(!api.interruptions().iter().any(|known| known.id == id));
}

#[tokio::test]
async fn the_same_seed_fails_the_same_requests() {
    async fn statuses(seed: u64) -> Vec<StatusCode> {
        let api = Api::with(|builder| builder.seed(seed).faults(faults("status503=0.3,status429=0.2"))).await;
        let mut statuses = Vec::new();
        for _ in 0..40 {
            statuses.push(api.get(LIST).await.status);
        }
        statuses
    }
    let first = statuses(1).await;
    assert_eq!(first, statuses(1).await);
    assert_ne!(first, statuses(2).await);
    assert!(first.contains(&StatusCode::OK) && first.contains(&StatusCode::SERVICE_UNAVAILABLE));
}

#[tokio::test]
async fn connections_are_cut_in_a_list_and_after_a_change() {
    let api = Api::with(|builder| builder.record_requests(true)).await;
    let (person, id) = (api.any_person(), Guid::random());
    api.sandbox.set_faults(faults("drop=1")).unwrap();
    let reply = api.request(Method::GET, LIST).send().await.unwrap();
    assert_eq!(reply.status(), 200);
    assert!(reply.text().await.is_err(), "the list is cut");
    let put = api.request(Method::PUT, &Api::path(person, id)).json(&leave()).send().await;
    assert!(put.is_err(), "no byte of a response");
    api.sandbox.set_faults(Faults::default()).unwrap();
    assert!(api.interruptions().iter().any(|known| known.id == id), "the change was made anyway");
    let cut = api.sandbox.requests().into_iter().find(|request| request.method == "PUT").unwrap();
    assert_eq!(cut.status, None);
}

#[tokio::test]
async fn latency_early_expiry_and_failing_institutes() {
    let api = Api::start().await;
    api.sandbox.set_faults(faults("latency=80ms")).unwrap();
    let start = Instant::now();
    assert_eq!(api.get(LIST).await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(80));

    api.sandbox.set_faults(faults("expire-early=1")).unwrap();
    let fresh = token(&api.client, &api.sandbox, None).await;
    let send = || {
        let request = api.client.get(format!("{}{LIST}", api.sandbox.api_url())).bearer_auth(&fresh);
        Response::of(request.header("InstituteNo", "999999").header("Api-Version", "2"))
    };
    assert_eq!(send().await.status, 200);
    let expired = send().await;
    assert_eq!((expired.status.as_u16(), expired.header("www-authenticate")), (401, "Bearer"));

    let api = Api::with(|builder| builder.faults(faults("fail-institute=038281"))).await;
    assert_eq!(api.get(LIST).await.status, 200);
    let other = api.bare(Method::GET, LIST).header("InstituteNo", "038281").header("Api-Version", "2");
    assert_eq!(Response::of(other).await.status, 500);
}

#[tokio::test]
async fn admin_calls_set_faults_and_states_and_reset() {
    let api = Api::start().await;
    let url = |path: &str| format!("{}{path}", api.sandbox.admin_url());
    assert_ne!(api.sandbox.admin_url(), api.sandbox.api_url());
    let put = |path: &str, body: Value| Response::of(api.client.put(url(path)).json(&body));
    let set = put("/faults", json!({ "status500": 1.0, "latency": "1ms", "fail-institute": ["038281"] })).await;
    assert_eq!((set.status.as_u16(), &set.json()["status500"]), (200, &json!(1.0)));
    assert_eq!(Response::of(api.client.get(url("/faults"))).await.json(), set.json());
    assert_eq!(set.header("access-control-allow-origin"), "");
    assert_eq!(api.get(LIST).await.status, 500);
    assert_eq!(put("/faults", json!({ "surprise": 1 })).await.status, 400);
    assert_eq!(put("/faults", json!({})).await.status, 200);

    let known = api.find(|known| known.state.from_api && known.state.sent);
    let state = json!({ "from-api": true, "substituted": true });
    assert_eq!(put(&format!("/interruptions/{}", known.id), state.clone()).await.status, 204);
    assert_eq!(api.delete(&format!("/employees/interruptions/{}", known.id)).await.codes(), ["MNA011"]);
    assert_eq!(put(&format!("/interruptions/{}", Guid::random()), state.clone()).await.status, 404);
    assert_eq!(put("/interruptions/none", state).await.status, 400);

    let counts = Response::of(api.client.get(url("/stats"))).await.json();
    assert_eq!((&counts["token_requests"], &counts["requests"]), (&json!(1), &json!(2)));
    assert_eq!(Response::of(api.client.post(url("/reset"))).await.status, 204);
    assert_eq!(Response::of(api.client.get(url("/stats"))).await.json()["requests"], 0);
    assert!(api.interruptions().contains(&known));
    for (method, path, status) in
        [(Method::GET, "/", 404), (Method::DELETE, "/faults", 405), (Method::GET, "/reset", 405)]
    {
        assert_eq!(Response::of(api.client.request(method, url(path))).await.status.as_u16(), status, "{path}");
    }
    for (name, value) in [("Origin", "http://127.0.0.1"), ("Host", "sandbox.example")] {
        assert_eq!(Response::of(api.client.post(url("/reset")).header(name, value)).await.status, 403, "{name}");
    }
}

#[tokio::test]
async fn faults_from_json_and_code_are_checked() {
    let api = Api::start().await;
    for (json, invalid, message) in [
        (json!({ "drop": 2 }), Faults { drop: 2.0, ..Faults::default() }, "drop=2"),
        (json!({ "status429": -0.1 }), Faults { status429: -0.1, ..Faults::default() }, "status429=-0.1"),
        (json!({ "expire-early": 1e9 }), Faults { expire_early: f64::NAN, ..Faults::default() }, "expire-early="),
        (
            json!({ "status500": 0.6, "status503": 0.6 }),
            Faults { status500: 0.6, status503: 0.6, ..Faults::default() },
            "the statuses add up to more than 1",
        ),
    ] {
        let response = Response::of(api.client.put(format!("{}/faults", api.sandbox.admin_url())).json(&json)).await;
        assert_eq!(response.status, 400, "{json}");
        assert!(response.text.contains(message), "{}", response.text);
        let error = api.sandbox.set_faults(invalid.clone()).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        let error = Sandbox::builder().faults(invalid).start().await.unwrap_err();
        assert!(matches!(error, StartError::Faults(_)) && error.to_string().contains(message), "{error}");
    }
    assert_eq!(api.sandbox.faults(), Faults::default());
    assert_eq!(api.get(LIST).await.status, 200);
}

#[tokio::test]
async fn recorded_requests_contain_no_tokens() {
    let api = Api::with(|builder| builder.record_requests(true)).await;
    api.get(LIST).await;
    let recorded = api.sandbox.requests();
    assert_eq!(
        (recorded.len(), recorded[0].method.as_str(), recorded[0].path.as_str(), recorded[0].status),
        (1, "GET", LIST, Some(200))
    );
    assert_eq!(recorded[0].header("authorization").as_deref(), Some("Bearer"));
    assert_eq!(recorded[0].header("instituteno").as_deref(), Some("011007"));
    assert!(!format!("{recorded:?} {:?}", api.sandbox).contains(&api.token));
    let other = Api::start().await;
    other.get(LIST).await;
    assert!(other.sandbox.requests().is_empty());
}

#[tokio::test]
async fn invalid_settings_are_refused() {
    let everywhere = "0.0.0.0:0".parse().unwrap();
    for builder in [
        Sandbox::builder().bind(everywhere),
        Sandbox::builder().identity_bind(everywhere),
        Sandbox::builder().admin_bind("[::]:0".parse().unwrap()),
    ] {
        let error = builder.start().await.unwrap_err();
        assert!(matches!(error, StartError::NotLoopback(_)), "{error}");
        assert!(error.to_string().contains("loopback"));
    }
    let error = Sandbox::builder().employees(100_001).start().await.unwrap_err();
    assert!(matches!(error, StartError::TooManyEmployees(_)));
    for institutes in [vec![], vec![institute("011007"), institute("011007")]] {
        assert!(matches!(Sandbox::builder().institutes(institutes).start().await, Err(StartError::Institutes)));
    }
    let sandbox = Sandbox::start().await.unwrap();
    let taken = sandbox.api_url().trim_start_matches("http://").parse().unwrap();
    assert!(matches!(Sandbox::builder().bind(taken).start().await, Err(StartError::Bind { .. })));
    sandbox.stop().await;
    let again = Sandbox::builder().bind(taken).start().await.unwrap();
    drop(again);
}

#[tokio::test]
async fn an_empty_institute_has_no_data() {
    let api = Api::with(|builder| builder.employees(0).institutes([institute("011007")])).await;
    let response = api.get(LIST).await;
    assert_eq!((response.status.as_u16(), response.text.as_str()), (404, ""));
}
