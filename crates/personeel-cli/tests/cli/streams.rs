//! Lists that are long, and lists that break off: all of them or an error, and never half of one.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use crate::photos::files;
use crate::support::{Answer, Asked, Canned, Program, YEAR, http, json};

const LIST: [&str; 4] = ["employees", "list", "--school-year", YEAR];

fn employee(number: usize, more: &str) -> String {
    format!(
        r#"{{"pPersoon":{number},"personId":"00000000-0000-4000-8000-{number:012}","naam":"Peeters","voornaam":"An","geslacht":"V","isActive":true,"isMindervalide":false,"isOverleden":false{more}}}"#
    )
}

fn list(rows: impl Iterator<Item = String>) -> String {
    format!("[{}]", rows.collect::<Vec<_>>().join(","))
}

/// The first part of a body that is announced as a whole.
fn cut(body: &str, length: usize) -> Answer {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    Answer::Bytes([head.as_bytes(), &body.as_bytes()[..length]].concat())
}

/// A service whose list breaks off so often before it comes whole.
async fn breaking(body: String, times: usize) -> (Canned, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let turn = Arc::clone(&asked);
    let server = Canned::with_tokens(move |_: &Asked| match turn.fetch_add(1, Ordering::SeqCst) {
        before if before < times => cut(&body, body.len() * 3 / 4),
        _ => json(&body),
    })
    .await;
    (server, asked)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_breaks_off_is_asked_for_again_and_printed_once() {
    let body = list((0..40).map(|number| employee(number, "")));
    let expected: Value = serde_json::from_str(&body).unwrap();
    for format in ["json", "ndjson", "csv", "table"] {
        let (server, asked) = breaking(body.clone(), 2).await;
        let run = server.program().run(&[&LIST[..], &["-f", format, "-v"]].concat()).await.expect(0);
        assert_eq!(asked.load(Ordering::SeqCst), 3);
        match format {
            "json" => assert_eq!(run.json(), expected),
            // A head stands over the others.
            "ndjson" => assert_eq!(run.stdout.lines().count(), 40, "{run:?}"),
            _ => assert_eq!(run.stdout.lines().count(), 41, "{run:?}"),
        }
        let told =
            run.stderr.lines().filter(|line| line.contains("the connection broke") && line.contains("; again in"));
        assert_eq!(told.count(), if format == "json" { 0 } else { 2 }, "{run:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_breaks_off_for_good_prints_nothing() {
    let body = list((0..40).map(|number| employee(number, "")));
    for format in ["json", "ndjson", "csv", "table"] {
        let (server, asked) = breaking(body.clone(), usize::MAX).await;
        let run = server.program().run(&[&LIST[..], &["-f", format, "--retries", "1"]].concat()).await.expect(6);
        assert_eq!((run.stdout.as_str(), asked.load(Ordering::SeqCst)), ("", 2), "{run:?}");
        assert!(run.stderr.contains("the connection broke within the list"), "{run:?}");
    }
    // A fault in the last row costs the list, as one in the first does.
    let odd = list((0..40).map(|number| employee(number, if number == 39 { r#","adressen":7"# } else { "" })));
    let server = Canned::with_tokens(move |_: &Asked| json(&odd)).await;
    let run = server.program().run(&[&LIST[..], &["-f", "ndjson"]].concat()).await.expect(7);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("[39].adressen"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_that_are_too_long_for_memory_are_printed_as_short_ones_are() {
    const ROWS: usize = 4_000;
    let more = format!(r#","nieuw":"{}""#, "x".repeat(400));
    let body = list((0..ROWS).map(|number| employee(number, &more)));
    let rows: Value = serde_json::from_str(&body).unwrap();
    let server = Canned::with_tokens(move |_: &Asked| json(&body)).await;
    let places = tempfile::tempdir().unwrap();
    let one = server.program().with("TMPDIR", places.path());
    let three = one.clone().with("PERSONEEL_INSTITUTE", "011007,038281,999999");

    assert_eq!(one.run(&LIST).await.expect(0).json(), rows);
    let document = three.run(&LIST).await.expect(0).json();
    for number in ["011007", "038281", "999999"] {
        assert_eq!(document["institutes"][number], rows, "{number}");
    }
    for (format, heads) in [("ndjson", 0), ("csv", 1), ("table", 1)] {
        let run = three.run(&[&LIST[..], &["-f", format]].concat()).await.expect(0);
        assert_eq!(run.stdout.lines().count(), 3 * ROWS + heads, "{format}");
        // In the order of the institutes, however their rows came.
        let last = run.stdout.lines().last().unwrap();
        assert!(last.contains("999999") && last.contains("000000003999"), "{last}");
    }
    assert_eq!(std::fs::read_dir(places.path()).unwrap().count(), 0, "nothing is left behind");

    let nowhere = one.with("TMPDIR", places.path().join("nowhere"));
    let run = nowhere.run(&[&LIST[..], &["-f", "ndjson"]].concat()).await.expect(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("the temporary file in") && run.stderr.contains("nowhere"), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_institutes_are_asked_at_a_time_than_may_be() {
    for (given, most) in [("1", 1), ("3", 3)] {
        let (now, seen) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (counted, highest) = (Arc::clone(&now), Arc::clone(&seen));
        let server = Canned::with_tokens(move |_: &Asked| {
            highest.fetch_max(counted.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(30));
            counted.fetch_sub(1, Ordering::SeqCst);
            json("[]")
        })
        .await;
        let program = server.program().with("PERSONEEL_INSTITUTE", "011007,038281,999999,000001,000002,000003");
        program.run(&[&LIST[..], &["--concurrency", given]].concat()).await.expect(0);
        let seen = seen.load(Ordering::SeqCst);
        assert!((1..=most).contains(&seen), "{seen} of {most}");
    }
    let server = Canned::with_tokens(|_: &Asked| json("[]")).await;
    for wrong in ["0", "-1", "257", "many"] {
        let run = server.program().run(&[&LIST[..], &[&format!("--concurrency={wrong}")]].concat()).await.expect(2);
        assert!(run.stderr.contains("from 1 to 256"), "{run:?}");
    }
}

/// What a query gives of the file of snapshots.
fn query(program: &Program, query: &str) -> Vec<String> {
    let connection = rusqlite::Connection::open(program.home.path().join("s.db")).unwrap();
    let mut statement = connection.prepare(query).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_holds_what_counts_and_keeps_nobody_waiting() {
    // The second school fails in its second list; the list of employees of both breaks off once.
    let body = list((0..300).map(|number| employee(number, "")));
    let other = list((300..600).map(|number| employee(number, "")));
    let asked = Arc::new(Mutex::new(Vec::<String>::new()));
    let path = Arc::new(Mutex::new(None::<std::path::PathBuf>));
    let locks = Arc::new(AtomicUsize::new(0));
    let (seen, file, locked) = (Arc::clone(&asked), Arc::clone(&path), Arc::clone(&locks));
    let server = Canned::with_tokens(move |asked: &Asked| {
        let is_second = asked.head.to_ascii_lowercase().contains("instituteno: 038281");
        // Whoever wants to write meanwhile can.
        let connection = rusqlite::Connection::open(file.lock().unwrap().as_ref().unwrap()).unwrap();
        connection.busy_timeout(Duration::ZERO).unwrap();
        let writes = connection.execute_batch("BEGIN IMMEDIATE; ROLLBACK");
        locked.fetch_add(usize::from(writes.is_err()), Ordering::SeqCst);
        if asked.path().starts_with("/employees?") {
            let body = if is_second { &other } else { &body };
            let mut seen = seen.lock().unwrap();
            let name = is_second.to_string();
            let is_again = seen.contains(&name);
            seen.push(name);
            return if is_again { json(body) } else { cut(body, body.len() / 2) };
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
    assert_eq!(asked.lock().unwrap().len(), 4);
    assert_eq!(query(&program, "SELECT DISTINCT institute FROM records"), ["011007"]);
    assert_eq!(query(&program, "SELECT count(*) || '' FROM records"), ["300"]);
    assert_eq!(query(&program, "SELECT count(*) || '' FROM bodies"), ["300"], "nothing of a school that failed");
    let left: Vec<_> = std::fs::read_dir(program.home.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(left, ["s.db"]);
}

fn photos(count: usize) -> String {
    list((0..count).map(|number| {
        // A JPEG begins so; each is another.
        let photo = format!("/9j/4AAQ{number:08}");
        format!(r#"{{"personId":"00000000-0000-4000-8000-{number:012}","photo":"{photo}"}}"#)
    }))
}

fn is_whole(folder: &Path) -> bool {
    files(folder).iter().all(|(name, bytes)| name.ends_with(".jpg") && bytes.len() == 12)
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_of_a_list_that_breaks_off_are_whole_and_counted_once() {
    let save = ["photos", "save", "--out", "album", "--school-year", YEAR, "--retries", "1"];
    let (server, _) = breaking(photos(200), 1).await;
    let program = server.program();
    let counts = program.run(&save).await.expect(0).json()[0].take();
    assert_eq!((&counts["written"], &counts["unchanged"]), (&200.into(), &0.into()));
    assert_eq!(files(&program.home.path().join("album")).len(), 200);

    let (server, _) = breaking(photos(200), usize::MAX).await;
    let broken = server.program();
    let run = broken.run(&save).await.expect(6);
    assert_eq!(run.stdout, "");
    let album = broken.home.path().join("album");
    assert!(is_whole(&album), "no file is half, and none is left over");
    // The next run finishes the work.
    let (server, _) = breaking(photos(200), 0).await;
    let program = server.program().with("HOME", broken.home.path());
    let out = album.display().to_string();
    let counts =
        program.run(&["photos", "save", "--out", &out, "--school-year", YEAR]).await.expect(0).json()[0].take();
    assert_eq!(counts["written"].as_u64().unwrap() + counts["unchanged"].as_u64().unwrap(), 200);
    assert!(is_whole(&album) && files(&album).len() == 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_of_a_persons_photos_is_the_one_that_stays() {
    let row = |photo: &str| format!(r#"{{"personId":"00000000-0000-4000-8000-000000000001","photo":"{photo}"}}"#);
    let body = list([row("/9j/4AAQSkZJRg=="), row("iVBORw0KGgo=")].into_iter());
    let server = Canned::with_tokens(move |_: &Asked| json(&body)).await;
    let program = server.program();
    program.run(&["photos", "save", "--out", "album", "--school-year", YEAR]).await.expect(0);
    let names: Vec<_> = files(&program.home.path().join("album")).into_keys().collect();
    assert_eq!(names, ["00000000-0000-4000-8000-000000000001.png"]);
}
