//! Limits that fit each other, and what a call is told of them.

use super::*;

#[tokio::test(start_paused = true)]
async fn by_default_an_attempt_that_runs_out_of_time_is_repeated_up_to_the_last() {
    let back = case([Hangs, Hangs, Hangs, Answer(200, "[]", &[])]);
    back.run(Operation::ListEmployees).await.unwrap();
    let causes: Vec<_> = back.events.lock().unwrap().iter().map(|event| event.cause).collect();
    assert_eq!(causes, [RetryCause::Timeout; 3]);

    let gone = case([Hangs, Hangs, Hangs, Hangs]);
    let before = Instant::now();
    let error = gone.run(Operation::PutInterruption).await.unwrap_err();
    assert!(error.is_timeout() && error.may_have_been_applied());
    assert_eq!(error.attempts(), 4, "each attempt has its time within that of the call");
    assert!(Instant::now() - before < Timeouts::default().call);
}

#[test]
fn the_defaults_fit_each_other() {
    let (policy, timeouts) = (RetryPolicy::default(), Timeouts::default());
    let pauses: Duration = (1..policy.max_attempts).map(|attempts| policy.ceiling(attempts)).sum();
    let last_begins = timeouts.attempt * (policy.max_attempts - 1) + pauses;
    assert!(last_begins <= policy.max_elapsed, "{last_begins:?}");
    assert!(policy.max_elapsed + timeouts.attempt <= timeouts.call);
    assert!(timeouts.connect < timeouts.attempt);
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_is_too_long_is_told_and_not_waited_for() {
    for (header, seconds) in [("86400", 86_400), ("241", 241), ("18446744073709551615", u64::MAX)] {
        let headers: &'static [_] = Box::leak(Box::new([("retry-after", header)]));
        let busy = case([Answer(429, "", headers)]);
        let before = Instant::now();
        let error = busy.run(Operation::ListEmployees).await.unwrap_err();
        assert_eq!((Instant::now(), error.attempts()), (before, 1));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)));
        assert!(error.to_string().contains(&format!("asked to wait {seconds} s")), "{error}");
    }
    let endless = case([Answer(503, "", &[("retry-after", "99999999999999999999999999")])]);
    let error = endless.run(Operation::ListEmployees).await.unwrap_err();
    assert_eq!((error.retry_after(), error.attempts()), (Some(Duration::MAX), 1));
    assert!(error.to_string().contains("asked to wait indefinitely"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_pause_beyond_the_calls_time_ends_it_with_what_the_service_said() {
    let mut case = case([Answer(503, "", &[("retry-after", "30")])]);
    case.transport.limits.timeouts.call = Duration::from_secs(20);
    let error = case.run(Operation::ListEmployees).await.unwrap_err();
    assert_eq!((error.status(), error.retry_after()), (Some(503), Some(Duration::from_secs(30))));
}

#[tokio::test(start_paused = true)]
async fn what_no_retry_mends_is_not_repeated() {
    // A real error of the HTTP client: there is no such host.
    let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let error = http.get("http://school.invalid/").send().await.unwrap_err();
    let failure = Failure::from(error);
    let route = Route::direct(&"http://school.invalid".parse().unwrap());
    assert_eq!(failure.stage, Stage::Connect);
    let Verdict::Failed(error) = unanswered(failure, &route) else { panic!("it is repeated") };
    assert!(error.is_connection() && !error.may_have_been_applied());
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_connect));
}

#[tokio::test(start_paused = true)]
async fn a_token_source_that_asks_to_wait_is_quoted() {
    let case = case([]);
    *case.tokens.wait.lock().unwrap() = Some(Duration::from_secs(86_400));
    case.tokens.fails.store(9, Ordering::SeqCst);
    let error = case.run(Operation::ListEmployees).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(86_400)));
    assert!(error.to_string().contains("86400 s"), "{error}");
    assert_eq!(case.tokens.fails.load(Ordering::SeqCst), 8, "asked once");
}
