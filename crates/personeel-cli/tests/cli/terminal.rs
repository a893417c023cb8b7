//! Behaviour on a terminal, tested in a pseudo-terminal: tables, colours, progress, questions and Ctrl-C.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use crate::support::{Canned, Program, Request, SCHOOL, YEAR, first_person, json, sandbox};

/// The program on its own terminal.
struct Session {
    child: Child,
    controller: File,
    seen: std::sync::Arc<std::sync::Mutex<String>>,
}

impl Session {
    fn start(program: &Program, width: u16, arguments: &[&str]) -> Self {
        Self::run(Command::new(env!("CARGO_BIN_EXE_personeel")).args(arguments), program, width)
    }

    /// The same as the leader of a session, whose terminal it is: a secret is read from there.
    #[cfg(target_os = "linux")]
    fn start_as_leader(program: &Program, width: u16, arguments: &[&str]) -> Self {
        let mut command = Command::new("/usr/bin/setsid");
        Self::run(command.args(["--ctty", "--wait", env!("CARGO_BIN_EXE_personeel")]).args(arguments), program, width)
    }

    fn run(command: &mut Command, program: &Program, width: u16) -> Self {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&controller).unwrap();
        unlockpt(&controller).unwrap();
        let name = ptsname(&controller, Vec::new()).unwrap();
        let size = Winsize { ws_row: 40, ws_col: width, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&controller, size).unwrap();
        let user: OwnedFd = rustix::fs::open(&name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        let end = || Stdio::from(user.try_clone().unwrap());
        let child = command
            .env_clear()
            .envs(program.environment().iter().cloned())
            .env("TERM", "xterm-256color")
            .current_dir(program.home.path())
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .unwrap();
        let controller = File::from(controller);
        let seen = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
        let (mut reader, output) = (controller.try_clone().unwrap(), std::sync::Arc::clone(&seen));
        // The terminal must be read all the time: otherwise the program blocks on writing.
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read) = reader.read(&mut buffer) {
                if read == 0 {
                    break;
                }
                output.lock().unwrap().push_str(&String::from_utf8_lossy(&buffer[..read]));
            }
        });
        Self { child, controller, seen }
    }

    fn text(&self) -> String {
        self.seen.lock().unwrap().clone()
    }

    fn wait_for(&self, part: &str) {
        let limit = Instant::now() + Duration::from_secs(20);
        while !self.text().contains(part) {
            assert!(Instant::now() < limit, "no '{part}' in {:?}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn send(&mut self, text: &str) {
        self.controller.write_all(text.as_bytes()).unwrap();
    }

    fn interrupt(&self) {
        kill_process(Pid::from_child(&self.child), Signal::INT).unwrap();
    }

    /// Returns the exit code and all output.
    fn wait(mut self) -> (i32, String) {
        let limit = Instant::now() + Duration::from_secs(30);
        let code = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status.code().unwrap_or(-1);
            }
            if Instant::now() > limit {
                self.child.kill().unwrap();
                panic!("the program does not end: {:?}", self.text());
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        // The last output may still be on its way.
        std::thread::sleep(Duration::from_millis(100));
        (code, self.text())
    }
}

/// Removes colours from a text.
fn strip_colours(text: &str) -> String {
    text.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "").replace('\r', "")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_gets_a_table_of_its_width_with_a_bold_header() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox);
    for width in [50, 80, 160] {
        let (code, text) = Session::start(&program, width, &["employees", "list", "--school-year", YEAR]).wait();
        assert_eq!(code, 0, "{text}");
        assert!(text.starts_with("\u{1b}[1mnaam"), "{text:?}");
        let table = strip_colours(&text);
        assert!(table.lines().all(|line| line.chars().count() <= usize::from(width)), "{width}: {table}");
        assert!(table.lines().count() > 10);
    }
    let quiet = program.with("NO_COLOR", "1");
    let (_, text) = Session::start(&quiet, 80, &["employees", "list", "--school-year", YEAR]).wait();
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_institutes_show_progress() {
    let sandbox = sandbox().faults("latency=400ms".parse().unwrap()).start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007,038281,999999");
    let session = Session::start(&program, 120, &["employees", "list", "--school-year", YEAR]);
    session.wait_for("/3 institutes");
    session.wait_for("records");
    let (code, text) = session.wait();
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("instituteNo"), "the table follows");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_needs_confirmation() {
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_TODAY", "2026-11-23");
    let person = first_person(&program).await;
    let put = crate::writes::put(&person, &[]);
    let id = program.run(&put).await.expect(0).json()["id"].as_str().unwrap().to_owned();
    let exists = || sandbox.interruptions(SCHOOL.parse().unwrap()).iter().any(|known| known.id.to_string() == id);
    for (answer, code) in [("\n", 2), ("n\n", 2), ("\u{4}", 2)] {
        let mut session = Session::start(&program, 120, &["interruptions", "delete", &id]);
        session.wait_for("[y/N]");
        session.send(answer);
        let (ended, text) = session.wait();
        assert_eq!(ended, code, "{text}");
        assert!(text.contains("nothing was removed"), "{text}");
    }
    let session = Session::start(&program, 120, &["interruptions", "delete", &id]);
    session.wait_for("[y/N]");
    // The question shows whose interruption it is, and its dates.
    let name = program.run(&["employees", "get", &person, "--school-year", YEAR]).await.expect(0).json();
    let name = format!("{} {}", name["naam"].as_str().unwrap(), name["voornaam"].as_str().unwrap());
    let question = session.text().replace("\r\n", "");
    assert!(question.contains(&format!(": {name}, 2027-05-03 to 2027-05-05, ")), "{question}");
    session.interrupt();
    assert_eq!(session.wait().0, 130);
    assert!(exists());
    let mut session = Session::start(&program, 120, &["interruptions", "delete", &id]);
    session.wait_for("[y/N]");
    session.send("y\n");
    assert_eq!(session.wait().0, 0);
    assert!(!exists());
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_is_typed_is_not_shown() {
    let program = Program::bare().with("PERSONEEL_CONFIG", "config.toml");
    let mut session = Session::start_as_leader(&program, 80, &["config", "init", "--institute", "011007"]);
    session.wait_for("lient id");
    session.send("my-id\r");
    session.wait_for("ecret");
    // The terminal stops showing what is typed right after the question.
    std::thread::sleep(Duration::from_millis(300));
    session.send("typed-and-not-shown\r");
    let (code, text) = session.wait();
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("my-id") && !text.contains("typed-and-not-shown"), "{text}");
    let file = std::fs::read_to_string(program.home.path().join("config.toml")).unwrap();
    assert!(file.contains("typed-and-not-shown"), "it is what was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_ends_a_call_at_once() {
    let sandbox = sandbox().faults("latency=30s".parse().unwrap()).start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", "011007,038281");
    let session = Session::start(&program, 100, &["employees", "list", "--school-year", YEAR]);
    session.wait_for("institutes");
    let interrupted = Instant::now();
    session.interrupt();
    let (code, text) = session.wait();
    assert_eq!(code, 130, "{text}");
    assert!(interrupted.elapsed() < Duration::from_secs(5));
}

#[tokio::test(flavor = "multi_thread")]
async fn control_characters_of_the_service_do_not_reach_the_terminal() {
    let server = Canned::with_tokens(|_: &Request| json("[{\"titel\":\"\\u001b]0;x\\u0007\\u001b[2J\"}]")).await;
    let program = server.program().with("NO_COLOR", "1");
    for format in ["table", "csv", "json", "ndjson"] {
        let list = ["appointments", "list", "--school-year", YEAR, "--format", format];
        let (_, text) = Session::start(&program, 100, &list).wait();
        assert!(!text.contains('\u{1b}') && !text.contains('\u{7}'), "{format}: {text:?}");
    }
    let (_, text) = Session::start(&program, 100, &["api", "GET", "/employees/appointments?schoolyear=2026-27"]).wait();
    assert!(!text.contains('\u{1b}'), "{text:?}");
}
