//! Long lists, and lists that break off: either the complete list or an error.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use crate::photos::files;
use crate::support::{Canned, Program, Request, Response, YEAR, http, json};

const LIST: [&str; 4] = ["employees", "list", "--school-year", YEAR];

fn employee(number: usize, more: &str) -> String {
    format!(
        r#"{{"pPersoon":{number},"personId":"00000000-0000-4000-8000-{number:012}","naam":"Peeters","voornaam":"An","geslacht":"V","isActive":true,"isMindervalide":false,"isOverleden":false{more}}}"#
    )
}

fn list(rows: impl Iterator<Item = String>) -> String {
    format!("[{}]", rows.collect::<Vec<_>>().join(","))
}

/// Sends the first part of a body, with the length of all of it.
fn truncated(body: &str, length: usize) -> Response {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    Response::Bytes([head.as_bytes(), &body.as_bytes()[..length]].concat())
}

/// A service whose list breaks off this many times before it is sent completely.
async fn breaking_service(body: String, times: usize) -> (Canned, Arc<AtomicUsize>) {
    let attempts = Arc::new(AtomicUsize::new(0));
    let turn = Arc::clone(&attempts);
    let server = Canned::with_tokens(move |_: &Request| match turn.fetch_add(1, Ordering::SeqCst) {
        before if before < times => truncated(&body, body.len() * 3 / 4),
        _ => json(&body),
    })
    .await;
    (server, attempts)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_breaks_off_is_retried_and_printed_once() {
    let body = list((0..40).map(|number| employee(number, "")));
    let expected: Value = serde_json::from_str(&body).unwrap();
    for format in ["json", "ndjson", "csv", "table"] {
        let (server, attempts) = breaking_service(body.clone(), 2).await;
        let run = server.program().run(&[&LIST[..], &["-f", format, "-v"]].concat()).await.expect(0);
        assert_eq!(attempts.load(Ordering::SeqCst), 3);
        match format {
            "json" => assert_eq!(run.json(), expected),
            // CSV and tables have a header as well.
            "ndjson" => assert_eq!(run.stdout.lines().count(), 40, "{run:?}"),
            _ => assert_eq!(run.stdout.lines().count(), 41, "{run:?}"),
        }
        let retries =
            run.stderr.lines().filter(|line| line.contains("the connection broke") && line.contains("; retrying in"));
        assert_eq!(retries.count(), if format == "json" { 0 } else { 2 }, "{run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_always_breaks_off_prints_nothing() {
    let body = list((0..40).map(|number| employee(number, "")));
    for format in ["json", "ndjson", "csv", "table"] {
        let (server, attempts) = breaking_service(body.clone(), usize::MAX).await;
        let run = server.program().run(&[&LIST[..], &["-f", format, "--retries", "1"]].concat()).await.expect(6);
        assert_eq!((run.stdout.as_str(), attempts.load(Ordering::SeqCst)), ("", 2), "{run:?}");
        assert!(run.stderr.contains("the connection broke in the middle of the list"), "{run:?}");
    }
    // An undecodable last row fails the list, as the first row would.
    let odd = list((0..40).map(|number| employee(number, if number == 39 { r#","adressen":7"# } else { "" })));
    let server = Canned::with_tokens(move |_: &Request| json(&odd)).await;
    let run = server.program().run(&[&LIST[..], &["-f", "ndjson"]].concat()).await.expect(7);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("[39].adressen"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_too_long_for_memory_are_printed_like_short_ones() {
    const ROWS: usize = 4_000;
    let more = format!(r#","nieuw":"{}""#, "x".repeat(400));
    let body = list((0..ROWS).map(|number| employee(number, &more)));
    let rows: Value = serde_json::from_str(&body).unwrap();
    let server = Canned::with_tokens(move |_: &Request| json(&body)).await;
    let temporary = tempfile::tempdir().unwrap();
    let single = server.program().with("TMPDIR", temporary.path());
    let three = single.clone().with("PERSONEEL_INSTITUTE", "011007,038281,999999");

    assert_eq!(single.run(&LIST).await.expect(0).json(), rows);
    let document = three.run(&LIST).await.expect(0).json();
    for number in ["011007", "038281", "999999"] {
        assert_eq!(document["institutes"][number], rows, "{number}");
    }
    for (format, heads) in [("ndjson", 0), ("csv", 1), ("table", 1)] {
        let run = three.run(&[&LIST[..], &["-f", format]].concat()).await.expect(0);
        assert_eq!(run.stdout.lines().count(), 3 * ROWS + heads, "{format}");
        // Rows are in the order of the institutes, whatever the order of arrival.
        let last = run.stdout.lines().last().unwrap();
        assert!(last.contains("999999") && last.contains("000000003999"), "{last}");
    }
    assert_eq!(std::fs::read_dir(temporary.path()).unwrap().count(), 0, "nothing is left behind");

    let nowhere = single.with("TMPDIR", temporary.path().join("nowhere"));
    let run = nowhere.run(&[&LIST[..], &["-f", "ndjson"]].concat()).await.expect(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("the temporary file in") && run.stderr.contains("nowhere"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrency_limits_simultaneous_institutes() {
    for (given, limit) in [("1", 1), ("3", 3)] {
        let (now, seen) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (counted, highest) = (Arc::clone(&now), Arc::clone(&seen));
        let server = Canned::with_tokens(move |_: &Request| {
            highest.fetch_max(counted.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(30));
            counted.fetch_sub(1, Ordering::SeqCst);
            json("[]")
        })
        .await;
        let program = server.program().with("PERSONEEL_INSTITUTE", "011007,038281,999999,000001,000002,000003");
        program.run(&[&LIST[..], &["--concurrency", given]].concat()).await.expect(0);
        let seen = seen.load(Ordering::SeqCst);
        assert!((1..=limit).contains(&seen), "{seen} of {limit}");
    }
    let server = Canned::with_tokens(|_: &Request| json("[]")).await;
    for wrong in ["0", "-1", "257", "many"] {
        let run = server.program().run(&[&LIST[..], &[&format!("--concurrency={wrong}")]].concat()).await.expect(2);
        assert!(run.stderr.contains("from 1 to 256"), "{run:?}");
    }
}

/// Runs a query on the snapshot file.
fn run_query(program: &Program, query: &str) -> Vec<String> {
    let connection = rusqlite::Connection::open(program.home.path().join("s.db")).unwrap();
    let mut statement = connection.prepare(query).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_holds_complete_institutes_and_does_not_block_writers() {
    // The second institute fails in its second list; the list of employees of both breaks off once.
    let body = list((0..300).map(|number| employee(number, "")));
    let other = list((300..600).map(|number| employee(number, "")));
    let attempts = Arc::new(Mutex::new(Vec::<String>::new()));
    let path = Arc::new(Mutex::new(None::<std::path::PathBuf>));
    let locks = Arc::new(AtomicUsize::new(0));
    let (seen, file, locked) = (Arc::clone(&attempts), Arc::clone(&path), Arc::clone(&locks));
    let server = Canned::with_tokens(move |request: &Request| {
        let is_second = request.head.to_ascii_lowercase().contains("instituteno: 038281");
        // Another process can write meanwhile.
        let connection = rusqlite::Connection::open(file.lock().unwrap().as_ref().unwrap()).unwrap();
        connection.busy_timeout(Duration::ZERO).unwrap();
        let writes = connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK");
        locked.fetch_add(usize::from(writes.is_err()), Ordering::SeqCst);
        if request.path().starts_with("/employees?") {
            let body = if is_second { &other } else { &body };
            let mut seen = seen.lock().unwrap();
            let name = is_second.to_string();
            let is_again = seen.contains(&name);
            seen.push(name);
            return if is_again { json(body) } else { truncated(body, body.len() / 2) };
        }
        if is_second { http("500 Internal Server Error", "", "") } else { json("[]") }
    })
    .await;
    let program = server.program().with("PERSONEEL_INSTITUTE", "011007,038281");
    *path.lock().unwrap() = Some(program.home.path().join("s.db"));
    let take = ["snapshot", "--db", "s.db", "--school-year", YEAR, "--retries", "1", "--concurrency", "1"];
    let taken = program.run(&take).await.expect(8).json();
    assert_eq!((&taken["complete"], &taken["records"]), (&false.into(), &300.into()));
    assert_eq!(locks.load(Ordering::SeqCst), 0);
    assert_eq!(attempts.lock().unwrap().len(), 4);
    assert_eq!(run_query(&program, "SELECT DISTINCT institute FROM records"), ["011007"]);
    assert_eq!(run_query(&program, "SELECT count(*) || '' FROM records"), ["300"]);
    assert_eq!(run_query(&program, "SELECT count(*) || '' FROM bodies"), ["300"], "nothing of the failed institute");
    let left: Vec<_> = std::fs::read_dir(program.home.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["s.db"]);
}

fn photos(count: usize) -> String {
    list((0..count).map(|number| {
        // Each photo begins like a JPEG, and differs from the others.
        let photo = format!("/9j/4AAQ{number:08}");
        format!(r#"{{"personId":"00000000-0000-4000-8000-{number:012}","photo":"{photo}"}}"#)
    }))
}

fn is_complete(folder: &Path) -> bool {
    files(folder).iter().all(|(name, bytes)| {
        std::path::Path::new(name).extension().is_some_and(|extension| extension == "jpg") && bytes.len() == 12
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_of_a_list_that_breaks_off_are_complete_and_counted_once() {
    let save = ["photos", "save", "--out", "album", "--school-year", YEAR, "--retries", "1"];
    let (server, _) = breaking_service(photos(200), 1).await;
    let program = server.program();
    let counts = program.run(&save).await.expect(0).json()[0].take();
    assert_eq!((&counts["written"], &counts["unchanged"]), (&200.into(), &0.into()));
    assert_eq!(files(&program.home.path().join("album")).len(), 200);

    let (server, _) = breaking_service(photos(200), usize::MAX).await;
    let broken = server.program();
    let run = broken.run(&save).await.expect(6);
    assert_eq!(run.stdout, "");
    let album = broken.home.path().join("album");
    assert!(is_complete(&album), "no file is incomplete, and none is left over");
    // The next run finishes the work.
    let (server, _) = breaking_service(photos(200), 0).await;
    let program = server.program().with("HOME", broken.home.path());
    let out = album.display().to_string();
    let counts =
        program.run(&["photos", "save", "--out", &out, "--school-year", YEAR]).await.expect(0).json()[0].take();
    assert_eq!(counts["written"].as_u64().unwrap() + counts["unchanged"].as_u64().unwrap(), 200);
    assert!(is_complete(&album) && files(&album).len() == 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_photo_of_a_person_is_kept() {
    let row = |photo: &str| format!(r#"{{"personId":"00000000-0000-4000-8000-000000000001","photo":"{photo}"}}"#);
    let body = list([row("/9j/4AAQSkZJRg=="), row("iVBORw0KGgo=")].into_iter());
    let server = Canned::with_tokens(move |_: &Request| json(&body)).await;
    let program = server.program();
    program.run(&["photos", "save", "--out", "album", "--school-year", YEAR]).await.expect(0);
    let names: Vec<_> = files(&program.home.path().join("album")).into_keys().collect();
    assert_eq!(names, ["00000000-0000-4000-8000-000000000001.png"]);
}
