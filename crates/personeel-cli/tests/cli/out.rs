//! `--out FILE`.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Canned, Program, Request, Response, YEAR, json, sandbox};

const STAFF: [&str; 4] = ["employees", "list", "--school-year", YEAR];

async fn write_to(program: &Program, file: &str, more: &[&str]) -> crate::support::Run {
    program.run(&[&STAFF[..], &["--out", file], more].concat()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_extension_chooses_the_format() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    for (file, format) in [("a.csv", "csv"), ("a.json", "json"), ("a.NDJSON", "ndjson"), ("a.txt", "table")] {
        let run = write_to(&program, file, &[]).await.expect(0);
        assert!(run.stdout.is_empty() && run.stderr.is_empty(), "{run:?}");
        let path = program.home.path().join(file);
        let expected = program.run(&[&STAFF[..], &["-f", format]].concat()).await.expect(0).stdout;
        assert_eq!(std::fs::read_to_string(&path).unwrap(), expected, "{file}");
        assert_private(&path);
    }
    let run = write_to(&program, "excel.csv", &["--csv-dialect", "excel-be"]).await.expect(0);
    assert!(run.stdout.is_empty());
    assert!(std::fs::read(program.home.path().join("excel.csv")).unwrap().starts_with(b"\xef\xbb\xbf"));
    write_to(&program, "a.data", &["-f", "csv"]).await.expect(0);
    for (arguments, part) in [
        (&["a"][..], "unknown extension"),
        (&["a.csv", "-f", "json"], "different formats"),
        (&["a.xlsx", "-f", "csv"], "different formats"),
        (&["."], "unknown extension"),
    ] {
        let run = write_to(&program, arguments[0], &arguments[1..]).await.expect(2);
        assert!(run.stderr.contains(part), "{run:?}");
    }
    let run = write_to(&program, "weg/a.csv", &[]).await.expect(1);
    assert!(run.stderr.contains("cannot write weg/a.csv"), "{run:?}");
}

#[track_caller]
fn assert_private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    #[cfg(not(unix))]
    assert!(path.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_replaced_completely_or_not_at_all() {
    let sandbox = sandbox().faults("fail-institute=038281".parse().unwrap()).start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007,038281");
    let path = program.home.path().join("staff.csv");
    std::fs::write(&path, "yesterday's").unwrap();
    let run = write_to(&program, "staff.csv", &["--retries", "0"]).await.expect(8);
    assert!(run.stderr.contains("staff.csv was not written"), "{run:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "yesterday's");
    let run = write_to(&program, "staff.csv", &["--institute", "011007", "--columns", "naaam"]).await.expect(2);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "yesterday's", "{run:?}");
    write_to(&program, "staff.csv", &["--institute", "011007"]).await.expect(0);
    assert!(std::fs::read_to_string(&path).unwrap().contains("naam"));
    assert_private(&path);
    let others = std::fs::read_dir(program.home.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with(".personeel"));
    assert_eq!(others.count(), 0);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_symbolic_link_stays_one() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    let folder = program.home.path();
    std::fs::write(folder.join("there.json"), "").unwrap();
    std::os::unix::fs::symlink(folder.join("there.json"), folder.join("link.json")).unwrap();
    write_to(&program, "link.json", &[]).await.expect(0);
    assert!(std::fs::symlink_metadata(folder.join("link.json")).unwrap().is_symlink());
    assert!(std::fs::read_to_string(folder.join("there.json")).unwrap().starts_with('['));
}

/// Finds a Python with openpyxl: PERSONEEL_TEST_PYTHON, or the system's.
fn find_python() -> Option<PathBuf> {
    let given = std::env::var_os("PERSONEEL_TEST_PYTHON").map(PathBuf::from);
    let candidates = given.into_iter().chain(["python3", "python"].map(PathBuf::from));
    let has_openpyxl = |python: &PathBuf| {
        Command::new(python).args(["-c", "import openpyxl"]).output().is_ok_and(|output| output.status.success())
    };
    candidates.into_iter().find(has_openpyxl)
}

/// A Python script that prints what openpyxl finds in a workbook.
const READ: &str = r#"
import json, sys, openpyxl
page = openpyxl.load_workbook(sys.argv[1]).active
cell = lambda cell: [cell.data_type, cell.number_format, str(cell.value) if cell.value is not None else None]
print(json.dumps({
    "frozen": page.freeze_panes,
    "widths": {name: dimension.width for name, dimension in page.column_dimensions.items()},
    "rows": [[cell(c) for c in row] for row in page.iter_rows()],
}))
"#;

#[tokio::test(flavor = "multi_thread")]
async fn openpyxl_reads_the_workbook_as_intended() {
    let rows = r#"[
        {"personId":"00000000-0000-4000-8000-000000000001","code":"011007","formule":"=1+1","nr":"0470 12 34 56","som":"+32",
         "dag":"1957-02-16T00:00:00","uur":"2026-11-02T08:30:00","uren":12.50,"lang":123456789012345678901234,"klein":4.000,
         "actief":true,"leeg":null,"tekst":"3-5","lijst":[{"x":"a"},{"x":"b"}]},
        {"personId":"00000000-0000-4000-8000-000000000002","code":"2E3","formule":"x","nr":null,"som":"",
         "dag":null,"uur":"2026-11-02T00:00:00","uren":-0.1,"lang":1,"klein":0,
         "actief":false,"leeg":"","tekst":"Zo\u00eb <&> \u5c71","lijst":[]}]"#;
    let server = Canned::with_tokens(move |_: &Request| -> Response { json(rows) }).await;
    let program = server.program();
    let path = program.home.path().join("x.xlsx");
    let list = ["appointments", "list", "--school-year", YEAR, "--out", "x.xlsx"];
    program.run(&list).await.expect(0);
    assert_private(&path);
    assert!(std::fs::read(&path).unwrap().starts_with(b"PK"));
    let Some(python) = find_python() else {
        #[expect(clippy::print_stderr, reason = "the user should see which tests are skipped")]
        {
            eprintln!("SKIPPED: no Python with openpyxl; set PERSONEEL_TEST_PYTHON to one");
        }
        return;
    };
    let read = || {
        let output = Command::new(&python).args(["-c", READ]).arg(&path).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    let book = read();
    assert_eq!(book["frozen"], "A2");
    let heads: Vec<_> =
        book["rows"][0].as_array().unwrap().iter().map(|cell| cell[2].as_str().unwrap().to_owned()).collect();
    assert_eq!(
        heads,
        [
            "personId",
            "code",
            "formule",
            "nr",
            "som",
            "dag",
            "uur",
            "uren",
            "lang",
            "klein",
            "actief",
            "leeg",
            "tekst",
            "lijst.0.x",
            "lijst.1.x"
        ]
    );
    let cell = |row: usize, head: &str| {
        let index = heads.iter().position(|known| known == head).unwrap();
        let cell = &book["rows"][row][index];
        (
            cell[0].as_str().unwrap().to_owned(),
            cell[1].as_str().unwrap().to_owned(),
            cell[2].as_str().map(str::to_owned),
        )
    };
    for (row, head, kind, value) in [
        (1, "code", "s", "011007"),
        (2, "code", "s", "2E3"),
        (1, "formule", "s", "=1+1"),
        (1, "nr", "s", "0470 12 34 56"),
        (1, "som", "s", "+32"),
        (1, "tekst", "s", "3-5"),
        (2, "tekst", "s", "Zoë <&> 山"),
        (1, "dag", "d", "1957-02-16 00:00:00"),
        (1, "uur", "d", "2026-11-02 08:30:00"),
        (1, "uren", "n", "12.5"),
        (2, "uren", "n", "-0.1"),
        (1, "lang", "s", "123456789012345678901234"),
        (1, "klein", "n", "4"),
        (1, "actief", "b", "True"),
        (1, "lijst.1.x", "s", "b"),
    ] {
        let (found, format, text) = cell(row, head);
        assert_eq!((found.as_str(), text.as_deref()), (kind, Some(value)), "{head}");
        assert_eq!(format.starts_with("dd/mm/yyyy"), kind == "d", "{head}: {format}");
    }
    for (row, head) in [(1, "leeg"), (2, "leeg"), (2, "dag"), (2, "nr"), (2, "lijst.0.x")] {
        assert_eq!(cell(row, head).2, None, "{head}");
    }
    let widths = book["widths"].as_object().unwrap();
    assert!(
        widths["A"].as_f64().unwrap() > 36.0 && widths.values().all(|width| width.as_f64().unwrap() < 65.0),
        "{widths:?}"
    );
    // Chosen columns have their titles as headings.
    program.run(&[&list[..], &["--columns", "Dag=dag,alle=lijst.x,code", "--sort", "-code"]].concat()).await.expect(0);
    let book = read();
    let texts =
        |row: usize| -> Vec<_> { book["rows"][row].as_array().unwrap().iter().map(|cell| cell[2].clone()).collect() };
    assert_eq!(texts(0), ["Dag", "alle", "code"]);
    assert_eq!(texts(2), ["1957-02-16 00:00:00", "a, b", "011007"]);
}
