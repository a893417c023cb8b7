//! Tests of the limits: that they fit together, and that errors report them.

use super::*;

#[tokio::test(start_paused = true)]
async fn by_default_every_attempt_but_the_last_is_retried_after_a_timeout() {
    let back = case([Hangs, Hangs, Hangs, Responds(200, "[]", &[])]);
    back.run(Operation::ListEmployees).await.unwrap();
    let causes: Vec<_> = back.events.lock().unwrap().iter().map(|event| event.cause).collect();
    assert_eq!(causes, [RetryCause::Timeout; 3]);

    let gone = case([Hangs, Hangs, Hangs, Hangs]);
    let before = Instant::now();
    let error = gone.run(Operation::PutInterruption).await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_applied());
    assert_eq!(error.attempts(), 4, "all attempts fit within the timeout of the call");
    assert!(Instant::now() - before < Timeouts::default().call);
}

#[test]
fn the_defaults_fit_together() {
    let (policy, timeouts) = (RetryPolicy::default(), Timeouts::default());
    let pauses: Duration = (1..policy.max_attempts).map(|attempts| policy.ceiling(attempts)).sum();
    let last_begins = timeouts.attempt * (policy.max_attempts - 1) + pauses;
    assert!(last_begins <= policy.max_elapsed, "{last_begins:?}");
    assert!(policy.max_elapsed + timeouts.attempt <= timeouts.call);
    assert!(timeouts.connect < timeouts.attempt);
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_is_too_long_is_reported_and_not_waited_for() {
    for (header, seconds) in [("86400", 86_400), ("241", 241), ("18446744073709551615", u64::MAX)] {
        let headers: &'static [_] = Box::leak(Box::new([("retry-after", header)]));
        let busy = case([Responds(429, "", headers)]);
        let before = Instant::now();
        let error = busy.run(Operation::ListEmployees).await.unwrap_err();
        assert_eq!((Instant::now(), error.attempts()), (before, 1));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
        assert!(error.to_string().contains(&format!("asked to wait {seconds} s")), "{error}");
    }
    let endless = case([Responds(503, "", &[("retry-after", "99999999999999999999999999")])]);
    let error = endless.run(Operation::ListEmployees).await.unwrap_err();
    assert_eq!((error.retry_after(), error.attempts()), (Some(Duration::MAX), 1));
    assert!(error.to_string().contains("asked to wait indefinitely"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_pause_beyond_the_timeout_ends_the_call_with_the_services_error() {
    let mut case = case([Responds(503, "", &[("retry-after", "30")])]);
    case.transport.limits.timeouts.call = Duration::from_secs(20);
    let error = case.run(Operation::ListEmployees).await.unwrap_err();
    assert_eq!((error.status(), error.retry_after()), (Some(503), Some(Duration::from_secs(30))));
}

#[tokio::test(start_paused = true)]
async fn lasting_connection_failures_are_not_retried() {
    // A real error of the HTTP client: the host does not exist.
    let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let error = http.get("http://school.invalid/").send().await.unwrap_err();
    let failure = Failure::from(error);
    let route = Route::direct(&"http://school.invalid".parse().unwrap());
    assert_eq!(failure.stage, Stage::Connect);
    let Verdict::Failed(error) = judge_failure(failure, &route) else { panic!("it is retried") };
    assert!(error.is_connection() && !error.may_have_been_applied());
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_connect));
}

#[tokio::test(start_paused = true)]
async fn the_wait_that_a_token_source_asks_for_is_reported() {
    let case = case([]);
    *case.tokens.wait.lock().unwrap() = Some(Duration::from_secs(86_400));
    case.tokens.fails.store(9, Ordering::SeqCst);
    let error = case.run(Operation::ListEmployees).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(86_400)));
    assert!(error.to_string().contains("86400 s"), "{error}");
    assert_eq!(case.tokens.fails.load(Ordering::SeqCst), 8, "requested once");
}
