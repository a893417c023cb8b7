//! `--columns`, `--where` and `--sort`.

use serde_json::{Value, json};

use crate::support::{Program, SCHOOL, YEAR, sandbox};

const STAFF: [&str; 4] = ["employees", "list", "--school-year", YEAR];

fn with<'a>(list: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [list, more].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_the_same_in_every_format() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let columns = [
        "--columns",
        "naam,email=emailadressen[type=School].email,gsm=comnrs[soort=Gsm].nr",
        "--sort",
        "naam,voornaam",
    ];
    let all = program.run(&STAFF).await.expect(0).json();
    let rows = program.run(&with(&STAFF, &columns)).await.expect(0).json();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), all.as_array().unwrap().len());
    // The expected rows, computed without the program's paths.
    let mut expected: Vec<Value> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let first = |list: &str, field: &str, value: &str, wanted: &str| {
                let items = row[list].as_array().into_iter().flatten();
                items.filter(|item| item[field] == value).map(|item| item[wanted].clone()).next().unwrap_or(Value::Null)
            };
            json!({
                "naam": row["naam"],
                "email": first("emailadressen", "type", "School", "email"),
                "gsm": first("comnrs", "soort", "Gsm", "nr"),
            })
        })
        .collect();
    let mut found = rows.clone();
    let key = |row: &Value| row.to_string();
    found.sort_by_key(key);
    expected.sort_by_key(key);
    assert_eq!(found, expected);
    assert!(expected.iter().any(|row| row["email"].is_string()) && expected.iter().any(|row| row["gsm"].is_string()));
    // Sorting ignores case: De Smet is next to de Smet.
    let names: Vec<_> = rows.iter().map(|row| row["naam"].as_str().unwrap().to_lowercase()).collect();
    assert!(names.is_sorted(), "{names:?}");
    let csv = program.run(&with(&with(&STAFF, &columns), &["-f", "csv"])).await.expect(0).stdout;
    assert!(csv.starts_with("naam,email,gsm\r\n"), "{csv}");
    assert_eq!(csv.lines().count(), rows.len() + 1);
    let table = program.run(&with(&with(&STAFF, &columns), &["-f", "table"])).await.expect(0).stdout;
    assert_eq!(table.lines().next().unwrap().split_whitespace().collect::<Vec<_>>(), ["naam", "email", "gsm"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_csv_without_rows_has_a_header() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let nobody = ["--where", "naam=Niemand", "--columns", "naam,Eerste dienst=eersteDienstSchool", "-f", "csv"];
    let run = program.run(&with(&STAFF, &nobody)).await.expect(0);
    assert_eq!(run.stdout, "naam,Eerste dienst\r\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_select_records() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let all = program.run(&STAFF).await.expect(0).json();
    let all = all.as_array().unwrap();
    let born = |row: &Value| row["geboortedatum"].as_str().unwrap_or_default().to_owned();
    let count = |matches: &dyn Fn(&Value) -> bool| all.iter().filter(|row| matches(row)).count();
    let month = &born(&all[0])[5..7];
    let of_month = format!("geboortedatum month of {}", month.parse::<u8>().unwrap());
    let day = format!("geboortedatum = {}/{}/{}", &born(&all[0])[8..10], month, &born(&all[0])[..4]);
    let cases: [(&str, usize); 5] = [
        (&of_month, count(&|row| &born(row)[5..7] == month)),
        (&day, count(&|row| born(row) == born(&all[0]))),
        ("geboortedatum before 01/01/1980", count(&|row| born(row).as_str() < "1980")),
        ("isActive=ja", count(&|row| row["isActive"] == true)),
        (
            "hoofdAmbt.naam ~ LERAAR",
            count(&|row| row["hoofdAmbt"]["naam"].as_str().is_some_and(|n| n.contains("Leraar"))),
        ),
    ];
    for (condition, expected) in cases {
        let found = program.run(&with(&STAFF, &["--where", condition])).await.expect(0).json();
        assert_eq!(found.as_array().unwrap().len(), expected, "{condition}");
        assert!(expected > 0, "{condition}");
    }
    // All conditions must hold, and the records keep their order and content.
    let both = ["--where", "isActive=yes", "--where", "geboortedatum before 1980-01-01"];
    let found = program.run(&with(&STAFF, &both)).await.expect(0).json();
    let expected: Vec<_> = all.iter().filter(|row| row["isActive"] == true && born(row).as_str() < "1980").collect();
    assert_eq!(found.as_array().unwrap().iter().collect::<Vec<_>>(), expected);
    for (wrong, part) in [
        ("naam", "FIELD=VALUE"),
        ("geboortedatum before 30/02/2026", "there is no day 30 in February 2026, which has 28 days"),
        ("naaam=x", "did you mean 'naam'"),
    ] {
        let run = program.run(&with(&STAFF, &["--where", wrong])).await.expect(2);
        assert!(run.stderr.contains(part), "{run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_institutes_are_sorted_together_and_named() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007,038281");
    let list = with(&STAFF, &["--columns", "naam", "--sort", "naam"]);
    let csv = program.run(&with(&list, &["-f", "csv"])).await.expect(0).stdout;
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("instituteNo,naam"));
    let names: Vec<_> = lines.map(|line| line.split_once(',').unwrap().1.to_lowercase()).collect();
    assert!(names.len() > 30 && names.is_sorted(), "{names:?}");
    // The JSON document keeps its shape.
    let document = program.run(&list).await.expect(0).json();
    assert_eq!(document["complete"], true);
    let own = document["institutes"][SCHOOL].as_array().unwrap();
    assert!(own.iter().all(|row| row.as_object().unwrap().keys().eq(["naam"])));
}

#[tokio::test(flavor = "multi_thread")]
async fn help_lists_columns_with_their_meaning_and_needs_no_settings() {
    let program = Program::bare();
    let rows = program.run(&["employees", "list", "--columns", "help"]).await.expect(0).json();
    let rows = rows.as_array().unwrap();
    let of = |column: &str| rows.iter().find(|row| row["column"] == column).unwrap();
    assert_eq!(of("geboortedatum")["meaning"], "Date of birth of the employee.");
    assert_eq!(of("geboortedatum")["kind"], "date");
    assert!(of("emailadressen.type")["meaning"].as_str().unwrap().contains("One of: Eigen, School, Privé."));
    let table = program.run(&["assignments", "list", "--columns", "help", "-f", "table"]).await.expect(0).stdout;
    assert!(table.contains("persoon.naam") && table.contains("Hours of the assignment."), "{table}");
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_are_saved_under_a_name() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let path = program.home.path().join("config.toml");
    std::fs::write(&path, "[default.columns]\nmail = 'naam,email=emailadressen[type=School].email'\n").unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let program = program.with("PERSONEEL_CONFIG", &path);
    let csv = program.run(&with(&STAFF, &["--columns", "mail", "-f", "csv"])).await.expect(0).stdout;
    assert!(csv.starts_with("naam,email\r\n"), "{csv}");
    let help = program.run(&with(&STAFF, &["--columns", "help"])).await.expect(0).json();
    let saved = help.as_array().unwrap().iter().find(|row| row["column"] == "mail").unwrap();
    assert_eq!(saved["kind"], "saved");
    let run = program.run(&with(&STAFF, &["--columns", "mial"])).await.expect(2);
    assert!(run.stderr.contains("no record has a field 'mial'") && run.stdout.is_empty(), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_outside_a_terminal_is_not_truncated() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let table = program.run(&with(&STAFF, &["-f", "table"])).await.expect(0).stdout;
    assert!(table.lines().next().unwrap().ends_with("emailadressen.email"), "{table}");
    assert!(!table.contains('…'), "{table}");
}
