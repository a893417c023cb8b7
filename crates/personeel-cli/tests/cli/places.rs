//! Paths that are not files, files that others can read, and files that another process has open.

use std::path::Path;
use std::time::Duration;

use crate::support::{Canned, Program, Request, Run, YEAR, json};

const TAKE: [&str; 5] = ["snapshot", "--school-year", YEAR, "--timeout", "2s"];

async fn school() -> Canned {
    Canned::with_tokens(|_: &Request| json("[]")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn special_names_of_sqlite_are_ordinary_files() {
    let school = school().await;
    let program = school.program();
    for name in [":memory:", "file:s.db?mode=memory", "file::memory:", "a?b#c%20d"] {
        let take = [&TAKE[..], &["--db", name]].concat();
        program.run(&take).await.expect(0);
        program.run(&take).await.expect(0);
        assert!(program.home.path().join(name).metadata().unwrap().len() > 1000, "{name}");
        program.run(&["diff", "--db", name]).await.expect(0);
    }
    let empty = program.run(&[&TAKE[..], &["--db", ""]].concat()).await;
    assert_eq!(empty.code, 2, "{empty:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_use_by_another_program_is_reported() {
    let school = school().await;
    let program = school.program();
    let take = [&TAKE[..], &["--db", "s.db", "--format", "json"]].concat();
    program.run(&take).await.expect(0);
    let other = rusqlite::Connection::open(program.home.path().join("s.db")).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    for command in [&take[..], &["diff", "--db", "s.db", "--timeout", "1s", "--format", "json"]] {
        let run = program.run(command).await.expect(1);
        assert_eq!(run.error()["kind"], "io");
        assert!(run.error()["message"].as_str().unwrap().contains("another program is using it"), "{run:?}");
        assert!(run.time < Duration::from_secs(20), "{run:?}");
    }
    other.execute_batch("ROLLBACK").unwrap();
    program.run(&take).await.expect(0);
}

#[cfg(unix)]
fn make_pipe(path: &Path) {
    let mode = rustix::fs::Mode::from_raw_mode(0o644);
    rustix::fs::mkfifoat(rustix::fs::CWD, path, mode).unwrap();
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn pipes_devices_and_folders_are_refused() {
    let school = school().await;
    let program = school.program();
    let home = program.home.path();
    make_pipe(&home.join("pipe.pdf"));
    std::fs::create_dir(home.join("folder.pdf")).unwrap();
    std::os::unix::fs::symlink(home.join("pipe.pdf"), home.join("link.pdf")).unwrap();
    let id = "a8050737-6004-459a-bc35-6028e15bd0a3";
    let assert_refused = |run: Run, code: i32, name: &str| {
        let run = run.expect(code);
        assert!(run.time < Duration::from_secs(10) && run.stderr.contains("not a file"), "{name}: {run:?}");
        assert!(!run.stderr.contains("chmod"), "{name}: {run:?}");
    };
    for name in ["pipe.pdf", "link.pdf", "folder.pdf", "/dev/zero", "/dev/null"] {
        let limit = ["--timeout", "2s"];
        assert_refused(program.run(&["auth", "check", "--client-secret-file", name]).await, 3, name);
        let variable = program.clone().without("PERSONEEL_CLIENT_SECRET").with("PERSONEEL_CLIENT_SECRET_FILE", name);
        assert_refused(variable.run(&["auth", "check"]).await, 3, name);
        assert_refused(program.clone().with("PERSONEEL_CONFIG", name).run(&["auth", "check"]).await, 2, name);
        for command in [
            &["interruptions", "put", id, "--body", name][..],
            &["api", "PUT", "/x", "--body", name],
            &["attachments", "put", id, name],
            &["attachments", "put", id, name, "--name", "a.pdf"],
            &["snapshot", "--school-year", YEAR, "--db", name],
            &["diff", "--db", name],
        ] {
            assert_refused(program.run(&[command, &limit[..]].concat()).await, 2, name);
        }
    }
    assert!(school.requests().iter().all(|request| request.path() == "/connect/token"), "nothing was sent");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_snapshot_file_that_others_can_read_is_refused_for_reading_and_writing() {
    use std::os::unix::fs::PermissionsExt as _;

    let school = school().await;
    let program = school.program();
    let take = [&TAKE[..], &["--db", "s.db"]].concat();
    program.run(&take).await.expect(0);
    program.run(&take).await.expect(0);
    let path = program.home.path().join("s.db");
    for mode in [0o644, 0o660, 0o602] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        for command in [&take[..], &["diff", "--db", "s.db"]] {
            let run = program.run(command).await.expect(2);
            assert!(run.stderr.contains("chmod 600 s.db") && run.stdout.is_empty(), "{run:?}");
        }
    }
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    program.run(&["diff", "--db", "s.db"]).await.expect(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_file_is_reported_with_the_command_that_creates_it() {
    let run = Program::bare().run(&["diff", "--db", "nothing.db"]).await.expect(2);
    assert!(run.stderr.contains("nothing.db") && run.stderr.contains("personeel snapshot --db"), "{run:?}");
}
