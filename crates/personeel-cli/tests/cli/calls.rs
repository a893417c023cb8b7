//! Every call of the document that reads is a command, even calls that a newer guide adds.

use personeel::{Operation, OperationInfo, ParameterInfo, ParameterKind, ParameterPlace, ResponseKind};
use serde_json::Value;

use crate::support::{Program, SCHOOL, YEAR, first_person, sandbox};

fn kebab(name: &str) -> String {
    name.to_lowercase().replace([' ', '_'], "-")
}

fn value(parameter: &ParameterInfo, person: &str) -> String {
    match parameter.kind {
        ParameterKind::SchoolYear => YEAR,
        ParameterKind::Guid(_) => person,
        ParameterKind::Structure => "311",
        ParameterKind::Date => "2026-09-01",
        ParameterKind::Boolean => "true",
        _ => "1",
    }
    .to_owned()
}

/// The command line of a call with its required arguments, derived by this test's own rules.
fn command_line(info: &OperationInfo, person: &str) -> Vec<String> {
    let is_older = Operation::all()
        .map(Operation::info)
        .any(|other| (other.method, other.path) == (info.method, info.path) && other.api_version > info.api_version);
    // The photo of one person is a list by design.
    let is_list = info.response == ResponseKind::List || info.operation == Operation::GetEmployeePhoto;
    let name = match info.name {
        "of" => "list".to_owned(),
        _ if is_list && (is_older || info.name == "get") => "list".to_owned(),
        name => kebab(name),
    };
    let mut line = vec![kebab(info.resource), name];
    if is_older {
        line.extend(["--api-version".to_owned(), info.api_version.to_owned()]);
    }
    for parameter in info.parameters.iter().filter(|parameter| parameter.required) {
        if is_list || parameter.place == ParameterPlace::Query {
            line.push(format!("--{}", kebab(parameter.argument)));
        }
        line.push(value(parameter, person));
    }
    line
}

