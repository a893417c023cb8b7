//! Snapshots, and the differences between them.

use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::support::{Canned, Program, Request, Response, YEAR, http, json, sandbox};

const TAKE: [&str; 7] = ["snapshot", "--db", "s.db", "--school-year", YEAR, "--retries", "0"];

/// A school whose staff list a test changes.
struct School {
    server: Canned,
    employees: Arc<Mutex<String>>,
    failing: Arc<Mutex<Option<String>>>,
}

impl School {
    async fn open(employees: &str) -> Self {
        let list = Arc::new(Mutex::new(employees.to_owned()));
        let failing = Arc::new(Mutex::new(None::<String>));
        let (current, failed) = (Arc::clone(&list), Arc::clone(&failing));
        let server = Canned::with_tokens(move |request: &Request| -> Response {
            let head = request.head.to_ascii_lowercase();
            if failed.lock().unwrap().as_ref().is_some_and(|number| head.contains(&format!("instituteno: {number}"))) {
                return http("500 Internal Server Error", "", "");
            }
            if request.path().starts_with("/employees?") { json(&current.lock().unwrap()) } else { json("[]") }
        })
        .await;
        Self { server, employees: list, failing }
    }

    fn change(&self, employees: &str) {
        employees.clone_into(&mut self.employees.lock().unwrap());
    }

    fn fail(&self, institute: Option<&str>) {
        *self.failing.lock().unwrap() = institute.map(str::to_owned);
    }
}

fn employee(digit: u8, name: &str, more: &str) -> String {
    format!(
        r#"{{"pPersoon":{digit},"personId":"00000000-0000-4000-8000-00000000000{digit}","naam":"{name}","voornaam":"An","geslacht":"V","isActive":true,"isMindervalide":false,"isOverleden":false{more}}}"#
    )
}

fn staff(rows: &[String]) -> String {
    format!("[{}]", rows.join(","))
}

