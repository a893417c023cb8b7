//! The exit codes, and the errors that go with them.

use crate::support::{Canned, Program, Request, YEAR, http, json, sandbox};

const LIST: [&str; 6] = ["employees", "list", "--school-year", YEAR, "--format", "json"];

#[tokio::test(flavor = "multi_thread")]
async fn statuses_become_exit_codes() {
    let body = |code: &str| {
        format!(
            r#"{{"errors":[{{"Code":"{code}","Message":"for Jan Peeters. Id: 7c9e6679-7425-40de-944b-e07fc1f90ae7"}}]}}"#
        )
    };
    for (status, body, code, kind) in [
        ("401 Unauthorized", String::new(), 3, "unauthorized"),
        ("403 Forbidden", String::new(), 4, "forbidden"),
        ("400 Bad Request", body("BR013"), 5, "refused"),
        ("405 Method Not Allowed", body("MNA005"), 5, "refused"),
        ("400 Bad Request", body("BR_DOC_007"), 5, "refused"),
        ("400 Bad Request", String::new(), 6, "status"),
        ("500 Internal Server Error", "<html>".to_owned(), 6, "status"),
        ("503 Service Unavailable", String::new(), 6, "status"),
        ("999 Whatever", String::new(), 6, "status"),
        ("200 OK", "<html>".to_owned(), 7, "decode"),
        ("200 OK", r#"[{"personId":1}]"#.to_owned(), 7, "decode"),
    ] {
        let response = body.clone();
        let server = Canned::with_tokens(move |_: &Request| http(status, "", &response)).await;
        let run = server.program().run(&[&LIST[..], &["--retries", "0"]].concat()).await.expect(code);
        let error = run.error();
        assert_eq!(error["kind"], kind, "{status}");
        assert_eq!(error["operation"], "listEmployees");
        assert_eq!(error["institute"], "011007");
        if code != 7 {
            assert_eq!(error["status"].as_u64().unwrap().to_string(), status[..3]);
        }
        // The service's own message may hold personal data.
        assert!(!run.stderr.contains("Peeters"), "{run:?}");
        assert_eq!(run.stdout, "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undecodable_row_is_named_by_its_path_and_never_by_its_value() {
    let row = r#"{"pPersoon":1,"personId":"42cd5a20-e22f-45d7-973c-fab8734dec50","naam":"A","voornaam":"B","geslacht":"V","isActive":true,"isMindervalide":false,"isOverleden":false,"adressen":[{"postcode":["geheim"]}]}"#;
    let server = Canned::with_tokens(move |_: &Request| json(&format!("[{row}]"))).await;
    let run = server.program().run(&LIST).await.expect(7);
    assert!(run.stderr.contains("[0].adressen[0].postcode") && !run.stderr.contains("geheim"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_come_with_their_field_message_and_existing_id() {
    let server = Canned::with_tokens(|_: &Request| {
        http(
            "400 Bad Request",
            "",
            r#"{"errors":[{"Code":"BR026","Message":"x Id: 7c9e6679-7425-40de-944b-e07fc1f90ae7"}]}"#,
        )
    })
    .await;
    let put = ["communication-numbers", "put", "42cd5a20-e22f-45d7-973c-fab8734dec50", "--kind", "mobile", "--type"];
    let run = server.program().run(&[&put[..], &["private", "--number", "1", "-f", "json"]].concat()).await.expect(5);
    let code = &run.error()["codes"][0];
    assert_eq!(code["code"], "BR026");
    assert_eq!(code["existingId"], "7c9e6679-7425-40de-944b-e07fc1f90ae7");
    assert!(code["field"].is_string() && code["message"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn usage_errors_name_the_flag_the_value_and_the_expected_form() {
    let program = Program::bare();
    for (arguments, parts) in [
        (vec!["employees", "list", "--school-year", "2026"], ["'2026'", "--school-year", "such as 2026-27"]),
        (vec!["employees", "list", "--school-year", "2026-28"], ["'2026-28'", "--school-year", "consecutive years"]),
        (vec!["diplomas", "list", "--school-year", YEAR, "--structure", "31"], ["'31'", "--structure", "such as 311"]),
        (vec!["diplomas", "list", "--school-year", YEAR, "-i", "11007"], ["'11007'", "--institute", "six digits"]),
        (vec!["diplomas", "list", "--school-year", YEAR, "--person", "12"], ["'12'", "--person", "a stamnummer"]),
        (
            vec!["photos", "list", "--school-year", YEAR, "--changed-since", "2026-13-01"],
            ["'2026-13-01'", "--changed-since", "no month 13"],
        ),
        (vec!["auth", "check", "--timeout", "soon"], ["'soon'", "--timeout", "such as 30s"]),
        (vec!["auth", "check", "--retries", "-1"], ["'-1'", "", ""]),
        (vec!["diff", "--db", "x", "--max-change-pct", "101"], ["'101'", "--max-change-pct", "0 to 100"]),
        (vec!["employees", "get"], ["PERSON", "", ""]),
        (vec!["employees", "list", "--school-year", YEAR, "--client-secret", "geheim"], ["--client-secret", "", ""]),
        (vec!["nonsense"], ["nonsense", "", ""]),
    ] {
        let plain = program.run(&arguments).await.expect(2);
        let as_json = [&arguments[..], &["--format", "json"]].concat();
        let message = program.run(&as_json).await.expect(2).error()["message"].as_str().unwrap().to_owned();
        for part in parts {
            assert!(plain.stderr.contains(part) && message.contains(part), "{part} in {plain:?} and {message}");
        }
        assert!(!plain.stderr.contains("geheim") && plain.stdout.is_empty(), "{plain:?}");
    }
    program.run(&[]).await.expect(2);
    program.run(&["--help"]).await.expect(0);
    program.run(&["--version"]).await.expect(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_settings_are_named_with_how_to_set_them() {
    let bare = Program::bare();
    let run = bare.clone().with("PERSONEEL_INSTITUTE", "011007").run(&LIST).await.expect(3);
    assert!(run.error()["message"].as_str().unwrap().contains("PERSONEEL_CLIENT_ID"));
    let run =
        bare.clone().with("PERSONEEL_INSTITUTE", "011007").with("PERSONEEL_CLIENT_ID", "x").run(&LIST).await.expect(3);
    assert!(run.error()["message"].as_str().unwrap().contains("PERSONEEL_CLIENT_SECRET_FILE"));
    let run = bare.clone().run(&LIST).await.expect(3);
    assert!(run.error()["message"].as_str().unwrap().contains("--institute"));
    let run = bare.with("PERSONEEL_INSTITUTE", "011007,7").run(&LIST).await.expect(2);
    let message = run.error()["message"].to_string();
    assert!(
        message.contains("'7'") && message.contains("PERSONEEL_INSTITUTE") && message.contains("six digits"),
        "{message}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_service_is_exit_6() {
    let program = Program::at("http://127.0.0.1:9", "http://127.0.0.1:9");
    let run = program.run(&[&LIST[..], &["--retries", "1", "--timeout", "5s"]].concat()).await.expect(6);
    assert_eq!(run.error()["kind"], "connection");
    let plain = Program::at("http://example.org", "https://example.org");
    assert!(plain.run(&LIST).await.expect(2).stderr.contains("plain http is allowed on loopback only"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_written_is_exit_1() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    std::fs::write(program.home.path().join("taken"), "").unwrap();
    let run = program.run(&["photos", "save", "--out", "taken", "--school-year", YEAR, "-f", "json"]).await.expect(1);
    assert_eq!(run.error()["kind"], "io");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_pipe_is_not_an_error() {
    let sandbox = sandbox().employees(400).start().await.unwrap();
    let program = Program::of(&sandbox);
    for format in ["json", "ndjson", "csv", "table"] {
        let mut command = program.command(&["employees", "list", "--school-year", YEAR, "-f", format]);
        let mut child = command.spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().await.unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
    }
    let mut child = program.command(&["--help"]).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().await.unwrap().code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn retries_are_limited_and_reported() {
    let busy = Canned::with_tokens(|_: &Request| http("503 Service Unavailable", "", "")).await;
    let calls = |server: &Canned| server.requests().iter().filter(|request| request.path() != "/connect/token").count();
    let plain = &LIST[..4];
    let run = busy.program().run(&[plain, &["--retries", "2", "--verbose"]].concat()).await.expect(6);
    assert_eq!(calls(&busy), 3, "{run:?}");
    assert_eq!(run.stderr.matches("status 503; retrying in").count(), 2, "{run:?}");
    busy.program().run(&[&LIST[..], &["--retries", "0", "--verbose"]].concat()).await.expect(6).error();
    assert_eq!(calls(&busy), 4);
}
