//! `auth` and `api`.

use personeel_sandbox::CLIENT_SECRET;

use crate::support::{Program, SCHOOL, YEAR, sandbox, somebody};

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
        // No part of any token: all of them begin alike.
        assert!(!run.stdout.contains(&token[..20]) && !run.stdout.contains(CLIENT_SECRET), "{run:?}");
    }
    let rows = program.run(&["auth", "check"]).await.expect(0).json();
    assert!(rows["institutes"]["011007"][0]["expiresIn"].as_u64().unwrap() > 3000);
    let hidden = program.run(&["auth", "token"]).await.expect(2);
    assert!(hidden.stderr.contains("--show") && hidden.stdout.is_empty(), "{hidden:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_that_fail_are_exit_3_and_never_shown() {
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
async fn api_is_the_raw_way_out() {
    let sandbox = sandbox().record_requests(true).start().await.unwrap();
    let program = Program::of(&sandbox);
    let person = somebody(&program).await;
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
    assert!(form.error()["message"].as_str().unwrap().contains("begin with one slash"));
    program.run(&["api", "GET", "//elsewhere.example/employees"]).await.expect(2);
    program.run(&["api", "FETCH", "/employees"]).await.expect(2);
    program.run_with_input(&["api", "PUT", &put, "--body", "-"], "{").await.expect(2);
}