#[tokio::test(flavor = "multi_thread")]
async fn came_changed_and_left_are_reported_field_by_field() {
    let old = staff(&[
        employee(
            1,
            "Peeters",
            r#","adressen":[{"id":"bc334b17-0f4a-4c29-9d3c-1d6a9d0b5c11","straat":"Markt"},{"id":"42cd5a20-e22f-45d7-973c-fab8734dec50","straat":"Kade"}]"#,
        ),
        employee(2, "Claes", ""),
        employee(3, "Maes", ""),
    ]);
    // Only its position in the response differs for the third.
    let new = staff(&[
        employee(3, "Maes", r#","kinderen":[]"#).replace(r#","kinderen":[]"#, ""),
        employee(
            1,
            "Peeters",
            r#","adressen":[{"id":"42cd5a20-e22f-45d7-973c-fab8734dec50","straat":"Kaai"},{"straat":"Markt","id":"bc334b17-0f4a-4c29-9d3c-1d6a9d0b5c11"}],"nieuw":7"#,
        ),
        employee(4, "Wouters", ""),
    ]);
    let school = School::open(&old).await;
    let program = school.server.program();
    let taken = program.run(&TAKE).await.expect(0).json();
    assert_eq!((&taken["id"], &taken["complete"], &taken["records"]), (&1.into(), &true.into(), &3.into()));
    school.change(&new);
    program.run(&TAKE).await.expect(0);

    let run = program.run(&["diff", "--db", "s.db", "--max-change-pct", "100"]).await.expect(0);
    let mut document = run.json();
    for header in ["old", "new"] {
        assert!(document[header]["takenAt"].as_str().unwrap().ends_with('Z'));
        document[header]["takenAt"] = "then".into();
    }
    // A newer guide may add lists; the tests in `calls` check all of them.
    assert_eq!(document["resources"].take()[0], "employees");
    insta::assert_snapshot!("diff-json", serde_json::to_string_pretty(&document).unwrap());
    for format in ["table", "csv"] {
        let run = program.clone().with("COLUMNS", "140").run(&["diff", "--db", "s.db", "-f", format]).await.expect(10);
        insta::assert_snapshot!(format!("diff-{format}"), format!("{}---\n{}", run.stdout, run.stderr));
    }

    // One changed, one left and one came, out of three.
    let guarded = ["diff", "--db", "s.db", "-f", "json", "--max-change-pct"];
    let run = program.run(&[&guarded[..], &["99.9"]].concat()).await.expect(10);
    assert_eq!(run.error()["kind"], "too_much_change");
    assert_eq!(run.json()["people"], serde_json::json!({ "touched": 3, "total": 3, "percent": 100.0 }));

    let same = program.run(&["diff", "--db", "s.db", "2", "2", "--max-change-pct", "0"]).await.expect(0).json();
    assert_eq!(same["changed"], serde_json::json!([]));
    program.run(&["diff", "--db", "s.db", "1", "9"]).await.expect(9);
    program.run(&["diff", "--db", "s.db", "1"]).await.expect(2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_staff_of_a_failed_institute_have_not_left() {
    let school = School::open(&staff(&[employee(1, "Peeters", ""), employee(2, "Claes", "")])).await;
    let program = school.server.program().with("PERSONEEL_INSTITUTE", "011007,038281");
    program.run(&TAKE).await.expect(0);
    school.fail(Some("038281"));
    let run = program.run(&[&TAKE[..], &["-f", "json"]].concat()).await.expect(8);
    assert_eq!(run.json()["complete"], false);
    assert!(run.error()["message"].as_str().unwrap().contains("snapshot 2 is marked as partial"));

    let refused = program.run(&["diff", "--db", "s.db", "-f", "json"]).await.expect(8);
    assert!(refused.error()["message"].as_str().unwrap().contains("--allow-partial"));
    assert_eq!(refused.stdout, "");
    let allowed = program.run(&["diff", "--db", "s.db", "--allow-partial"]).await.expect(0).json();
    assert_eq!(allowed["left"], serde_json::json!([]));
    assert_eq!(allowed["compared"], serde_json::json!(["011007"]));
    assert!(allowed["leftOut"]["038281"].as_str().unwrap().contains("500"));

    // An institute that was not requested this time has not left either.
    school.fail(None);
    let single = program.clone().with("PERSONEEL_INSTITUTE", "011007");
    single.run(&TAKE).await.expect(0);
    let narrower = single.run(&["diff", "--db", "s.db", "1", "3"]).await.expect(0).json();
    assert_eq!(
        (&narrower["left"], &narrower["leftOut"]["038281"]),
        (&serde_json::json!([]), &"not in snapshot 3".into())
    );

    // If everything failed, no snapshot is stored.
    school.fail(Some("011007"));
    single.run(&TAKE).await.expect(6);
    single.run(&["diff", "--db", "s.db", "1", "4"]).await.expect(9);
    let other = ["snapshot", "--db", "s.db", "--school-year", YEAR, "--structure", "311"];
    school.fail(None);
    single.run(&other).await.expect(0);
    let unlike = single.run(&["diff", "--db", "s.db", "3", "4"]).await.expect(2);
    assert!(unlike.stderr.contains("structure"), "{unlike:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_of_the_sandbox_is_stored() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007,038281,999999");
    let taken = program.run(&[&TAKE[..], &["--photos"]].concat()).await.expect(0).json();
    for number in ["011007", "038281", "999999"] {
        for resource in
            ["employees", "assignments", "interruptions", "diplomas", "appointments", "own-fields", "photos"]
        {
            assert!(taken["institutes"][number][resource].as_u64().unwrap() > 0, "{number} {resource}");
        }
    }
    let again = program.run(&[&TAKE[..], &["--photos"]].concat()).await.expect(0).json();
    assert_eq!(taken["records"], again["records"]);
    let same = program.run(&["diff", "--db", "s.db", "--max-change-pct", "0"]).await.expect(0).json();
    assert_eq!(same["people"]["touched"], 0);
    // Unchanged records are stored once.
    assert_eq!(count(&program, "SELECT count(*) FROM snapshot_records"), 2 * taken["records"].as_i64().unwrap());
    assert!(count(&program, "SELECT count(*) FROM bodies") <= taken["records"].as_i64().unwrap());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let path = program.home.path().join("s.db");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let refused = program.run(&TAKE).await.expect(2);
        assert!(refused.stderr.contains("chmod 600 s.db"), "{refused:?}");
    }
}

fn count(program: &Program, query: &str) -> i64 {
    let connection = rusqlite::Connection::open(program.home.path().join("s.db")).unwrap();
    connection.query_row(query, [], |row| row.get(0)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_other_programs_are_left_alone() {
    let school = School::open("[]").await;
    let program = school.server.program();
    let path = program.home.path().join("s.db");
    program.run(&["diff", "--db", "s.db"]).await.expect(2);
    write_private(&path, b"my diary");
    program.run(&TAKE).await.expect(2);
    program.run(&["diff", "--db", "s.db"]).await.expect(2);
    assert_eq!(std::fs::read(&path).unwrap(), b"my diary");
    std::fs::remove_file(&path).unwrap();
    write_private(&path, b"");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch("CREATE TABLE diary (day TEXT)").unwrap();
    drop(connection);
    let run = program.run(&TAKE).await.expect(2);
    assert!(run.stderr.contains("it is another program's database"), "{run:?}");
}

fn write_private(path: &Path, content: &[u8]) {
    std::fs::write(path, content).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}
