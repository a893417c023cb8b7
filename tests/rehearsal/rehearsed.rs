//! A user's code for the additions of `reads.edits` and `writes.edits`, tested in the copy where they are rehearsed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::process::{Command, Stdio};
use std::time::Duration;

use personeel::types::{PutCommunicationNumber, PutCommunicationNumberRequired, PutTraining, PutTrainingRequired};
use personeel::{
    ErrorCode, ErrorKind, Institute, PersonId, Personeel, RetryPolicy, SchoolYear, StaticToken, TrainingId,
};
use personeel_httpmock::fixtures;
use personeel_sandbox::{CLIENT_ID, CLIENT_SECRET, Sandbox};
use personeel_tests::{Wire, client_of, document, json, response};
use serde_json::Value;

const SCHOOL: &str = "011007";
const GONE: &str = r#"{"errors":[{"Code":"BR033","Message":"gone"}]}"#;

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

async fn sandbox() -> Sandbox {
    Sandbox::builder().today("2023-10-01".parse().unwrap()).start().await.unwrap()
}

/// An institute of a service that sends these responses in order, and then repeats the last.
async fn wire(responses: &'static [(u16, &'static str)]) -> (Wire, Institute) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let wire = Wire::start(move |_| {
        let number = next.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let (status, body) = responses[number.min(responses.len() - 1)];
        if status == 200 { json(body) } else { response(status, &[], body) }
    });
    let wire = wire.await.unwrap();
    let client = Personeel::builder()
        .api_url(wire.url())
        .token_source(StaticToken::new("t"))
        .retry(RetryPolicy::default().with_max_attempts(3).with_base(Duration::ZERO))
        .build()
        .unwrap();
    let school = client.institute(SCHOOL).unwrap();
    (wire, school)
}

fn example() -> Value {
    document().unwrap()["components"]["examples"]["Trainings"]["value"].clone()
}

fn training() -> PutTraining {
    let required = PutTrainingRequired { titel: "Eerste hulp".to_owned(), datum: "2023-11-08".parse().unwrap() };
    PutTraining::new(required).opmerking("In de voormiddag")
}

#[tokio::test]
async fn the_new_field_is_read_and_the_new_parameter_is_sent() {
    assert_eq!(
        fixtures::employee(|employee| employee.effectief_in_dienst = Some(true)).effectief_in_dienst,
        Some(true)
    );
    let (wire, school) = wire(&[(200, "[]")]).await;
    school.diplomas().list(year()).changed_since("2026-01-31").await.unwrap();
    assert_eq!(wire.requests()[0].line, "GET /employees/diplomas?changedSince=2026-01-31&schoolyear=2023-24");
}

#[tokio::test]
async fn the_client_and_the_sandbox_report_the_new_code() {
    let sandbox = sandbox().await;
    let long = PutCommunicationNumber::new(PutCommunicationNumberRequired {
        soort: 3.into(),
        type_: 46.into(),
        nummer: "0".repeat(31),
    });
    for checks in [true, false] {
        let client = client_of(&sandbox).checks(checks).build().unwrap();
        let school = client.institute(SCHOOL).unwrap();
        let person = school.employees().list(year()).await.unwrap()[0].person_id;
        let error = school.communication_numbers().put(person, long.clone()).await.unwrap_err();
        assert!(error.has_code(&ErrorCode::Br029), "{error}");
        assert_eq!(error.status().is_some(), !checks);
    }
}

#[tokio::test]
async fn the_sandbox_returns_the_example_for_the_new_list() {
    let sandbox = sandbox().await;
    let client = client_of(&sandbox).build().unwrap();
    let trainings = client.institute(SCHOOL).unwrap().trainings().list(year()).structure("311").await.unwrap();
    assert_eq!(serde_json::to_value(&trainings).unwrap()[0]["titel"], example()[0]["titel"]);
    assert_eq!(trainings.len(), example().as_array().unwrap().len());
    assert_eq!(trainings[0].uren.unwrap().to_string(), "7.5");
}

#[tokio::test]
async fn the_sandbox_accepts_the_new_writes() {
    let sandbox = sandbox().await;
    let client = client_of(&sandbox).build().unwrap();
    let school = client.institute(SCHOOL).unwrap();
    let (person, id) = (PersonId::random(), TrainingId::random());
    school.trainings().put(person, id, training()).await.unwrap();
    school.trainings().request(person, training()).await.unwrap();
    school.trainings().delete(id).await.unwrap();
}

#[tokio::test]
async fn a_put_is_retried_and_a_retried_delete_that_finds_nothing_is_done() {
    let (server, school) = wire(&[(503, ""), (200, "")]).await;
    school.trainings().put(PersonId::random(), TrainingId::random(), training()).await.unwrap();
    let [first, second] = server.requests().try_into().unwrap();
    assert_eq!(first, second);

    let (_wire, school) = wire(&[(503, ""), (400, GONE)]).await;
    school.trainings().delete(TrainingId::random()).await.unwrap();
    let (_wire, school) = wire(&[(400, GONE)]).await;
    let error = school.trainings().delete(TrainingId::random()).await.unwrap_err();
    assert!(error.has_code(&ErrorCode::Br033), "it is an error on the first attempt");
}

#[tokio::test]
async fn a_post_is_never_retried() {
    for responses in [&[(503, ""), (200, "")], &[(502, ""), (200, "")], &[(500, ""), (200, "")]] {
        let (wire, school) = wire(responses).await;
        let error = school.trainings().request(PersonId::random(), training()).await.unwrap_err();
        assert_eq!((error.attempts(), wire.requests().len()), (1, 1), "{error}");
        assert_eq!(wire.requests()[0].text(), serde_json::to_string(&training()).unwrap());
    }
    // Not even if the connection breaks, when the outcome is unknown.
    let wire = Wire::start(|_| Vec::new()).await.unwrap();
    let client = Personeel::builder().api_url(wire.url()).token_source(StaticToken::new("t")).build().unwrap();
    let school = client.institute(SCHOOL).unwrap();
    let error = school.trainings().request(PersonId::random(), training()).await.unwrap_err();
    assert_eq!((error.kind(), wire.requests().len()), (ErrorKind::Connection, 1));
    assert!(error.may_have_been_applied());
}

/// Runs the program against a sandbox and returns its output.
fn run_program(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::var_os("PERSONEEL_PROGRAM").expect("set by the rehearsal"))
        .args(arguments)
        .args(["--format", "json"])
        .env("HOME", home.path())
        .env("PERSONEEL_API_URL", sandbox.api_url())
        .env("PERSONEEL_IDENTITY_URL", sandbox.identity_url())
        .env("PERSONEEL_CLIENT_ID", CLIENT_ID)
        .env("PERSONEEL_CLIENT_SECRET", CLIENT_SECRET)
        .env("PERSONEEL_INSTITUTE", SCHOOL)
        .current_dir(home.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_prints_the_new_list_and_a_snapshot_stores_it() {
    let sandbox = sandbox().await;
    let printed = run_program(&sandbox, &["trainings", "list", "--school-year", "2023-24"]);
    let titles = |list: &Value| list.as_array().unwrap().iter().map(|row| row["titel"].clone()).collect::<Vec<_>>();
    assert_eq!(titles(&printed), titles(&example()));
    let taken = run_program(&sandbox, &["snapshot", "--db", "s.db", "--school-year", "2023-24"]);
    assert_eq!(taken["institutes"][SCHOOL]["trainings"], 2, "{taken}");
}