#[tokio::test(flavor = "multi_thread")]
async fn every_call_that_reads_is_sent_by_its_command() {
    let sandbox = sandbox().record_requests(true).start().await.unwrap();
    let program = Program::of(&sandbox);
    let person = first_person(&program).await;
    for info in Operation::all().map(Operation::info).filter(|info| info.method == "GET") {
        let line = command_line(info, &person);
        let line: Vec<&str> = line.iter().map(String::as_str).collect();
        let output = program.run(&line).await.expect(0).json();
        assert_eq!(output.is_array(), line[1] != "get", "{line:?}");
        let sent = sandbox.requests().pop().unwrap();
        let (path, query) = sent.path.split_once('?').unwrap_or((&sent.path, ""));
        assert_eq!((sent.method.as_str(), path), ("GET", info.path.replace("{personId}", &person).as_str()));
        for (header, value) in [("api-version", info.api_version), ("instituteno", SCHOOL)] {
            assert!(sent.headers.contains(&(header.to_owned(), value.to_owned())), "{line:?} {sent:?}");
        }
        let required =
            info.parameters.iter().filter(|parameter| parameter.required && parameter.place == ParameterPlace::Query);
        let mut expected: Vec<_> =
            required.map(|parameter| format!("{}={}", parameter.name, value(parameter, &person))).collect();
        let mut found: Vec<_> = query.split('&').filter(|part| !part.is_empty()).collect();
        expected.sort();
        found.sort_unstable();
        assert_eq!(found, expected, "{line:?}");
        // The help of the command shows each flag.
        let help = program.run(&[line[0], line[1], "--help"]).await.expect(0).stdout;
        for flag in line.iter().filter(|part| part.starts_with("--")) {
            assert!(help.contains(flag), "{flag} in {help}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn optional_parameters_are_flags() {
    let sandbox = sandbox().record_requests(true).start().await.unwrap();
    let program = Program::of(&sandbox);
    let year = ["--school-year", YEAR];
    for (line, sent) in [
        (vec!["employees", "list", "--structure", "311"], "structure=311"),
        (vec!["assignments", "list", "--exclude-non-subsidised"], "inclNonSubHours=false"),
        (vec!["photos", "list", "--changed-since", "2026-09-01"], "changedSince=2026-09-01"),
    ] {
        program.run(&[&line[..2], &year].concat()).await.expect(0);
        assert!(!sandbox.requests().pop().unwrap().path.contains(sent.split('=').next().unwrap()), "{line:?}");
        program.run(&[&line[..], &year].concat()).await.expect(0);
        assert!(sandbox.requests().pop().unwrap().path.contains(sent), "{line:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn flags_that_choose_a_call_decide_which_others_it_takes() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_TODAY", "2026-11-23");
    let person = first_person(&program).await;
    let year = ["--school-year", YEAR];
    for (line, code) in [
        (vec!["appointments", "list", "--person", &person], 0),
        (vec!["appointments", "list", "--person", &person, year[0], year[1]], 2),
        (vec!["appointments", "list"], 0),
        (vec!["photos", "list", "--person", &person, year[0], year[1]], 0),
        (vec!["photos", "list", "--person", &person, "--structure", "311"], 2),
        (vec!["photos", "save", "--out", "x", "--person", &person, "--changed-since", "2026-09-01"], 2),
        (vec!["assignments", "list", "--person", &person], 0),
        (vec!["employees", "list", "--api-version", "1"], 2),
        (vec!["employees", "list", "--api-version", "2", year[0], year[1]], 2),
        (vec!["employees", "list", "--api-version", "1", "--structure", "311", year[0], year[1]], 0),
        (vec!["employees", "get", year[0], year[1]], 2),
        (vec!["employees", "get", &person], 0),
    ] {
        let run = program.run(&line).await.expect(code);
        assert!(code == 0 || run.stdout.is_empty(), "{run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_stores_every_list_of_a_school_year() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let take = ["snapshot", "--db", "s.db", "--school-year", YEAR, "--photos"];
    let taken = program.run(&take).await.expect(0).json();
    let stored: Vec<_> = taken["institutes"]["011007"].as_object().unwrap().keys().cloned().collect();
    let mut expected: Vec<String> = Operation::all()
        .map(Operation::info)
        .filter(|info| info.method == "GET" && info.response == ResponseKind::List)
        .filter(|info| {
            let required: Vec<_> =
                info.parameters.iter().filter(|parameter| parameter.required).map(|parameter| parameter.kind).collect();
            required == [ParameterKind::SchoolYear]
        })
        .map(|info| match info.name {
            "list" => kebab(info.resource),
            name => format!("{}-{}", kebab(info.resource), kebab(name)),
        })
        .collect();
    let known = ["employees", "assignments", "interruptions", "diplomas", "appointments", "own-fields", "photos"];
    assert_eq!(stored[..known.len()], known);
    let mut sorted = stored.clone();
    sorted.sort();
    expected.sort();
    assert_eq!(sorted, expected);
    program.run(&take).await.expect(0);
    let diff = program.run(&["diff", "--db", "s.db", "--max-change-pct", "0"]).await.expect(0).json();
    assert_eq!(diff["resources"], serde_json::json!(stored));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_missing_from_the_older_snapshot_is_not_compared() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let take = ["snapshot", "--db", "s.db", "--school-year", YEAR];
    let taken = program.run(&take).await.expect(0).json();
    assert!(taken["institutes"]["011007"]["diplomas"].as_u64().unwrap() > 0);
    let connection = rusqlite::Connection::open(program.home.path().join("s.db")).unwrap();
    connection
        .execute_batch("DELETE FROM lists WHERE resource = 'diplomas'; DELETE FROM records WHERE resource = 'diplomas'")
        .unwrap();
    program.run(&take).await.expect(0);
    let diff = ["diff", "--db", "s.db", "--max-change-pct", "0"];
    let newer = program.run(&diff).await.expect(0).json();
    assert_eq!(newer["came"], serde_json::json!([]));
    assert!(!newer["resources"].as_array().unwrap().contains(&Value::from("diplomas")), "{newer}");

    // A file from before snapshots recorded which lists they have.
    connection.execute_batch("DROP TABLE lists").unwrap();
    let changed = program.run(&["diff", "--db", "s.db", "-f", "json"]).await.expect(10).json();
    assert_eq!(
        changed["came"].as_array().unwrap().len(),
        usize::try_from(taken["institutes"]["011007"]["diplomas"].as_u64().unwrap()).unwrap()
    );
    program.run(&take).await.expect(0);
    assert_eq!(program.run(&diff).await.expect(0).json()["came"], serde_json::json!([]));
}
