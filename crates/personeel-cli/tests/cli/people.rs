//! People by id, by stamnummer and by name.

use serde_json::Value;

use crate::support::{Program, SCHOOL, YEAR, sandbox};

async fn read_staff(program: &Program) -> Vec<Value> {
    let all = program.run(&["employees", "list", "--school-year", YEAR]).await.expect(0).json();
    all.as_array().unwrap().clone()
}

fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row[field].as_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_by_id_stamnummer_and_name() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let staff = read_staff(&program).await;
    let employee = staff
        .iter()
        .find(|row| {
            let shared = |other: &&Value| text(other, "naam") == text(row, "naam");
            staff.iter().filter(shared).count() == 1
        })
        .unwrap();
    let full = format!("{} {}", text(employee, "voornaam"), text(employee, "naam").to_uppercase());
    for named in [text(employee, "personId"), text(employee, "stamnr"), &full, text(employee, "naam")] {
        let found = program.run(&["employees", "get", named, "--school-year", YEAR]).await.expect(0).json();
        assert_eq!(found["personId"], employee["personId"], "{named}");
        let own =
            program.run(&["assignments", "list", "--person", named, "--school-year", YEAR]).await.expect(0).json();
        let own = own.as_array().unwrap();
        assert!(!own.is_empty() && own.iter().all(|row| row["personId"] == employee["personId"]), "{named}");
    }
    // Appointments of one person take no school year, so the person is looked up in the current one.
    let today = program.clone().with("PERSONEEL_TODAY", "2026-11-23");
    today.run(&["appointments", "list", "--person", text(employee, "stamnr")]).await.expect(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn several_matches_are_listed_and_no_match_says_how_to_search() {
    let sandbox = sandbox().employees(60).start().await.unwrap();
    let program = Program::of(&sandbox);
    let staff = read_staff(&program).await;
    let shares = |row: &&Value| staff.iter().filter(|other| other["naam"] == row["naam"]).count() > 1;
    let name = text(staff.iter().find(shares).unwrap(), "naam");
    let several: Vec<_> = staff.iter().filter(|row| text(row, "naam") == name).collect();
    let get = ["employees", "get", name, "--school-year", YEAR];
    let run = program.run(&get).await.expect(2);
    for row in &several {
        assert!(run.stderr.contains(text(row, "personId")) && run.stderr.contains(text(row, "voornaam")), "{run:?}");
    }
    // The error itself holds ids but no names.
    let error = program.run(&[&get[..], &["-f", "json"]].concat()).await.expect(2).error();
    let message = error["message"].as_str().unwrap();
    assert!(message.contains(text(several[0], "personId")) && !message.contains(name), "{message}");
    let nobody = program.run(&["employees", "get", "Niemand", "--school-year", YEAR]).await.expect(9);
    assert!(nobody.stderr.contains("employees list --where 'naam~PART'"), "{nobody:?}");
    let wrong = program.run(&["employees", "get", "1234", "--school-year", YEAR]).await.expect(2);
    assert!(wrong.stderr.contains("a stamnummer of 11 digits or a name"), "{wrong:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_take_an_id_or_stamnummer_but_no_name() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let employee = read_staff(&program).await.remove(0);
    let put = |person| {
        [
            "interruptions",
            "put",
            person,
            "--structure",
            "311",
            "--from",
            "02/11/2026",
            "--until",
            "6/11/2026",
            "--sender",
            "test",
        ]
    };
    let run = program.run(&put(text(&employee, "naam"))).await.expect(2);
    assert!(run.stderr.contains("a personId or a stamnummer"), "{run:?}");
    let before = sandbox.interruptions(SCHOOL.parse().unwrap()).len();
    let shown = program.run(&[&put(text(&employee, "stamnr"))[..], &["--dry-run"]].concat()).await.expect(0).json();
    assert!(shown["path"].as_str().unwrap().contains(text(&employee, "personId")), "{shown}");
    // The school year is that of the first day.
    assert_eq!((&shown["body"]["schooljaar"], &shown["body"]["begindatum"]), (&YEAR.into(), &"2026-11-02".into()));
    program.run(&put(text(&employee, "stamnr"))).await.expect(0);
    assert_eq!(sandbox.interruptions(SCHOOL.parse().unwrap()).len(), before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_added_to_ids() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let staff = read_staff(&program).await;
    for resource in ["assignments", "interruptions", "diplomas"] {
        let list = [resource, "list", "--school-year", YEAR];
        let rows = program.run(&[&list[..], &["--names"]].concat()).await.expect(0).json();
        for row in rows.as_array().unwrap() {
            let employee = staff.iter().find(|employee| employee["personId"] == row["personId"]).unwrap();
            assert_eq!(
                (&row["persoon"]["naam"], &row["persoon"]["stamnr"]),
                (&employee["naam"], &employee["stamnr"]),
                "{resource}"
            );
        }
        let table = program.run(&[&list[..], &["--names", "-f", "table"]].concat()).await.expect(0).stdout;
        assert!(table.starts_with("persoon.naam") && !table.contains("personId"), "{table}");
        // A column of the person needs no flag.
        let csv = [&list[..], &["--columns", "wie=persoon.naam", "-f", "csv"]].concat();
        let csv = program.run(&csv).await.expect(0).stdout;
        assert!(csv.lines().nth(1).is_some_and(|line| staff.iter().any(|employee| employee["naam"] == line)), "{csv}");
    }
}
