//! The output formats, byte for byte.

use crate::support::{Canned, Request, Response, YEAR, json};

const EMPLOYEES: &str = include_str!("employees.json");

async fn staff() -> Canned {
    Canned::with_tokens(|request: &Request| -> Response {
        if request.path().starts_with("/employees?") {
            json(EMPLOYEES)
        } else {
            let rows: Vec<serde_json::Value> = serde_json::from_str(EMPLOYEES).unwrap();
            json(&rows[0].to_string())
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_matches_its_golden_file() {
    let server = staff().await;
    for format in ["table", "json", "ndjson", "csv"] {
        let run = server.program().run(&["employees", "list", "--school-year", YEAR, "-f", format]).await.expect(0);
        assert_eq!(run.stderr, "");
        if format == "ndjson" {
            let rows: Vec<serde_json::Value> =
                run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert_eq!(serde_json::Value::from(rows), serde_json::from_str::<serde_json::Value>(EMPLOYEES).unwrap());
        }
        insta::assert_snapshot!(format!("employees-{format}"), run.stdout);
    }
    let excel = ["employees", "list", "--school-year", YEAR, "-f", "csv", "--csv-dialect", "excel-be"];
    let run = server.program().run(&excel).await.expect(0);
    assert!(run.stdout.starts_with('\u{feff}') && run.stdout.ends_with("\r\n"));
    insta::assert_snapshot!("employees-excel", run.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_shows_every_field() {
    let server = staff().await;
    let person = "42cd5a20-e22f-45d7-973c-fab8734dec50";
    let run = server.program().run(&["employees", "get", person, "--school-year", YEAR, "-f", "table"]).await.expect(0);
    let employee: serde_json::Value = serde_json::from_str::<Vec<_>>(EMPLOYEES).unwrap().remove(0);
    for field in employee.as_object().unwrap().keys() {
        assert!(run.stdout.lines().any(|line| line.split([' ', '.']).next() == Some(field)), "{field}: {run:?}");
    }
    insta::assert_snapshot!("employee-table", run.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn json_is_printed_as_the_service_sent_it() {
    let server = staff().await;
    let run = server.program().run(&["employees", "list", "--school-year", YEAR]).await.expect(0);
    // This includes a field that no guide knows, and the first of two equal keys.
    assert_eq!(run.json(), serde_json::from_str::<serde_json::Value>(EMPLOYEES).unwrap());
    assert!(run.stdout.contains("\"pToekomst\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_fit_the_width() {
    let server = staff().await;
    for width in [40, 60, 80, 120, 200] {
        let program = server.program().with("COLUMNS", width.to_string());
        let run = program.run(&["employees", "list", "--school-year", YEAR, "-f", "table"]).await.expect(0);
        assert!(run.stdout.lines().all(|line| line.chars().count() <= width), "{width}: {run:?}");
        assert!(!run.stdout.contains('\u{1b}'), "colours are for terminals only, and never the service's own");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_data_is_an_empty_list() {
    let server = Canned::with_tokens(|_: &Request| crate::support::http("404 Not Found", "", "")).await;
    for (format, expected) in [("json", "[]\n"), ("ndjson", ""), ("csv", ""), ("table", "")] {
        let run = server.program().run(&["employees", "list", "--school-year", YEAR, "-f", format]).await.expect(0);
        assert_eq!(run.stdout, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn excel_reads_text_as_text_and_dates_as_dates() {
    let rows: Vec<String> = [("3-5", "\"MRT-1\"", "2026-11-02T00:00:00", "12.5"), ("12A", "7", "1965-02-16T08:30:00", "20")]
        .iter()
        .enumerate()
        .map(|(digit, (number, value, day, hours))| {
            format!(
                r#"{{"personId":"00000000-0000-4000-8000-00000000000{digit}","nummer":"{number}","waarde":{value},"dag":"{day}","uren":{hours},"tel":"+32 50 12 34 56"}}"#
            )
        })
        .collect();
    let body = format!("[{}]", rows.join(","));
    let server = Canned::with_tokens(move |_: &Request| json(&body)).await;
    let list = ["appointments", "list", "--school-year", YEAR, "-f", "csv", "--csv-dialect", "excel-be"];
    let run = server.program().run(&list).await.expect(0);
    let lines: Vec<_> = run.stdout.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines,
        [
            "personId;nummer;waarde;dag;uren;tel",
            r#"00000000-0000-4000-8000-000000000000;"=""3-5""";"=""MRT-1""";2026-11-02;12,5;"=""+32 50 12 34 56""""#,
            r#"00000000-0000-4000-8000-000000000001;"=""12A""";"=""7""";1965-02-16 08:30:00;20;"=""+32 50 12 34 56""""#,
        ]
    );
}
