//! `auth` and `api`.

use std::time::Duration;

use personeel_sandbox::CLIENT_SECRET;

use crate::support::{Canned, Program, Request, Response, SCHOOL, YEAR, first_person, http, sandbox};

#[tokio::test(flavor = "multi_thread")]
async fn check_shows_everything_but_the_token() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007,038281");
    let token = program.run(&["auth", "token", "--show"]).await.expect(0).json()["token"].as_str().unwrap().to_owned();
    assert!(token.len() > 100);
    for format in ["table", "json", "ndjson", "csv"] {
        let run = program.run(&["auth", "check", "--format", format]).await.expect(0);
        for part in ["011007", "038281", "personeel.038281"] {
            assert!(run.stdout.contains(part), "{run:?}");
        }
        // Not even the start of the token, which all tokens share.
        assert!(!run.stdout.contains(&token[..20]) && !run.stdout.contains(CLIENT_SECRET), "{run:?}");
    }
    let rows = program.run(&["auth", "check"]).await.expect(0).json();
    assert!(rows["institutes"]["011007"][0]["expiresIn"].as_u64().unwrap() > 3000);
    let hidden = program.run(&["auth", "token"]).await.expect(2);
    assert!(hidden.stderr.contains("--show") && hidden.stdout.is_empty(), "{hidden:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rejected_credentials_are_exit_3_and_never_shown() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let wrong = program.clone().with("PERSONEEL_CLIENT_SECRET", "wrong-secret");
    let run = wrong.run(&["auth", "check", "--format", "json"]).await.expect(3);
    assert_eq!(run.error()["kind"], "unauthorized");
    assert!(!run.stderr.contains("wrong-secret"));
    program.clone().with("PERSONEEL_INSTITUTE", "111111").run(&["auth", "check"]).await.expect(3);
    let some = program.with("PERSONEEL_INSTITUTE", "011007,111111");
    let document = some.run(&["auth", "check"]).await.expect(8).json();
    assert_eq!(document["institutes"]["011007"][0]["granted"], true);
    assert_eq!(document["failures"]["111111"]["kind"], "unauthorized");
}

#[tokio::test(flavor = "multi_thread")]
async fn check_calls_the_api_as_well() {
    let sandbox = sandbox().record_requests(true).start().await.unwrap();
    // The list of employees of the current school year, once for each institute.
    let program = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007,038281");
    program.run(&["auth", "check"]).await.expect(0);
    let seen = sandbox.requests();
    let lists = seen.iter().filter(|request| format!("{request:?}").contains("/employees?schoolyear=")).count();
    assert_eq!(lists, 2);

    // The identity server issues a token, but the API cannot be reached.
    let down = Program::at("http://127.0.0.1:9", sandbox.identity_url());
    let run = down.run(&["auth", "check", "-f", "json", "--retries", "0"]).await.expect(6);
    assert_eq!((&run.error()["kind"], &run.error()["institute"]), (&"connection".into(), &SCHOOL.into()));
    let run = down.run(&["auth", "check", "-f", "table", "--retries", "0"]).await.expect(6);
    assert!(run.stderr.contains("for institute 011007"), "{run:?}");
    for (status, code) in [("401 Unauthorized", 3), ("403 Forbidden", 4), ("500 Oops", 6)] {
        let server = Canned::with_tokens(move |_: &Request| http(status, "", "")).await;
        server.program().run(&["auth", "check", "--retries", "0"]).await.expect(code);
    }
    let page = Canned::with_tokens(|_: &Request| http("200 OK", "Content-Type: text/html\r\n", "<html>")).await;
    page.program().run(&["auth", "check"]).await.expect(7);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_institute_without_employees_causes_a_warning() {
    for (status, body) in [("200 OK", "[]"), ("404 Not Found", "")] {
        let server = Canned::with_tokens(move |_: &Request| http(status, "", body)).await;
        let rows = server.program().run(&["auth", "check", "-f", "json"]).await.expect(0);
        assert_eq!(rows.stderr, "");
        assert_eq!(rows.json()[0]["employees"], false);
        assert!(rows.json()[0]["warning"].as_str().unwrap().contains("wrong URL"), "{rows:?}");
        let table = server.program().run(&["auth", "check", "-f", "table"]).await.expect(0);
        assert!(table.stderr.contains("warning: institute 011007"), "{table:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn check_reads_no_more_than_the_first_record() {
    let row = r#"{"pPersoon":1,"personId":"42cd5a20-e22f-45d7-973c-fab8734dec50","naam":"A","voornaam":"B","geslacht":"V","isActive":true,"isMindervalide":false,"isOverleden":false},"#;
    let server = Canned::with_tokens(move |_: &Request| {
        let head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[".to_vec();
        Response::Endless(head, row.as_bytes().to_vec(), Duration::from_millis(1))
    })
    .await;
    let run = server.program().run(&["auth", "check", "--timeout", "20s"]).await.expect(0);
    assert_eq!(run.json()[0]["employees"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn api_sends_raw_requests() {
    let sandbox = sandbox().record_requests(true).start().await.unwrap();
    let program = Program::of(&sandbox);
    let person = first_person(&program).await;
    let path = format!("/employees?schoolyear={YEAR}");
    let raw = program.run(&["api", "GET", &path]).await.expect(0);
    assert_eq!(raw.json()[0]["personId"], person.as_str());
    assert!(raw.stdout.ends_with('\n'));
    program.run(&["api", "get", "/employees?structure=311", "--api-version", "1"]).await.expect(0);
    let seen = sandbox.requests();
    assert_eq!(seen.last().unwrap().header("api-version").as_deref(), Some("1"));
    assert_eq!(seen.last().unwrap().header("instituteno").as_deref(), Some(SCHOOL));

    let body = r#"{"nummer":"050 12 34 56","soort":1,"type":18}"#;
    let put = format!("/employees/{person}/communication-number");
    let id = program.run_with_input(&["api", "PUT", &put, "--body", "-"], body).await.expect(0).stdout;
    let id = id.trim().trim_matches('"').trim_matches(['{', '}']).trim().trim_matches('"').to_owned();
    let delete = format!("{put}/{id}");
    program.run(&["api", "DELETE", &delete]).await.expect(2);
    program.run(&["api", "DELETE", &delete, "--yes"]).await.expect(0);

    program.run(&["api", "GET", "/employees/00000000-0000-4000-8000-000000000000?schoolyear=2026-27"]).await.expect(9);
    let form = program.run(&["api", "GET", "employees", "-f", "json"]).await.expect(2);
    assert!(form.error()["message"].as_str().unwrap().contains("start with exactly one slash"));
    program.run(&["api", "GET", "//elsewhere.example/employees"]).await.expect(2);
    program.run(&["api", "FETCH", "/employees"]).await.expect(2);
    program.run_with_input(&["api", "PUT", &put, "--body", "-"], "{").await.expect(2);
}
