//! Commands for a nightly job: exit codes, and listing and removing snapshots.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::support::{Canned, Program, Request, YEAR, json as json_response};

const TAKE: [&str; 7] = ["snapshot", "--db", "s.db", "--school-year", YEAR, "--retries", "0"];

/// A school of a hundred people. A test sets the first name of the first person, and the interruptions.
struct School {
    server: Canned,
    state: Arc<Mutex<(String, Value)>>,
}

impl School {
    async fn open() -> Self {
        let state = Arc::new(Mutex::new(("An".to_owned(), json!([]))));
        let current = Arc::clone(&state);
        let server = Canned::with_tokens(move |request: &Request| {
            let (name, interruptions) = current.lock().unwrap().clone();
            match request.path().split('?').next().unwrap() {
                "/employees" => json_response(&staff(&name)),
                "/interruptions" | "/employees/interruptions" => json_response(&interruptions.to_string()),
                _ => json_response("[]"),
            }
        })
        .await;
        Self { server, state }
    }

    fn rename(&self, name: &str) {
        name.clone_into(&mut self.state.lock().unwrap().0);
    }

    fn interrupt(&self, interruptions: Value) {
        self.state.lock().unwrap().1 = interruptions;
    }
}

fn id(digit: usize) -> String {
    format!("00000000-0000-4000-8000-{digit:012}")
}

