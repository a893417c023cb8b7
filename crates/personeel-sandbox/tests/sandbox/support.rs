//! A client that builds every request by hand, so that a test can also send invalid ones.

use personeel_sandbox::{InterruptionView, Sandbox, SandboxBuilder};
use personeel_wire::{Date, Guid, InstituteNumber};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

pub use crate::described::Described;

/// The current day in every test, in school year 2025-26.
pub fn today() -> Date {
    Date::new(2026, 2, 2).unwrap()
}

pub const YEAR: &str = "2025-26";
pub const INSTITUTE: &str = "011007";

pub fn institute(number: &str) -> InstituteNumber {
    number.parse().unwrap()
}

/// A sandbox and a token for all its institutes.
pub struct Api {
    pub sandbox: Sandbox,
    pub client: Client,
    pub token: String,
}

/// A response.
#[derive(Debug)]
pub struct Response {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub text: String,
}

impl Response {
    /// Sends a request and reads its response.
    pub async fn of(request: RequestBuilder) -> Self {
        let reply = request.send().await.unwrap();
        let (status, headers) = (reply.status(), reply.headers().clone());
        Self { status, headers, text: reply.text().await.unwrap() }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.text))
    }

    pub fn rows(&self) -> Vec<Value> {
        match self.status {
            StatusCode::NOT_FOUND => Vec::new(),
            StatusCode::OK => self.json().as_array().unwrap().clone(),
            other => panic!("{other}: {}", self.text),
        }
    }

    pub fn codes(&self) -> Vec<String> {
        let body = self.json();
        let errors = body["errors"].as_array().unwrap();
        errors.iter().map(|error| error["Code"].as_str().unwrap().to_owned()).collect()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl Api {
    pub async fn start() -> Self {
        Self::with(|builder| builder).await
    }

    pub async fn with(settings: impl FnOnce(SandboxBuilder) -> SandboxBuilder) -> Self {
        let sandbox = settings(Sandbox::builder().today(today())).start().await.unwrap();
        let client = Client::builder().no_proxy().build().unwrap();
        let token = token(&client, &sandbox, None).await;
        Self { sandbox, client, token }
    }

    /// A valid request.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).header("InstituteNo", INSTITUTE).header("Api-Version", "2")
    }

    /// A request with a token only.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.sandbox.api_url())).bearer_auth(&self.token)
    }

    pub async fn get(&self, path: &str) -> Response {
        Response::of(self.request(Method::GET, path)).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Response {
        Response::of(self.request(Method::PUT, path).json(body)).await
    }

    pub async fn delete(&self, path: &str) -> Response {
        Response::of(self.request(Method::DELETE, path)).await
    }

    /// The document that the sandbox serves.
    pub async fn document(&self) -> Value {
        Response::of(self.client.get(format!("{}/openapi.json", self.sandbox.api_url()))).await.json()
    }

    /// Every call of the document.
    pub async fn calls(&self) -> Vec<Described> {
        Described::all(&self.document().await)
    }

    /// A request for a call at a path, with everything else from the document's examples.
    pub fn call(&self, call: &Described, path: &str) -> RequestBuilder {
        let request = self.bare(call.method.clone(), path).header("InstituteNo", INSTITUTE);
        let request = request.header("Api-Version", &call.version);
        call.body.iter().fold(request, RequestBuilder::json)
    }

    /// The interruptions of the first institute, with their states.
    pub fn interruptions(&self) -> Vec<InterruptionView> {
        self.sandbox.interruptions(institute(INSTITUTE))
    }

    /// The first interruption that meets a condition.
    pub fn find(&self, condition: impl Fn(&InterruptionView) -> bool) -> InterruptionView {
        self.interruptions().into_iter().find(condition).expect("no such interruption at the start")
    }

    /// The path to add or change an interruption.
    pub fn path(person: Guid, interruption: Guid) -> String {
        format!("/employees/{person}/interruptions/{interruption}")
    }

    /// A person with a leave that may be removed.
    pub fn any_person(&self) -> Guid {
        self.find(|known| {
            known.state.from_api && !known.state.verified && !known.state.sent && !known.state.substituted
        })
        .person_id
    }

    /// Another person at the same institute.
    pub fn another_person(&self) -> Guid {
        self.find(|known| known.state.from_api && known.state.verified).person_id
    }
}

pub async fn token(client: &Client, sandbox: &Sandbox, scope: Option<&str>) -> String {
    let mut form = vec![
        ("grant_type", "client_credentials"),
        ("client_id", sandbox.client_id()),
        ("client_secret", sandbox.client_secret()),
    ];
    form.extend(scope.map(|scope| ("scope", scope)));
    let request = client.post(format!("{}/connect/token", sandbox.identity_url())).form(&form);
    Response::of(request).await.json()["access_token"].as_str().unwrap().to_owned()
}

/// The body of a valid interruption.
pub fn leave() -> Value {
    json!({
        "instelnr": INSTITUTE,
        "schooljaar": YEAR,
        "hfd": "311",
        "code": "1",
        "begindatum": "2026-05-04",
        "einddatum": "2026-05-08",
        "afzender": "test",
    })
}

/// A body with some members changed; null removes a member.
pub fn with(mut body: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else { panic!("changes must be an object") };
    for (name, value) in changes {
        body[name] = value;
    }
    body
}
