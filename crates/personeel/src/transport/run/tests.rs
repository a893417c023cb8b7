//! Tests of the sending rules, on a clock that the tests control.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use personeel_client::codes::ErrorCode;
use personeel_client::operations::Operation;
use reqwest::Method;

use super::super::exchange::Reading;
use super::super::options::CallOptions;
use super::super::outgoing::Wants;
use super::*;
use crate::net::{Failure, Stage};
use crate::token::{AccessToken, Scope, Supply, TokenError, TokenErrorKind, TokenSource};
use crate::transport::Timeouts;

mod answers;
mod limits;

const ID: &str = "85c719d6-60eb-474a-a67d-059bba169249";

/// How the service reacts to an attempt.
enum Step {
    Responds(u16, &'static str, &'static [(&'static str, &'static str)]),
    Fails(Stage),
    Hangs,
}

use Step::{Fails, Hangs, Responds};

/// A service that follows a script and records what it receives.
#[derive(Default)]
struct Script {
    steps: Mutex<VecDeque<Step>>,
    seen: Mutex<Vec<(Instant, String)>>,
}

impl Script {
    fn new(steps: impl IntoIterator<Item = Step>) -> Arc<Self> {
        Arc::new(Self { steps: Mutex::new(steps.into_iter().collect()), seen: Mutex::default() })
    }

    fn attempts(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    fn pauses(&self) -> Vec<Duration> {
        self.seen.lock().unwrap().windows(2).map(|pair| pair[1].0 - pair[0].0).collect()
    }
}

impl Exchange for Arc<Script> {
    fn send(&self, request: Request) -> Sending<'_> {
        let token = request.headers()[AUTHORIZATION].to_str().unwrap().to_owned();
        assert_eq!(request.headers()[INSTITUTE_NO], "011007");
        self.seen.lock().unwrap().push((Instant::now(), token));
        let step = self.steps.lock().unwrap().pop_front().expect("no attempt beyond the script");
        Box::pin(async move {
            match step {
                Fails(stage) => Err(Failure::at(stage)),
                Hangs => std::future::pending().await,
                Responds(status, body, headers) => {
                    let mut response = http::Response::builder().status(status);
                    for (name, value) in headers {
                        response = response.header(*name, *value);
                    }
                    Ok(response.body(body).unwrap().into())
                }
            }
        })
    }
}

/// A source of numbered tokens, which fails as often as a test says.
#[derive(Default)]
struct Tokens {
    given: AtomicUsize,
    fails: AtomicUsize,
    /// How long it asks to wait when it fails.
    wait: Mutex<Option<Duration>>,
}

impl TokenSource for Tokens {
    async fn token(&self, _: &[Scope]) -> Result<AccessToken, TokenError> {
        if self.fails.load(Ordering::SeqCst) > 0 {
            self.fails.fetch_sub(1, Ordering::SeqCst);
            Err(TokenError::new(TokenErrorKind::Unavailable, "down").with_retry_after(*self.wait.lock().unwrap()))
        } else {
            let number = self.given.fetch_add(1, Ordering::SeqCst) + 1;
            Ok(AccessToken::new(format!("token{number}"), Duration::from_secs(3600)))
        }
    }
}

struct Case {
    script: Arc<Script>,
    transport: Pipeline,
    events: Arc<Mutex<Vec<RetryEvent>>>,
    tokens: Arc<Tokens>,
}

fn case(steps: impl IntoIterator<Item = Step>) -> Case {
    let script = Script::new(steps);
    let events = Arc::new(Mutex::new(Vec::new()));
    let tokens = Arc::new(Tokens::default());
    let recorded = Arc::clone(&events);
    let observe = move |event: &RetryEvent| recorded.lock().unwrap().push(event.clone());
    let transport = Pipeline {
        http: Arc::new(Arc::clone(&script)),
        tokens: TokenCache::new(Supply::new(Arc::clone(&tokens) as _, RetryPolicy::default(), Duration::from_secs(30))),
        policy: RetryPolicy::default(),
        limits: Limits { timeouts: Timeouts::default(), max_body_bytes: 1024 },
        observer: Observer(Some(Arc::new(observe))),
        api: "https://api.example".parse().unwrap(),
        route: Route::direct(&"https://api.example".parse().unwrap()),
        compresses: true,
        user_agent: None,
    };
    Case { script, transport, events, tokens }
}

impl Case {
    async fn run(&self, operation: Operation) -> Result<Reply, Error> {
        self.send(Some(operation), operation.info().method.parse().unwrap(), "https://api.example/employees").await
    }

    async fn send(&self, operation: Option<Operation>, method: Method, url: &str) -> Result<Reply, Error> {
        self.send_as(operation, method, url, Reading::Complete).await
    }

