//! Everyday questions: who is absent, who works here, and dates and school years as people write them.

use serde_json::json;

use crate::support::{Canned, Program, Request, Response, YEAR, sandbox};

const IDS: [&str; 3] = [
    "00000000-0000-4000-8000-000000000001",
    "00000000-0000-4000-8000-000000000002",
    "00000000-0000-4000-8000-000000000003",
];

/// A school in which the first employee is ill, the second replaces them, and the third was ill before.
async fn school() -> Canned {
    Canned::with_tokens(|request: &Request| -> Response {
        let employee = |index: usize, name: &str| {
            json!({"pPersoon": index, "personId": IDS[index], "naam": name, "voornaam": "Zo\u{eb}", "stamnr": format!("2000000000{index}"),
                   "isActive": true, "isOverleden": false})
        };
        let rows = if request.path().contains("/interruptions?") {
            let row = |index: usize, person: usize, first: &str, last: Option<&str>| {
                json!({"doId": format!("10000000-0000-4000-8000-00000000000{index}"), "personId": IDS[person],
                       "begindatum": format!("{first}T00:00:00"), "einddatum": last.map(|last| format!("{last}T00:00:00")),
                       "code": "001", "omschrijving": "Ziekte", "hfd": "311"})
            };
            json!([
                row(1, 0, "2026-11-20", Some("2026-11-24")),
                row(2, 2, "2026-11-02", Some("2026-11-22")),
                row(3, 2, "2026-11-30", None),
            ])
        } else if request.path().contains("/assignments?") {
            json!([
                {"id": "20000000-0000-4000-8000-000000000001", "personId": IDS[0], "vervangingen": [
                    {"opdrachtId": "20000000-0000-4000-8000-000000000002", "doId": "10000000-0000-4000-8000-000000000001"}]},
                {"id": "20000000-0000-4000-8000-000000000002", "personId": IDS[1], "vervangingen": []},
            ])
        } else {
            json!([employee(0, "Peeters"), employee(1, "Claes"), employee(2, "Maes")])
        };
        crate::support::json(&rows.to_string())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn absent_employees_are_listed_with_the_last_day_and_the_replacement() {
    let server = school().await;
    let program = server.program().with("PERSONEEL_TODAY", "2026-11-23");
    let rows = program.run(&["absent"]).await.expect(0).json();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0]["naam"], &rows[0]["einddatum"], &rows[0]["omschrijving"], &rows[0]["vervangenDoor"]),
        (&json!("Peeters"), &json!("2026-11-24T00:00:00"), &json!("Ziekte"), &json!(["Claes Zoë"]))
    );
    let table = program.run(&["absent", "-f", "table"]).await.expect(0).stdout;
    assert!(table.contains("Peeters") && table.contains("2026-11-24") && table.contains("Claes Zoë"), "{table}");
    let names = |run: crate::support::Run| -> Vec<String> {
        let rows = run.json();
        rows.as_array().unwrap().iter().map(|row| row["naam"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(program.run(&["absent", "--on", "20/11/2026"]).await.expect(0)), ["Maes", "Peeters"]);
    // An interruption without a last day continues.
    assert_eq!(names(program.run(&["absent", "--on", "2027-06-30"]).await.expect(0)), ["Maes"]);
    let csv = program.run(&["absent", "--columns", "wie=naam,tot=einddatum", "-f", "csv"]).await.expect(0).stdout;
    assert_eq!(csv, "wie,tot\r\nPeeters,2026-11-24T00:00:00\r\n");
    let run = program.run(&["absent", "--on", "31/11/2026"]).await.expect(2);
    assert!(run.stderr.contains("there is no day 31 in November 2026, which has 30 days"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_several_institutes_are_listed_once() {
    let sandbox = sandbox().start().await.unwrap();
    let program =
        Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007,038281").with("PERSONEEL_TODAY", "2026-11-23");
    let document = program.run(&["people"]).await.expect(0).json();
    assert_eq!(document["complete"], true);
    let people = document["people"].as_array().unwrap();
    let mut ids: Vec<_> = people.iter().map(|row| row["personId"].as_str().unwrap()).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]));
    let lists = program.run(&["employees", "list"]).await.expect(0).json();
    let mut expected: Vec<_> = ["011007", "038281"]
        .iter()
        .flat_map(|number| lists["institutes"][number].as_array().unwrap())
        .map(|row| row["personId"].as_str().unwrap())
        .collect();
    expected.sort_unstable();
    let all = expected.len();
    expected.dedup();
    assert_eq!(ids, expected);
    let at_both = people.iter().filter(|row| row["institutes"] == json!(["011007", "038281"])).count();
    assert_eq!(at_both, all - expected.len());
    // One institute makes a plain list.
    let single = program.run(&["people", "--institute", "011007"]).await.expect(0).json();
    assert!(single.as_array().unwrap().iter().all(|row| row["institutes"] == json!(["011007"])));
    let table = program.run(&["people", "-f", "table", "--where", "institutes=038281"]).await.expect(0).stdout;
    assert!(table.lines().next().unwrap().contains("institutes"), "{table}");
}

#[tokio::test(flavor = "multi_thread")]
async fn people_of_a_failed_institute_are_reported_missing() {
    let sandbox = sandbox().faults("fail-institute=038281".parse().unwrap()).start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007,038281");
    let run = program.run(&["people", "--retries", "0", "--school-year", YEAR]).await.expect(8);
    let document = run.json();
    assert_eq!((&document["complete"], &document["failures"]["038281"]["status"]), (&json!(false), &json!(500)));
    assert!(!document["people"].as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_school_year_defaults_to_the_current_one() {
    let server = Canned::with_tokens(|_: &Request| crate::support::json("[]")).await;
    let requested_year = |program: Program, arguments: &'static [&'static str]| {
        let server = &server;
        async move {
            let before = server.requests().len();
            program.run(arguments).await.expect(0);
            let requests = server.requests().split_off(before);
            let path = requests.iter().map(Request::path).find(|path| path.contains("schoolyear")).unwrap().to_owned();
            path.split("schoolyear=").nth(1).unwrap().split('&').next().unwrap().to_owned()
        }
    };
    let program = server.program();
    for (today, first, year) in [
        ("2026-08-31", "9", "2025-26"),
        ("2026-09-01", "9", "2026-27"),
        ("2026-08-01", "8", "2026-27"),
        ("2026-07-31", "8", "2025-26"),
    ] {
        let program = program.clone().with("PERSONEEL_TODAY", today).with("PERSONEEL_FIRST_MONTH", first);
        for list in [&["assignments", "list"][..], &["photos", "list"], &["employees", "list"]] {
            assert_eq!(requested_year(program.clone(), list).await, year, "{today} {first} {list:?}");
        }
    }
    for form in
        [&["diplomas", "list", "--school-year", "2026-2027"][..], &["diplomas", "list", "--school-year", "2026/27"]]
    {
        assert_eq!(requested_year(program.clone(), form).await, "2026-27");
    }
    for (year, part) in [("2026", "such as 2026-27 or 2026-2027"), ("2026-28", "two consecutive years")] {
        let run = program.run(&["diplomas", "list", "--school-year", year]).await.expect(2);
        assert!(run.stderr.contains(part), "{run:?}");
    }
    let wrong = program.clone().with("PERSONEEL_FIRST_MONTH", "1");
    assert!(wrong.run(&["diplomas", "list"]).await.expect(2).stderr.contains("8 for August"));
}

#[tokio::test(flavor = "multi_thread")]
async fn dates_have_several_forms() {
    let server = Canned::with_tokens(|_: &Request| crate::support::json("[]")).await;
    let program = server.program();
    for day in ["2026-09-01", "01/09/2026", "1/9/2026"] {
        program.run(&["photos", "list", "--school-year", YEAR, "--changed-since", day]).await.expect(0);
        assert!(server.requests().last().unwrap().path().contains("2026-09-01"), "{day}");
    }
    let run = program.run(&["photos", "list", "--changed-since", "30/02/2026"]).await.expect(2);
    assert!(run.stderr.contains("there is no day 30 in February 2026, which has 28 days"), "{run:?}");
}