fn staff(first: &str) -> String {
    let employee = |digit: usize| {
        json!({
            "pPersoon": digit, "personId": id(digit), "naam": "Peeters", "voornaam": if digit == 1 { first } else { "Bo" },
            "geslacht": "V", "isActive": true, "isMindervalide": false, "isOverleden": false, "padding": "x".repeat(2000),
        })
    };
    Value::Array((1..=100).map(employee).collect()).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_exit_code_says_whether_anything_changed() {
    let school = School::open().await;
    let program = school.server.program();
    for _ in 0..2 {
        program.run(&TAKE).await.expect(0);
    }
    let same = program.run(&["diff", "--db", "s.db", "--exit-code", "-f", "json"]).await.expect(0).json();
    assert_eq!(same["changed"], json!([]));
    let quiet = program.run(&["diff", "--db", "s.db", "--quiet"]).await.expect(0);
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));

    school.rename("Ann");
    program.run(&TAKE).await.expect(0);
    let changed = program.run(&["diff", "--db", "s.db", "--exit-code", "-f", "json"]).await.expect(12);
    assert_eq!((changed.json()["changed"].as_array().unwrap().len(), changed.stderr.as_str()), (1, ""));
    let quiet = program.run(&["diff", "--db", "s.db", "--quiet"]).await.expect(12);
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
    // Without the flag the exit code stays as existing scripts expect it.
    program.run(&["diff", "--db", "s.db"]).await.expect(0);
    // The guard takes precedence, and reports even with --quiet.
    let guarded = program.run(&["diff", "--db", "s.db", "--quiet", "--max-change-pct", "0"]).await.expect(10);
    assert!(guarded.stdout.is_empty() && guarded.stderr.contains("--max-change-pct"), "{guarded:?}");
    program.run(&["diff", "--db", "none.db", "--quiet"]).await.expect(2);
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_came_or_left_show_their_dates_and_kind() {
    let school = School::open().await;
    let program = school.server.program();
    program.run(&TAKE).await.expect(0);
    school.interrupt(json!([{
        "doId": id(900), "personId": id(1), "begindatum": "2026-11-02T00:00:00", "einddatum": "2026-11-06T00:00:00",
        "code": "1", "omschrijving": "Ziekte", "hfd": "311",
    }]));
    program.run(&TAKE).await.expect(0);
    let came = program.run(&["diff", "--db", "s.db", "-f", "json"]).await.expect(0).json();
    let details = json!({
        "begindatum": "2026-11-02T00:00:00", "einddatum": "2026-11-06T00:00:00", "code": "1", "omschrijving": "Ziekte",
        "hfd": "311",
    });
    assert_eq!((&came["came"][0]["details"], &came["came"][0]["name"]), (&details, &"Peeters An".into()));
    let words = "begindatum 2026-11-02, einddatum 2026-11-06, code 1, omschrijving Ziekte, hfd 311";
    let wide = program.clone().with("COLUMNS", "200");
    let table = wide.run(&["diff", "--db", "s.db", "-f", "table"]).await.expect(0);
    assert!(table.stdout.contains(words), "{table:?}");

    school.interrupt(json!([]));
    program.run(&TAKE).await.expect(0);
    let left = program.run(&["diff", "--db", "s.db", "-f", "csv"]).await.expect(0);
    assert!(left.stdout.contains(&format!(",\"{words}\",\r\n")), "{left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn snapshots_are_listed_shown_and_removed_and_their_space_is_reclaimed() {
    let school = School::open().await;
    let program = school.server.program();
    for name in ["Ada", "Bea", "Cia", "Dea"] {
        school.rename(name);
        program.run(&TAKE).await.expect(0);
    }
    let list = program.run(&["snapshot", "list", "--db", "s.db"]).await.expect(0).json();
    let ids: Vec<_> = list.as_array().unwrap().iter().map(|row| row["id"].as_u64().unwrap()).collect();
    assert_eq!((ids, &list[0]["records"], &list[0]["complete"]), (vec![1, 2, 3, 4], &100.into(), &true.into()));
    // Global flags may come before the subcommand.
    assert_eq!(program.run(&["snapshot", "-f", "json", "list", "--db", "s.db"]).await.expect(0).json(), list);
    let shown = program.run(&["snapshot", "show", "--db", "s.db", "2"]).await.expect(0).json();
    assert_eq!((&shown["id"], &shown["institutes"]["011007"]["employees"]), (&2.into(), &100.into()));
    assert_eq!(shown["institutes"]["011007"]["diplomas"], 0);
    assert_eq!(program.run(&["snapshot", "show", "--db", "s.db"]).await.expect(0).json()["id"], 4);
    program.run(&["snapshot", "show", "--db", "s.db", "9"]).await.expect(9);
    program.run(&["snapshot", "list", "--db", "none.db"]).await.expect(2);

    let file = program.home.path().join("s.db");
    let length = || std::fs::metadata(&file).unwrap().len();
    let before = length();
    let prune = ["snapshot", "prune", "--db", "s.db", "--keep", "1"];
    let plan = program.run(&[&prune[..], &["--dry-run"]].concat()).await.expect(0).json();
    assert_eq!((&plan["removed"], &plan["kept"]), (&json!([1, 2, 3]), &json!([4])));
    let unconfirmed = program.run(&prune).await.expect(2);
    assert!(unconfirmed.stderr.contains("3 of the 4 snapshots"), "{unconfirmed:?}");
    assert_eq!(length(), before);
    let done = program.run(&[&prune[..], &["--yes"]].concat()).await.expect(0).json();
    assert_eq!((&done["bytesBefore"], &done["bytesAfter"]), (&before.into(), &length().into()));
    assert!(length() < before, "{before} {}", length());
    // Removed data is nowhere in the file, and the rest is complete.
    let bytes = std::fs::read(&file).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(!holds(r#""voornaam":"Ada""#) && holds(r#""voornaam":"Dea""#));
    program.run(&TAKE).await.expect(0);
    assert_eq!(program.run(&["diff", "--db", "s.db", "--quiet"]).await.expect(0).stdout, "");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    // Without anything to remove there is no question: no snapshot of today is older than a year.
    let none = program.run(&["snapshot", "prune", "--db", "s.db", "--keep", "1y"]).await.expect(0).json();
    assert_eq!(none["removed"], json!([]));
    for bad in ["0", "90m", "-1", "alles"] {
        program.run(&["snapshot", "prune", "--db", "s.db", &format!("--keep={bad}")]).await.expect(2);
    }
}

/// The README's recipe, run as cron runs it.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_nightly_recipe_prints_nothing_without_changes() {
    use std::path::Path;

    let school = School::open().await;
    let program = school.server.program();
    let recipe = Path::new(env!("CARGO_MANIFEST_DIR")).join("recipes/personeel-nightly");
    let folder = Path::new(env!("CARGO_BIN_EXE_personeel")).parent().unwrap().display().to_string();
    let night = async |program: &Program| {
        let mut command = tokio::process::Command::new("sh");
        let path = format!("{folder}:{}", std::env::var("PATH").unwrap_or_default());
        command.arg(&recipe).arg("data").env_clear().envs(program.environment().iter().cloned()).env("PATH", path);
        let output = command.current_dir(program.home.path()).output().await.unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let quiet = (Some(0), String::new(), String::new());
    assert_eq!(night(&program).await, quiet, "the first night");
    assert_eq!(night(&program).await, quiet, "nothing changed");
    school.rename("Zoe");
    let (code, out, errors) = night(&program).await;
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    assert!(out.contains("1 changed") && !out.contains("Zoe"), "{out}");
    let changes: Vec<_> = std::fs::read_dir(program.home.path().join("data"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    assert_eq!(changes.len(), 1);
    assert!(std::fs::read_to_string(&changes[0]).unwrap().contains("Zoe"));
    let (code, _, errors) = night(&program.clone().with("PERSONEEL_API_URL", "http://127.0.0.1:9")).await;
    assert_eq!(code, Some(6), "{errors}");
    assert!(errors.contains("127.0.0.1"), "{errors}");
}
