//! The rules of sending, on a clock that the tests move.

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

/// What the service does with an attempt.
enum Step {
    Answer(u16, &'static str, &'static [(&'static str, &'static str)]),
    Fails(Stage),
    Hangs,
}

use Step::{Answer, Fails, Hangs};

/// A service that follows a script and notes what it saw.
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
                Answer(status, body, headers) => {
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

/// Numbered tokens, for ever valid; or one that takes its time.
#[derive(Default)]
struct Tokens {
    given: AtomicUsize,
    fails: AtomicUsize,
    /// What it asks to wait where it fails.
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
    let noted = Arc::clone(&events);
    let observe = move |event: &RetryEvent| noted.lock().unwrap().push(event.clone());
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
        self.send_as(operation, method, url, Reading::Whole).await
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
            .answer(
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

const BUSY: Step = Answer(503, "", &[]);

fn refusal(code: &'static str) -> &'static str {
    Box::leak(format!(r#"{{"errors":[{{"Code":"{code}","Message":"there; Id: {ID}"}}]}}"#).into_boxed_str())
}

#[tokio::test(start_paused = true)]
async fn what_may_pass_is_sent_again_within_the_ceilings() {
    for step in [
        || Fails(Stage::Connect),
        || Fails(Stage::Transfer),
        || Answer(408, "", &[]),
        || Answer(429, "", &[]),
        || Answer(502, "<html>", &[]),
        || BUSY,
        || Answer(504, "", &[]),
    ] {
        let case = case([step(), step(), step(), Answer(200, "[]", &[])]);
        let answered = case.run(Operation::ListEmployees).await.unwrap();
        assert!(matches!(answered, Reply::Body(body) if body == "[]"));
        let pauses = case.script.pauses();
        for (pause, most) in pauses.iter().zip([250, 500, 1000]) {
            assert!(*pause <= Duration::from_millis(most + 1), "{pauses:?}");
        }
        let events = case.events.lock().unwrap();
        assert_eq!(events.iter().map(|event| event.attempts).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(events.iter().all(|event| event.operation == Some(Operation::ListEmployees)));
    }
}

#[tokio::test(start_paused = true)]
async fn what_will_not_pass_is_sent_once() {
    for status in [300, 302, 400, 403, 405, 406, 409, 410, 415, 416, 418, 500, 501, 505, 999] {
        let case = case([Answer(status, "", &[])]);
        let error = case.run(Operation::ListEmployees).await.unwrap_err();
        assert_eq!((error.status(), error.attempts()), (Some(status), 1));
        assert!(!error.is_transient(), "{status}");
        assert_eq!(error.operation(), Some(Operation::ListEmployees));
        assert_eq!(error.institute().unwrap().as_str(), "011007");
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_run_out_with_the_last_error() {
    let case = case([Fails(Stage::Connect), BUSY, BUSY, Answer(429, "", &[("retry-after", "3")])]);
    let error = case.run(Operation::PutInterruption).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(429), 4));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    assert!(error.is_transient() && error.may_have_been_applied());
    assert_eq!(case.script.attempts(), 4);
}

#[tokio::test(start_paused = true)]
async fn the_service_decides_the_pause_where_it_asks_for_a_longer_one() {
    let case = case([Answer(429, "", &[("retry-after", "7")]), Answer(200, "[]", &[])]);
    case.run(Operation::ListEmployees).await.unwrap();
    let pause = case.script.pauses()[0];
    assert!((Duration::from_secs(7)..Duration::from_millis(7_010)).contains(&pause), "{pause:?}");
    assert_eq!(case.events.lock().unwrap()[0].cause, RetryCause::Status(429));
}

#[tokio::test(start_paused = true)]
async fn a_longer_pause_than_is_left_ends_the_call_at_once() {
    let case = case([Answer(503, "", &[("retry-after", "3600")])]);
    let before = Instant::now();
    let error = case.run(Operation::ListEmployees).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!(Instant::now(), before);
}

#[tokio::test(start_paused = true)]
async fn a_slow_attempt_is_cut_off_and_repeated() {
    let mut case = case([Hangs, Answer(200, "[]", &[])]);
    case.transport.limits.timeouts.attempt = Duration::from_secs(5);
    case.run(Operation::ListEmployees).await.unwrap();
    assert!(case.script.pauses()[0] >= Duration::from_secs(5));
    assert_eq!(case.events.lock().unwrap()[0].cause, RetryCause::Timeout);
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_at_its_limit_whatever_it_does() {
    let mut case = case([BUSY, Hangs]);
    case.transport.limits.timeouts.call = Duration::from_secs(20);
    let before = Instant::now();
    let error = case.run(Operation::PutInterruption).await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_applied());
    assert_eq!(error.attempts(), 2);
    assert_eq!(Instant::now() - before, Duration::from_secs(20));
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_and_never_twice() {
    let renewed = case([Answer(401, "", &[]), Answer(200, "[]", &[])]);
    renewed.run(Operation::ListEmployees).await.unwrap();
    let seen: Vec<_> = renewed.script.seen.lock().unwrap().iter().map(|(_, token)| token.clone()).collect();
    assert_eq!(seen, ["Bearer token1", "Bearer token2"]);
    assert_eq!(renewed.script.pauses(), [Duration::ZERO]);

    let refused = case([Answer(401, "", &[]), Answer(401, "", &[])]);
    let error = refused.run(Operation::ListEmployees).await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!((error.status(), error.attempts()), (Some(401), 2));
    assert_eq!(refused.tokens.given.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_replay_after_a_401_counts_against_no_limit() {
    let mut case = case([Answer(401, "", &[]), Answer(200, "[]", &[])]);
    case.transport.policy = RetryPolicy::never();
    case.run(Operation::ListEmployees).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_identity_server_that_is_down_is_asked_again_within_limits() {
    let back = case([Answer(200, "[]", &[])]);
    back.tokens.fails.store(2, Ordering::SeqCst);
    back.run(Operation::ListEmployees).await.unwrap();
    assert_eq!(back.events.lock().unwrap().iter().map(|event| event.cause).collect::<Vec<_>>(), [RetryCause::Token; 2]);

    let down = case([]);
    down.tokens.fails.store(9, Ordering::SeqCst);
    let error = down.run(Operation::PutInterruption).await.unwrap_err();
    assert!(error.is_connection() && !error.may_have_been_applied());
    assert_eq!(error.attempts(), 0);
    assert_eq!(down.tokens.fails.load(Ordering::SeqCst), 5, "four tries");
}

#[tokio::test(start_paused = true)]
async fn a_repeated_delete_that_finds_nothing_is_done() {
    let deletes = [
        (Operation::DeleteInterruption, "BR018"),
        (Operation::DeleteAttachment, "BR019"),
        (Operation::DeleteCommunicationNumber, "BR028"),
    ];
    for (operation, code) in deletes {
        let landed = case([Fails(Stage::Transfer), Answer(400, refusal(code), &[])]);
        assert!(matches!(landed.run(operation).await, Ok(Reply::AlreadyGone)), "{code}");

        let first = case([Answer(400, refusal(code), &[])]);
        assert!(first.run(operation).await.unwrap_err().is_refused(), "{code} at the first attempt is a refusal");

        // Neither a service that was not reached nor one that turned the call away has carried it out.
        for step in [Fails(Stage::Connect), Answer(429, "", &[]), Answer(401, "", &[])] {
            let unseen = case([step, Answer(400, refusal(code), &[])]);
            assert!(unseen.run(operation).await.unwrap_err().is_refused());
        }
        let other = case([Fails(Stage::Transfer), Answer(400, refusal("BR002"), &[])]);
        assert!(other.run(operation).await.unwrap_err().is_refused(), "another code stays a refusal");
    }
}

#[tokio::test(start_paused = true)]
async fn a_repeated_number_that_exists_gives_its_id() {
    let landed = case([Answer(504, "", &[]), Answer(400, refusal("BR026"), &[])]);
    let answered = landed.run(Operation::PutCommunicationNumber).await.unwrap();
    assert!(matches!(answered, Reply::AlreadyThere(id) if id.to_string() == ID));

    let first = case([Answer(400, refusal("BR026"), &[])]);
    let error = first.run(Operation::PutCommunicationNumber).await.unwrap_err();
    assert_eq!(error.existing_id().unwrap().to_string(), ID);

    let other_number = case([Answer(504, "", &[]), Answer(400, refusal("BR025"), &[])]);
    assert!(other_number.run(Operation::PutCommunicationNumber).await.unwrap_err().has_code(&ErrorCode::Br025));
}

#[tokio::test(start_paused = true)]
async fn a_raw_call_that_may_have_landed_is_not_posted_twice() {
    let url = "https://api.example/employees/x";
    let landed = case([Answer(503, "", &[])]);
    let error = landed.send(None, Method::POST, url).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1));
    let unseen = case([Fails(Stage::Connect), Answer(429, "", &[]), Answer(200, "", &[])]);
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
