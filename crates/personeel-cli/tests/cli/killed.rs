//! `kill -9` at many points: complete files stay complete, and none is partial.

use std::path::Path;
use std::time::{Duration, Instant};

use tokio::process::Child;

use crate::photos::files;
use crate::support::{Program, YEAR, sandbox};

/// Kills the program as soon as a condition holds. Returns whether it was still running.
async fn kill_when(mut child: Child, when: impl Fn(Duration) -> bool) -> bool {
    let started = Instant::now();
    loop {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        if when(started.elapsed()) {
            // SIGKILL.
            child.kill().await.unwrap();
            return true;
        }
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
}

struct File {
    snapshots: i64,
    records_of_each: Vec<i64>,
}

/// Reads the snapshot file, which must be intact.
fn inspect(path: &Path) -> File {
    let connection = rusqlite::Connection::open(path).unwrap();
    let sound: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let mut statement = connection.prepare("SELECT count(*) FROM records GROUP BY snapshot").unwrap();
    let records_of_each = statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let count = |query| connection.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM snapshots WHERE complete = 0"), 0, "a partial snapshot");
    File { snapshots: count("SELECT count(*) FROM snapshots"), records_of_each }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_snapshot_leaves_only_complete_snapshots() {
    let sandbox = sandbox().employees(250).start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007,038281,999999");
    let take = ["snapshot", "--db", "s.db", "--school-year", YEAR, "--photos"];
    let path = program.home.path().join("s.db");
    let journal = program.home.path().join("s.db-journal");
    let complete = program.run(&take).await.expect(0);
    let records = complete.json()["records"].as_i64().unwrap();
    let mut kills = 0;
    // At points over the complete run, and within the transaction, which is a small part of it.
    for point in 0..24_u32 {
        let child = program.command(&take).spawn().unwrap();
        let pause = complete.time * point / 16;
        let in_transaction = point % 2 == 1;
        let killed = if in_transaction {
            let begun = std::cell::Cell::new(None);
            let later = Duration::from_millis(u64::from(point) * 6);
            kill_when(child, |elapsed| {
                if begun.get().is_none() && journal.exists() {
                    begun.set(Some(elapsed));
                }
                begun.get().is_some_and(|begun: Duration| elapsed >= begun + later)
            })
            .await
        } else {
            kill_when(child, |elapsed| elapsed >= pause).await
        };
        kills += i32::from(killed);
        let file = inspect(&path);
        assert!(file.snapshots >= 1);
        assert_eq!(file.records_of_each.len(), usize::try_from(file.snapshots).unwrap(), "at point {point}");
        assert!(file.records_of_each.iter().all(|count| *count == records), "at point {point}");
    }
    assert!(kills >= 8, "only {kills} runs were killed in time");
    // The file is still usable.
    program.run(&take).await.expect(0);
    let same = program.run(&["diff", "--db", "s.db", "--max-change-pct", "0"]).await.expect(0).json();
    assert_eq!(same["people"]["touched"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_save_leaves_only_complete_photos() {
    let sandbox = sandbox().employees(250).start().await.unwrap();
    let program = Program::of(&sandbox);
    let save = ["photos", "save", "--out", "album", "--school-year", YEAR];
    let folder = program.home.path().join("album");
    let complete = program.run(&save).await.expect(0);
    let expected = files(&folder);
    assert!(expected.len() > 50);
    let mut kills = 0;
    for point in 0..20_u32 {
        if point % 4 == 0 {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        let child = program.command(&save).spawn().unwrap();
        let wanted = usize::try_from(point).unwrap() * expected.len() / 24;
        let is_midway = || std::fs::read_dir(&folder).is_ok_and(|files| files.count() > wanted);
        kills += i32::from(kill_when(child, |elapsed| is_midway() || elapsed > complete.time * 2).await);
        if !folder.exists() {
            std::fs::create_dir(&folder).unwrap();
        }
        for (name, bytes) in files(&folder) {
            let is_temporary = name.starts_with(".personeel-") && name.strip_suffix(".tmp").is_some();
            assert!(is_temporary || expected.get(&name) == Some(&bytes), "{name} is incomplete at point {point}");
        }
    }
    assert!(kills >= 8, "only {kills} runs were killed in time");
    program.run(&save).await.expect(0);
    assert_eq!(files(&folder), expected, "the next run finishes the work and removes leftovers");
}