    async fn send_as(
        &self,
        operation: Option<Operation>,
        method: Method,
        url: &str,
        reading: Reading,
    ) -> Result<Reply, Error> {
        let request = Request::new(method, url.parse().unwrap());
        let institute = "011007".parse().unwrap();
        let wants = operation.map_or(Wants::Anything, Wants::of);
        self.transport
            .send_and_read(
                Outgoing {
                    operation,
                    institute,
                    request,
                    reading,
                    wants,
                    options: CallOptions::default(),
                    budget: None,
                },
                Ok,
            )
            .await
    }
}

const BUSY: Step = Responds(503, "", &[]);

fn refusal(code: &'static str) -> &'static str {
    Box::leak(format!(r#"{{"errors":[{{"Code":"{code}","Message":"there; Id: {ID}"}}]}}"#).into_boxed_str())
}

#[tokio::test(start_paused = true)]
async fn transient_failures_are_retried_within_the_ceilings() {
    for step in [
        || Fails(Stage::Connect),
        || Fails(Stage::Transfer),
        || Responds(408, "", &[]),
        || Responds(429, "", &[]),
        || Responds(502, "<html>", &[]),
        || BUSY,
        || Responds(504, "", &[]),
    ] {
        let case = case([step(), step(), step(), Responds(200, "[]", &[])]);
        let reply = case.run(Operation::ListEmployees).await.unwrap();
        assert!(matches!(reply, Reply::Body(body) if body == "[]"));
        let pauses = case.script.pauses();
        for (pause, max) in pauses.iter().zip([250, 500, 1000]) {
            assert!(*pause <= Duration::from_millis(max + 1), "{pauses:?}");
        }
        let events = case.events.lock().unwrap();
        assert_eq!(events.iter().map(|event| event.attempts).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(events.iter().all(|event| event.operation == Some(Operation::ListEmployees)));
    }
}

#[tokio::test(start_paused = true)]
async fn lasting_failures_are_not_retried() {
    for status in [300, 302, 400, 403, 405, 406, 409, 410, 415, 416, 418, 500, 501, 505, 999] {
        let case = case([Responds(status, "", &[])]);
        let error = case.run(Operation::ListEmployees).await.unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Some(status), 1));
        assert!(!error.is_transient(), "{status}");
        assert_eq!(error.operation(), Some(Operation::ListEmployees));
        assert_eq!(error.institute().unwrap().as_str(), "011007");
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_run_out_with_the_last_error() {
    let case = case([Fails(Stage::Connect), BUSY, BUSY, Responds(429, "", &[("retry-after", "3")])]);
    let error = case.run(Operation::PutInterruption).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(429), 4));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    assert!(error.is_transient() && error.may_have_been_applied());
    assert_eq!(case.script.attempts(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_longer_pause_that_the_service_asks_for_is_honoured() {
    let case = case([Responds(429, "", &[("retry-after", "7")]), Responds(200, "[]", &[])]);
    case.run(Operation::ListEmployees).await.unwrap();
    let pause = case.script.pauses()[0];
    assert!((Duration::from_secs(7)..Duration::from_millis(7_010)).contains(&pause), "{pause:?}");
    assert_eq!(case.events.lock().unwrap()[0].cause, RetryCause::Status(429));
}

#[tokio::test(start_paused = true)]
async fn a_pause_longer_than_the_remaining_time_ends_the_call_at_once() {
    let case = case([Responds(503, "", &[("retry-after", "3600")])]);
    let before = Instant::now();
    let error = case.run(Operation::ListEmployees).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(Instant::now(), before);
}

#[tokio::test(start_paused = true)]
async fn a_slow_attempt_is_cancelled_and_retried() {
    let mut case = case([Hangs, Responds(200, "[]", &[])]);
    case.transport.limits.timeouts.attempt = Duration::from_secs(5);
    case.run(Operation::ListEmployees).await.unwrap();
    assert!(case.script.pauses()[0] >= Duration::from_secs(5));
    assert_eq!(case.events.lock().unwrap()[0].cause, RetryCause::Timeout);
}

#[tokio::test(start_paused = true)]
async fn a_call_always_ends_at_its_timeout() {
    let mut case = case([BUSY, Hangs]);
    case.transport.limits.timeouts.call = Duration::from_secs(20);
    let before = Instant::now();
    let error = case.run(Operation::PutInterruption).await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_applied());
    assert_eq!(error.attempts(), 2);
    assert_eq!(Instant::now() - before, Duration::from_secs(20));
}

#[tokio::test(start_paused = true)]
async fn a_rejected_token_is_replaced_once_and_never_twice() {
    let renewed = case([Responds(401, "", &[]), Responds(200, "[]", &[])]);
    renewed.run(Operation::ListEmployees).await.unwrap();
    let seen: Vec<_> = renewed.script.seen.lock().unwrap().iter().map(|(_, token)| token.clone()).collect();
    assert_eq!(seen, ["Bearer token1", "Bearer token2"]);
    assert_eq!(renewed.script.pauses(), [Duration::ZERO]);

    let rejected = case([Responds(401, "", &[]), Responds(401, "", &[])]);
    let error = rejected.run(Operation::ListEmployees).await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!((error.status(), error.attempts()), (Some(401), 2));
    assert_eq!(rejected.tokens.given.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_replay_after_a_401_counts_towards_no_limit() {
    let mut case = case([Responds(401, "", &[]), Responds(200, "[]", &[])]);
    case.transport.policy = RetryPolicy::never();
    case.run(Operation::ListEmployees).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_identity_server_that_is_down_is_retried_within_limits() {
    let back = case([Responds(200, "[]", &[])]);
    back.tokens.fails.store(2, Ordering::SeqCst);
    back.run(Operation::ListEmployees).await.unwrap();
    assert_eq!(back.events.lock().unwrap().iter().map(|event| event.cause).collect::<Vec<_>>(), [RetryCause::Token; 2]);

    let down = case([]);
    down.tokens.fails.store(9, Ordering::SeqCst);
    let error = down.run(Operation::PutInterruption).await.unwrap_err();
    assert!(error.is_connection() && !error.may_have_been_applied());
    assert_eq!(error.attempts(), 0);
    assert_eq!(down.tokens.fails.load(Ordering::SeqCst), 5, "four attempts");
}

#[tokio::test(start_paused = true)]
async fn a_retried_delete_that_finds_nothing_succeeds() {
    let deletes = [
        (Operation::DeleteInterruption, "BR018"),
        (Operation::DeleteAttachment, "BR019"),
        (Operation::DeleteCommunicationNumber, "BR028"),
    ];
    for (operation, code) in deletes {
        let applied = case([Fails(Stage::Transfer), Responds(400, refusal(code), &[])]);
        assert!(matches!(applied.run(operation).await, Ok(Reply::AlreadyGone)), "{code}");

        let first = case([Responds(400, refusal(code), &[])]);
        assert!(first.run(operation).await.unwrap_err().is_refused(), "{code} at the first attempt is a refusal");

        // A service that was not reached, or that turned the call away, has not carried it out.
        for step in [Fails(Stage::Connect), Responds(429, "", &[]), Responds(401, "", &[])] {
            let unseen = case([step, Responds(400, refusal(code), &[])]);
            assert!(unseen.run(operation).await.unwrap_err().is_refused());
        }
        let other = case([Fails(Stage::Transfer), Responds(400, refusal("BR002"), &[])]);
        assert!(other.run(operation).await.unwrap_err().is_refused(), "another code stays a refusal");
    }
}

#[tokio::test(start_paused = true)]
async fn a_retried_number_that_exists_returns_its_id() {
    let applied = case([Responds(504, "", &[]), Responds(400, refusal("BR026"), &[])]);
    let reply = applied.run(Operation::PutCommunicationNumber).await.unwrap();
    assert!(matches!(reply, Reply::AlreadyThere(id) if id.to_string() == ID));

    let first = case([Responds(400, refusal("BR026"), &[])]);
    let error = first.run(Operation::PutCommunicationNumber).await.unwrap_err();
    assert_eq!(error.existing_id().unwrap().to_string(), ID);

    let other_number = case([Responds(504, "", &[]), Responds(400, refusal("BR025"), &[])]);
    assert!(other_number.run(Operation::PutCommunicationNumber).await.unwrap_err().has_code(&ErrorCode::Br025));
}

#[tokio::test(start_paused = true)]
async fn a_raw_call_that_may_have_been_applied_is_not_posted_twice() {
    let url = "https://api.example/employees/x";
    let applied = case([Responds(503, "", &[])]);
    let error = applied.send(None, Method::POST, url).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    let unseen = case([Fails(Stage::Connect), Responds(429, "", &[]), Responds(200, "", &[])]);
    assert!(unseen.send(None, Method::POST, url).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn no_token_leaves_the_configured_host() {
    let case = case([]);
    for url in
        ["https://api.example.org/employees", "http://api.example/employees", "https://api.example:8443/employees"]
    {
        let error = case.send(None, Method::GET, url).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Internal, "{url}");
    }
    assert_eq!(case.tokens.given.load(Ordering::SeqCst), 0);
}
