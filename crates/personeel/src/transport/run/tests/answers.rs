//! Tests of how responses are interpreted.

use super::*;

const LIST: Operation = Operation::ListEmployees;

/// Reads a list completely and as a stream.
async fn list(step: fn() -> Step) -> [Result<Reply, Error>; 2] {
    let url = "https://api.example/employees";
    let complete = case([step()]).send_as(Some(LIST), Method::GET, url, Reading::Complete).await;
    let streamed = case([step()]).send_as(Some(LIST), Method::GET, url, Reading::Streaming).await;
    [complete, streamed]
}

#[tokio::test(start_paused = true)]
async fn no_data_is_an_empty_404_or_the_generic_problem() {
    for step in [
        || Responds(404, "", &[]),
        || Responds(404, " \r\n", &[("content-type", "application/json")]),
        || Responds(404, "\u{feff}", &[]),
        || Responds(404, r#"{"type":"x","title":"Not Found","status":404,"traceId":"00-ab-01"}"#, &[]),
    ] {
        for outcome in list(step).await {
            assert!(matches!(outcome, Ok(Reply::NoData)), "{outcome:?}");
        }
        let raw = case([step()]).send(None, Method::GET, "https://api.example/a").await;
        assert!(matches!(raw, Ok(Reply::NoData)), "{raw:?}");
        let write = case([step()]).run(Operation::PutInterruption).await.unwrap_err();
        assert!(write.is_not_found() && !write.may_have_been_applied());
    }
}

#[tokio::test(start_paused = true)]
async fn any_other_404_names_the_url_and_the_setting() {
    let unexpected: [fn() -> Step; 12] = [
        || Responds(404, r#"{"statusCode":404,"message":"Resource not found"}"#, &[]),
        || Responds(404, r#"{"message":"no Route matched with those values"}"#, &[]),
        || {
            Responds(
                404,
                r#"{"title":"Not Found","status":404,"detail":"x"}"#,
                &[("content-type", "application/problem+json")],
            )
        },
        || Responds(404, r#"{"errors":[]}"#, &[]),
        || Responds(404, r#"{"errors":[{"Code":"BR0"#, &[]),
        || Responds(404, r#"{"errors":{"Code":"BR018"}}"#, &[]),
        || Responds(404, "Not found", &[("content-type", "text/plain")]),
        || Responds(404, "\u{feff}<html>nginx</html>", &[]),
        || Responds(404, "<html>nginx</html>", &[]),
        || Responds(404, "", &[("content-type", "text/html; charset=utf-8")]),
        || Responds(404, "[]", &[]),
        // Longer than what is read of an error, and blank up to there.
        || Responds(404, Box::leak(format!("{}x", " ".repeat(70_000)).into_boxed_str()), &[]),
    ];
    for step in unexpected {
        for outcome in list(step).await {
            let error = outcome.unwrap_err();
            assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Status, Some(404), 1));
            let text = error.to_string();
            for part in ["https://api.example", "api_url", "PERSONEEL_API_URL"] {
                assert!(text.contains(part), "{text}");
            }
        }
        for (operation, method) in [(None, Method::GET), (Some(Operation::DeleteInterruption), Method::DELETE)] {
            let error = case([step()]).send(operation, method, "https://api.example/a").await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Status);
        }
    }
    let refused = case([Responds(404, refusal("BR018"), &[])]).run(LIST).await.unwrap_err();
    assert!(refused.is_refused() && refused.has_code(&ErrorCode::Br018));
}

#[tokio::test(start_paused = true)]
async fn a_success_status_alone_does_not_make_a_list() {
    let invalid: [fn() -> Step; 6] = [
        || Responds(204, "", &[]),
        || Responds(200, "", &[]),
        || Responds(200, " \n ", &[("content-type", "application/json")]),
        || Responds(200, "<html>log in</html>", &[("content-type", "application/json")]),
        || Responds(203, "\u{feff}\r\n<!doctype html>", &[("content-type", "text/html")]),
        || Responds(200, refusal("BR018"), &[]),
    ];
    for step in invalid {
        for outcome in list(step).await {
            let error = outcome.unwrap_err();
            assert!(error.is_decode() && error.status().is_some() && error.attempts() == 1, "{error:?}");
            assert!(error.to_string().contains("api_url"), "{error}");
        }
    }
    // The body decides, not the media type that a proxy may have set.
    for outcome in list(|| Responds(200, "[]", &[("content-type", "text/html")])).await {
        assert!(matches!(outcome, Ok(Reply::Body(_) | Reply::Streaming(_))), "{outcome:?}");
    }
    let raw = case([Responds(204, "", &[])]).send(None, Method::GET, "https://api.example/a").await;
    assert!(matches!(raw, Ok(Reply::NoData)), "{raw:?}");
}

#[tokio::test(start_paused = true)]
async fn a_write_succeeds_if_the_service_returns_nothing_more() {
    let path = format!("https://api.example/employees/interruptions/{ID}");
    let delete = |step| async { case([step]).send(Some(Operation::DeleteInterruption), Method::DELETE, &path).await };
    for step in [Responds(200, "", &[]), Responds(204, "", &[]), Responds(200, "\r\n", &[]), Responds(200, ID, &[])] {
        assert!(matches!(delete(step).await, Ok(Reply::Body(_))));
    }
    for step in [
        Responds(200, "<html>maintenance</html>", &[("content-type", "text/html")]),
        Responds(200, refusal("BR018"), &[]),
        Responds(202, r#"{"statusCode":200,"message":"maintenance"}"#, &[]),
        Responds(200, "Service under maintenance", &[]),
        Responds(200, "[]", &[]),
    ] {
        let error = delete(step).await.unwrap_err();
        assert!(error.is_decode() && error.may_have_been_applied() && !error.is_transient(), "{error:?}");
        assert_eq!((error.attempts(), error.id().map(|id| id.to_string()).as_deref()), (1, Some(ID)));
        let text = error.to_string();
        assert!(
            text.contains("unknown whether") && text.contains(ID) && text.contains("https://api.example"),
            "{text}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn only_the_id_of_the_record_is_accepted() {
    let put = |body: &'static str| async move {
        case([Responds(200, body, &[])]).run(Operation::PutCommunicationNumber).await
    };
    for body in ["\"85c719d6-60eb-474a-a67d-059bba169249\"", "{ \"85c719d6-60eb-474a-a67d-059bba169249\" }"] {
        assert!(matches!(put(body).await, Ok(Reply::Body(_))));
    }
    for body in [
        "",
        "{}",
        r#"{"requestId":"85c719d6-60eb-474a-a67d-059bba169249"}"#,
        "<html>85c719d6-60eb-474a-a67d-059bba169249",
    ] {
        let error = put(body).await.unwrap_err();
        assert!(error.is_decode() && error.may_have_been_applied(), "{body}");
        assert!(error.to_string().contains("unknown whether"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unreadable_response_keeps_the_history_of_its_call() {
    let case = case([Fails(Stage::Transfer), Responds(200, "{}", &[])]);
    let request = Request::new(Method::GET, "https://api.example/employees".parse().unwrap());
    let (operation, institute) = (Some(LIST), "011007".parse().unwrap());
    let outgoing = Outgoing {
        operation,
        institute,
        request,
        reading: Reading::Complete,
        wants: Wants::List,
        options: CallOptions::default(),
        budget: None,
    };
    let read = |_: Reply| Err::<(), _>(Error::new(ErrorKind::Decode, "not a list"));
    let error = case.transport.send_and_read(outgoing, read).await.unwrap_err();
    assert_eq!((error.status(), error.attempts(), error.may_have_been_applied()), (Some(200), 2, true));
    assert_eq!((error.operation(), error.institute()), (operation, Some(institute)));
}

#[tokio::test(start_paused = true)]
async fn a_response_beyond_the_limit_is_rejected() {
    let long: &'static str = Box::leak("x".repeat(1025).into_boxed_str());
    let error = case([Responds(200, long, &[])]).run(LIST).await.unwrap_err();
    assert!(error.is_decode() && error.attempts() == 1);
}
