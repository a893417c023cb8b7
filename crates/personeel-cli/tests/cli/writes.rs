//! Writes: adding, changing and removing.

use serde_json::{Value, json};

use crate::support::{Canned, Program, Request, Response, SCHOOL, YEAR, first_person, sandbox};

const DAYS: [&str; 4] = ["--from", "2027-05-03", "--until", "2027-05-05"];

pub fn put<'a>(person: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["interruptions", "put", person, "--school-year", YEAR, "--structure", "311"];
    arguments.extend(DAYS);
    arguments.extend(["--sender", "test"]);
    arguments.extend(more);
    arguments
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interruption_is_added_changed_and_removed() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let person = first_person(&program).await;
    let before = sandbox.interruptions(SCHOOL.parse().unwrap()).len();
    let added = program.run(&put(&person, &[])).await.expect(0).json();
    let id = added["id"].as_str().unwrap().to_owned();
    assert_eq!(sandbox.interruptions(SCHOOL.parse().unwrap()).len(), before + 1);

    // The same dates conflict with the first interruption, unless its id is passed.
    let refused = program.run(&put(&person, &["-f", "json"])).await.expect(5).error();
    assert_eq!(refused["codes"][0]["code"], "MNA005");
    let same = program.run(&put(&person, &["--id", &id, "--verified", "false", "--unpaid"])).await.expect(0).json();
    assert_eq!(same["id"], id.as_str());

    let file = program.home.path().join("certificate.pdf");
    std::fs::write(&file, b"%PDF-1.7 invented").unwrap();
    let attached = program.run(&["attachments", "put", &id, "certificate.pdf"]).await.expect(0).json();
    let attachment = attached["id"].as_str().unwrap();
    assert_eq!(sandbox.attachments()[0].filename, "certificate.pdf");
    std::fs::write(program.home.path().join("scan"), b"invented").unwrap();
    let named = ["attachments", "put", &id, "scan", "--id", attachment, "--name", "scan.png"];
    program.run(&named).await.expect(0);
    assert_eq!(sandbox.attachments()[0].filename, "scan.png");
    program.run(&["attachments", "delete", &id, attachment, "--yes"]).await.expect(0);
    assert!(sandbox.attachments().is_empty());

    let unconfirmed = program.run(&["interruptions", "delete", &id]).await.expect(2);
    assert!(unconfirmed.stderr.contains("--yes") && unconfirmed.stderr.contains(&id), "{unconfirmed:?}");
    let gone = program.run(&["interruptions", "delete", &id, "--yes"]).await.expect(0).json();
    assert_eq!(gone, json!({ "id": id, "removed": true }));
    assert_eq!(sandbox.interruptions(SCHOOL.parse().unwrap()).len(), before);
    let again = program.run(&["interruptions", "delete", &id, "--yes", "-f", "json"]).await.expect(5).error();
    assert_eq!(again["codes"][0]["code"], "BR018");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_shows_what_would_be_sent_and_sends_nothing() {
    let server = Canned::start(|_: &Request| -> Response { panic!("nothing must be sent") }).await;
    let person = "42cd5a20-e22f-45d7-973c-fab8734dec50";
    let id = "a8050737-6004-459a-bc35-6028e15bd0a3";
    let run = server.program().run(&put(person, &["--id", id, "--dry-run", "--remark", "x"])).await.expect(0);
    insta::assert_snapshot!("dry-run", run.stdout);
    assert!(server.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_may_use_either_casing_and_come_from_a_file_or_standard_input() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let person = first_person(&program).await;
    let camel = r#"{"schooljaar":"2026-27","hfd":"311","code":"1","begindatum":"2027-05-03","einddatum":"2027-05-03","afzender":"test"}"#;
    let pascal = r#"{"Schooljaar":"2026-27","Hfd":"311","Code":"1","Begindatum":"2027-05-04T00:00:00","Einddatum":"2027-05-04","Afzender":"test","Instelnr":"011007"}"#;
    std::fs::write(program.home.path().join("body.json"), camel).unwrap();
    program.run(&["interruptions", "put", &person, "--body", "body.json"]).await.expect(0);
    program.run_with_input(&["interruptions", "put", &person, "--body", "-"], pascal).await.expect(0);

    for (body, code, part) in [
        ("[]", 2, "one JSON object"),
        (r#"{"hfdd":"311"}"#, 2, "unknown field 'hfdd'"),
        ("{}", 5, "BR004A (schooljaar)"),
        (&camel.replace("2027-05-03", "gisteren"), 2, "'begindatum': expected a date such as"),
        (&camel.replace("2026-27", "2026-28"), 5, "BR004B"),
        (&camel.replace(r#""einddatum":"2027-05-03""#, r#""einddatum":"2027-05-01""#), 5, "BR008B"),
    ] {
        let run = program.run_with_input(&["interruptions", "put", &person, "--body", "-"], body).await.expect(code);
        assert!(run.stderr.contains(part), "{part}: {run:?}");
        assert!(!run.stderr.contains("gisteren"), "{run:?}");
    }
    let both = program.run(&put(&person, &["--body", "body.json"])).await.expect(2);
    assert!(both.stderr.contains("--body"), "{both:?}");
    let missing = program.run(&["interruptions", "put", &person, "--body", "nothing.json"]).await.expect(2);
    assert!(missing.stderr.contains("nothing.json"), "{missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_checked_before_anything_is_sent() {
    let server = Canned::start(|_: &Request| -> Response { panic!("nothing must be sent") }).await;
    let program = server.program();
    let person = "42cd5a20-e22f-45d7-973c-fab8734dec50";
    let long = "x".repeat(51);
    let run = program
        .run(&[
            "interruptions",
            "put",
            person,
            "--school-year",
            YEAR,
            "--structure",
            "311",
            "--from",
            "2027-05-03",
            "--until",
            "2027-05-01",
            "--sender",
            &long,
            "--code",
            "2",
            "-f",
            "json",
        ])
        .await
        .expect(5);
    let error = run.error();
    let codes: Vec<_> = error["codes"].as_array().unwrap().iter().map(|code| code["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["BR006B", "BR012B", "BR008B"]);
    assert_eq!(error["status"], Value::Null);

    std::fs::write(program.home.path().join("virus.exe"), "x").unwrap();
    std::fs::write(program.home.path().join("long"), vec![b'x'; 10 * 1024 * 1024 + 1]).unwrap();
    let run = program.run(&["attachments", "put", person, "long", "--name", "long.pdf", "-f", "json"]).await.expect(5);
    assert_eq!(run.error()["codes"][0]["code"], "BR017B");
    let run = program.run(&["attachments", "put", person, "virus.exe", "-f", "json"]).await.expect(5);
    assert_eq!(run.error()["codes"][0]["code"], "BR016C");
    let run = program.run(&["attachments", "put", person, "nothing.pdf"]).await.expect(2);
    assert!(run.stderr.contains("nothing.pdf"), "{run:?}");
    program
        .run(&["communication-numbers", "put", person, "--kind", "fax", "--type", "private", "--number", "1"])
        .await
        .expect(2);
    assert!(server.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn communication_numbers_are_added_and_removed() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let person = first_person(&program).await;
    let number = [
        "communication-numbers",
        "put",
        &person,
        "--kind",
        "telephone",
        "--type",
        "work",
        "--number",
        "+32 50 12 34 56",
    ];
    let id = program.run(&number).await.expect(0).json()["id"].as_str().unwrap().to_owned();
    let again = program.run(&[&number[..], &["-f", "json"]].concat()).await.expect(5).error();
    assert_eq!(again["codes"][0]["existingId"], id.as_str());
    program.run(&[&number[..], &["--id", &id]].concat()).await.expect(0);
    program.run(&["communication-numbers", "delete", &person, &id]).await.expect(2);
    program.run(&["communication-numbers", "delete", &person, &id, "--yes"]).await.expect(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generated_id_is_reported_if_the_outcome_is_unknown() {
    let server = Canned::with_tokens(|_: &Request| Response::Bytes(Vec::new())).await;
    let person = "42cd5a20-e22f-45d7-973c-fab8734dec50";
    let run = server.program().run(&put(person, &["--retries", "0"])).await.expect(6);
    let sent = server.requests().into_iter().find(|request| request.head.starts_with("PUT")).unwrap();
    let id = sent.path().rsplit('/').next().unwrap().to_owned();
    assert!(
        run.stderr.contains("it may have been carried out") && run.stderr.contains(&format!("--id {id}")),
        "{run:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn single_calls_are_for_one_institute() {
    let program = Program::at("http://127.0.0.1:9", "http://127.0.0.1:9").with("PERSONEEL_INSTITUTE", "011007,038281");
    let run = program.run(&put("42cd5a20-e22f-45d7-973c-fab8734dec50", &[])).await.expect(2);
    assert!(run.stderr.contains("one institute"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_may_begin_with_a_byte_order_mark() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let person = first_person(&program).await;
    let body = "\u{feff}{\"schooljaar\":\"2026-27\",\"hfd\":\"311\",\"code\":\"1\",\"begindatum\":\"2027-05-03\",\"einddatum\":\"2027-05-03\",\"afzender\":\"test\"}";
    std::fs::write(program.home.path().join("body.json"), body).unwrap();
    program.run(&["interruptions", "put", &person, "--body", "body.json"]).await.expect(0);
    program
        .run_with_input(&["interruptions", "put", &person, "--body", "-"], &body.replace("05-03", "05-04"))
        .await
        .expect(0);
    let number = "\u{feff}{\"nummer\":\"050 12 34 56\",\"soort\":1,\"type\":18}";
    let put = format!("/employees/{person}/communication-number");
    program.run_with_input(&["api", "PUT", &put, "--body", "-"], number).await.expect(0);
}

/// Returns the id in the path of the first PUT that a server received.
fn put_id(server: &Canned) -> Option<String> {
    let request = server.requests().into_iter().find(|request| request.head.starts_with("PUT"))?;
    Some(request.path().rsplit('/').next().unwrap().to_owned())
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn the_id_is_reported_if_standard_output_cannot_be_written() {
    let server = Canned::with_tokens(|_: &Request| crate::support::json("")).await;
    let program = server.program();
    let person = "42cd5a20-e22f-45d7-973c-fab8734dec50";
    std::fs::write(program.home.path().join("scan.pdf"), "x").unwrap();
    for arguments in [put(person, &[]), vec!["attachments", "put", person, "scan.pdf"]] {
        let before = server.requests().len();
        let mut command = program.command(&arguments);
        command.stdout(std::fs::File::create("/dev/full").unwrap());
        let output = command.spawn().unwrap().wait_with_output().await.unwrap();
        let requests = server.requests().split_off(before);
        let sent = requests.iter().find(|request| request.head.starts_with("PUT")).unwrap();
        let id = sent.path().rsplit('/').next().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains("cannot write to standard output") && text.contains(id), "{text}");
    }
    // The same applies to a broken pipe, which is not an error for lists.
    let mut child = program.command(&put(person, &["-f", "json"])).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().await.unwrap();
    let error: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!((output.status.code(), &error["error"]["kind"]), (Some(1), &"io".into()));
    assert!(error["error"]["message"].as_str().unwrap().contains("it was stored anyway, with the id"));
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_sent_id_is_reported_if_the_program_is_interrupted() {
    use rustix::process::{Pid, Signal, kill_process};

    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let server = Canned::with_tokens(|_: &Request| {
            Response::Endless(Vec::new(), Vec::new(), std::time::Duration::from_secs(1))
        })
        .await;
        let person = "42cd5a20-e22f-45d7-973c-fab8734dec50";
        let child = server.program().command(&put(person, &["--format", "json"])).spawn().unwrap();
        let id = loop {
            if let Some(id) = put_id(&server) {
                break id;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        };
        kill_process(Pid::from_raw(i32::try_from(child.id().unwrap()).unwrap()).unwrap(), signal).unwrap();
        let output = child.wait_with_output().await.unwrap();
        let error: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!((output.status.code(), &error["error"]["kind"]), (Some(code), &"interrupted".into()));
        assert!(error["error"]["message"].as_str().unwrap().contains(&format!("--id {id}")), "{error}");
    }
}
