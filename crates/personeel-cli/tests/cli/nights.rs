//! Night after night: snapshots of a service that changes, fails or returns nothing, and their differences.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::support::{Canned, Program, Request, Response, Run, YEAR, http, json as json_response};

const TAKE: [&str; 7] = ["snapshot", "--db", "s.db", "--school-year", YEAR, "--retries", "0"];

/// A service whose lists a test sets, for one institute or for all.
struct Service {
    server: Canned,
    lists: Arc<Mutex<HashMap<(String, &'static str), String>>>,
}

impl Service {
    async fn start() -> Self {
        let lists: Arc<Mutex<HashMap<(String, &'static str), String>>> = Arc::default();
        let current = Arc::clone(&lists);
        let server = Canned::with_tokens(move |request: &Request| -> Response {
            let head = request.head.to_ascii_lowercase();
            let institute = head.lines().find_map(|line| line.strip_prefix("instituteno: ")).unwrap_or_default().trim();
            let path = request.path().split('?').next().unwrap();
            let lists = current.lock().unwrap();
            let of = |institute: &str| {
                lists
                    .iter()
                    .find(|((of, list), _)| of == institute && path.ends_with(list))
                    .map(|(_, body)| body.clone())
            };
            match of(institute).or_else(|| of("")).as_deref() {
                None => json_response("[]"),
                Some("404") => http("404 Not Found", "", ""),
                Some("500") => http("500 Internal Server Error", "", ""),
                Some(body) => json_response(body),
            }
        })
        .await;
        Self { server, lists }
    }

    fn set(&self, institute: &str, list: &'static str, body: impl std::fmt::Display) {
        self.lists.lock().unwrap().insert((institute.to_owned(), list), body.to_string());
    }
}

fn id(digit: usize) -> String {
    format!("00000000-0000-4000-8000-{digit:012}")
}

fn staff(people: impl IntoIterator<Item = usize>, more: impl Fn(usize) -> Value) -> String {
    let employee = |digit: usize| {
        let mut row = json!({
            "pPersoon": digit, "personId": id(digit), "naam": format!("Persoon{digit}"), "voornaam": "An", "geslacht": "V",
            "isActive": true, "isMindervalide": false, "isOverleden": false,
        });
        row.as_object_mut().unwrap().extend(more(digit).as_object().unwrap().clone());
        row
    };
    Value::Array(people.into_iter().map(employee).collect()).to_string()
}

fn plain_staff(people: impl IntoIterator<Item = usize>) -> String {
    staff(people, |_| json!({}))
}

async fn diff(program: &Program, more: &[&str]) -> Run {
    program.run(&[&["diff", "--db", "s.db", "--format", "json"], more].concat()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn different_spellings_of_one_value_are_not_a_change() {
    type More = fn(usize) -> Value;
    let spellings: [(&str, More, More); 6] = [
        ("a new member with null", |_| json!({}), |_| json!({ "nieuwVeld": null })),
        ("null and an empty list", |_| json!({ "kinderen": null }), |_| json!({ "kinderen": [] })),
        ("no member and an empty record", |_| json!({}), |_| json!({ "nieuw": {}, "nog": { "a": [] } })),
        ("a number", |_| json!({ "uren": 20 }), |_| json!({ "uren": 20.0 })),
        (
            "the order of members",
            |_| json!({ "x": 1, "y": { "a": 1, "b": 2 } }),
            |_| json!({ "y": { "b": 2, "a": 1 }, "x": 1 }),
        ),
        (
            "identifiers",
            |digit| json!({ "adressen": [{ "id": id(digit + 50), "straat": "Markt" }], "ref": id(digit), "personId": id(digit) }),
            |digit| {
                let id = |digit| format!("{{{}}}", id(digit));
                json!({ "adressen": [{ "id": id(digit + 50), "straat": "Markt" }], "ref": id(digit), "personId": id(digit) })
            },
        ),
    ];
    for (what, old, new) in spellings {
        let service = Service::start().await;
        let program = service.server.program();
        // A record without an id is identified by its content.
        let appointments = |more: fn(usize) -> Value| {
            Value::Array(
                (1..6)
                    .map(|digit| {
                        let mut row = more(digit);
                        row["titel"] = json!(format!("{digit}"));
                        row
                    })
                    .collect(),
            )
        };
        service.set("", "/employees", staff(1..6, old));
        service.set("", "/appointments", appointments(old));
        program.run(&TAKE).await.expect(0);
        service.set("", "/employees", staff(1..6, new));
        service.set("", "/appointments", appointments(new));
        program.run(&TAKE).await.expect(0);
        let run = diff(&program, &["--max-change-pct", "0"]).await.expect(0);
        for list in ["came", "changed", "left"] {
            assert_eq!(run.json()[list], json!([]), "{what}: {run:?}");
        }
        assert_eq!(run.json()["people"], json!({ "touched": 0, "total": 5, "percent": 0.0 }), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn snapshots_of_earlier_versions_compare_in_the_same_way() {
    let service = Service::start().await;
    let program = service.server.program();
    let numbers =
        plain_staff(1..6).replace(r#""pPersoon""#, r#""bedrag":123456789012345678901234,"uren":4.000,"pPersoon""#);
    service.set("", "/employees", &numbers);
    program.run(&TAKE).await.expect(0);
    program.run(&TAKE).await.expect(0);
    // As stored by versions that read numbers as doubles and kept the spelling of identifiers.
    let connection = rusqlite::Connection::open(program.home.path().join("s.db")).unwrap();
    let stored = "REPLACE(REPLACE(REPLACE(json, '123456789012345678901234', '1.2345678901234568e23'), '4.000', '4.0'),
        '\"personId\":\"0', '\"personId\":\" 0')";
    let copy = format!("INSERT INTO bodies SELECT id + 100, randomblob(32), {stored} FROM bodies");
    connection.execute_batch(&format!("{copy}; UPDATE records SET body = body + 100 WHERE snapshot = 1")).unwrap();
    let changed: i64 =
        connection.query_row("SELECT count(*) FROM bodies WHERE json LIKE '%e23%'", [], |row| row.get(0)).unwrap();
    assert_eq!(changed, 5);
    drop(connection);
    let run = diff(&program, &["--max-change-pct", "0"]).await.expect(0).json();
    assert_eq!((&run["changed"], &run["left"]), (&json!([]), &json!([])));
    service.set("", "/employees", numbers.replace("8901234,", "8901235,"));
    program.run(&TAKE).await.expect(0);
    let run = diff(&program, &["--max-change-pct", "100"]).await.expect(0);
    assert_eq!(run.json()["changed"].as_array().unwrap().len(), 5);
    assert!(run.stdout.contains(r#""new": 123456789012345678901235"#), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suddenly_empty_institute_is_not_stored_as_complete() {
    let service = Service::start().await;
    let single = service.server.program();
    let both = single.clone().with("PERSONEEL_INSTITUTE", "011007,038281");
    service.set("", "/employees", plain_staff(1..4));
    both.run(&TAKE).await.expect(0);
    service.set("038281", "/employees", "[]");
    let run = both.run(&[&TAKE[..], &["--format", "json"]].concat()).await.expect(8);
    let message = run.json()["failures"]["038281"]["message"].as_str().unwrap().to_owned();
    for part in ["snapshot 1 has 3", "--allow-empty", "wrong URL"] {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(run.json()["complete"], false);
    let left = diff(&both, &["--allow-partial"]).await.expect(0).json();
    assert_eq!((&left["left"], &left["compared"]), (&json!([]), &json!(["011007"])));

    // As the only institute: nothing is stored, and the reason is reported.
    service.set("011007", "/employees", "404");
    let alone = single.run(&[&TAKE[..], &["--format", "json"]].concat()).await.expect(8);
    assert_eq!((&alone.error()["kind"], &alone.error()["institute"]), (&"partial".into(), &"011007".into()));
    assert_eq!(alone.stdout, "");

    // The user confirms that it is empty.
    service.set("011007", "/employees", plain_staff(1..4));
    both.run(&[&TAKE[..], &["--allow-empty"]].concat()).await.expect(0);
    let emptied = diff(&both, &["--max-change-pct", "100"]).await.expect(0).json();
    assert_eq!(emptied["left"].as_array().unwrap().len(), 3);
    diff(&both, &[]).await.expect(10);
    // From then on it is known to be empty.
    both.run(&TAKE).await.expect(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_institute_without_data_in_any_list_is_not_complete_even_the_first_time() {
    let service = Service::start().await;
    let program = service.server.program();
    let lists = ["/employees", "/assignments", "/interruptions", "/diplomas", "/appointments", "/ownfields"];
    // Every list responds that it has no data.
    service.set("", "", "404");
    let run = program.run(&TAKE).await.expect(8);
    assert!(run.stderr.contains("no data in any list") && run.stderr.contains("--allow-empty"), "{run:?}");
    program.run(&[&TAKE[..], &["--allow-empty"]].concat()).await.expect(0);
    // One real list, even an empty one, shows that the service works.
    service.lists.lock().unwrap().clear();
    for list in &lists[..3] {
        service.set("", list, "404");
    }
    program.run(&TAKE).await.expect(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_night_hides_no_changes() {
    let service = Service::start().await;
    let program = service.server.program().with("PERSONEEL_INSTITUTE", "011007,038281");
    service.set("", "/employees", plain_staff(1..11));
    program.run(&TAKE).await.expect(0);
    service.set("038281", "/diplomas", "500");
    program.run(&TAKE).await.expect(8);
    diff(&program, &[]).await.expect(8);
    service.set("038281", "/diplomas", "[]");
    service.set("038281", "/employees", plain_staff(2..11));
    program.run(&TAKE).await.expect(0);
    for more in [&[][..], &["--allow-partial"]] {
        let run = diff(&program, more).await.expect(0).json();
        assert_eq!(run["left"][0]["personId"], id(1).as_str());
        assert_eq!(run["oldByInstitute"]["038281"], 1);
        assert_eq!(run["compared"], json!(["011007", "038281"]));
    }
    let run = program.run(&["diff", "--db", "s.db", "--format", "table", "--allow-partial"]).await.expect(0);
    assert!(run.stderr.contains("institute 038281 is compared with snapshot 1"), "{run:?}");
    // Reported changes are not reported again.
    program.run(&TAKE).await.expect(0);
    assert_eq!(diff(&program, &[]).await.expect(0).json()["left"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guard_counts_people_of_the_older_snapshot_in_each_list() {
    let without_person = |from: usize| {
        Value::Array((from..from + 90).map(|digit| json!({ "id": id(digit + 500), "titel": "x" })).collect())
    };
    let assignments = |people: std::ops::Range<usize>| {
        Value::Array(people.map(|digit| json!({ "id": id(digit + 200), "personId": id(digit) })).collect())
    };
    let service = Service::start().await;
    let program = service.server.program();
    service.set("", "/employees", plain_staff(1..11));
    service.set("", "/appointments", without_person(0));
    program.run(&TAKE).await.expect(0);
    // Records without a person do not dilute the share.
    service.set("", "/employees", plain_staff(11..21));
    program.run(&TAKE).await.expect(0);
    let run = diff(&program, &[]).await.expect(10);
    assert_eq!(run.error()["kind"], "too_much_change");
    assert!(run.error()["message"].as_str().unwrap().contains("--max-change-pct"), "{run:?}");
    assert_eq!(run.json()["people"], json!({ "touched": 20, "total": 10, "percent": 200.0 }));
    assert_eq!(diff(&program, &["--max-change-pct", "100"]).await.expect(0).stdout, run.stdout);

    // A list that is gone cannot hide behind others that are not.
    service.set("", "/employees", plain_staff(1..101));
    service.set("", "/assignments", assignments(1..6));
    program.run(&TAKE).await.expect(0);
    service.set("", "/assignments", "[]");
    program.run(&TAKE).await.expect(0);
    let run = diff(&program, &["--max-change-pct", "50"]).await.expect(10);
    assert!(run.error()["message"].as_str().unwrap().contains("assignments: 5 of 5 people with records"), "{run:?}");
    // First records for a few of many people are normal, whatever the list had before.
    service.set("", "/assignments", assignments(1..11));
    program.run(&TAKE).await.expect(0);
    diff(&program, &[]).await.expect(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_that_look_like_numbered_keys_are_stored_and_compared() {
    let service = Service::start().await;
    let program = service.server.program();
    service.set("", "/appointments", r#"[{"id":"a","x":1},{"id":"a","x":2},{"id":"a#2","x":3},{"id":"a#2","x":4}]"#);
    assert_eq!(program.run(&TAKE).await.expect(0).json()["records"], 4);
    service.set("", "/appointments", r#"[{"id":"a#2","x":3},{"id":"a","x":2},{"id":"a#2","x":4},{"id":"a","x":1}]"#);
    program.run(&TAKE).await.expect(0);
    let run = diff(&program, &["--max-change-pct", "0"]).await.expect(0).json();
    assert_eq!((&run["came"], &run["changed"], &run["left"]), (&json!([]), &json!([]), &json!([])));
}
