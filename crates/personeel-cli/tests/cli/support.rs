//! Running the program, and a server that answers what a test wants.

use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use personeel_sandbox::{Sandbox, SandboxBuilder};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::task::JoinHandle;

/// The school year of `today` below.
pub const YEAR: &str = "2026-27";

/// The first institute of a sandbox.
pub const SCHOOL: &str = "011007";

/// A sandbox that is the same every day.
pub fn sandbox() -> SandboxBuilder {
    Sandbox::builder().today("2026-11-23".parse().unwrap())
}

/// How the program ended, and what it said.
#[derive(Clone)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    pub time: Duration,
}

impl Run {
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self:?}"))
    }

    /// The error object, which must be all that stands on standard error.
    #[track_caller]
    pub fn error(&self) -> Value {
        let mut value: Value = serde_json::from_str(&self.stderr).unwrap_or_else(|error| panic!("{error}\n{self:?}"));
        let error = value["error"].take();
        let mut members: Vec<_> = error.as_object().unwrap().keys().map(String::as_str).collect();
        members.sort_unstable();
        assert_eq!(members, ["codes", "institute", "kind", "message", "operation", "retryAfter", "status"]);
        error
    }

    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        self
    }
}

impl std::fmt::Debug for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let start = |text: &str| text.chars().take(2000).collect::<String>();
        write!(
            f,
            "exit {} after {:?}\n--- stdout\n{}\n--- stderr\n{}",
            self.code,
            self.time,
            start(&self.stdout),
            start(&self.stderr)
        )
    }
}

/// The program with settings and nothing else of this machine's environment.
#[derive(Clone)]
pub struct Program {
    environment: Vec<(String, String)>,
    pub home: Arc<TempDir>,
}

impl Program {
    pub fn bare() -> Self {
        let home = Arc::new(tempfile::tempdir().unwrap());
        let path = home.path().display().to_string();
        let mut environment = vec![("HOME".to_owned(), path.clone()), ("TMPDIR".to_owned(), path)];
        if let Ok(path) = std::env::var("PATH") {
            environment.push(("PATH".to_owned(), path));
        }
        Self { environment, home }
    }

    pub fn at(api: &str, identity: &str) -> Self {
        Self::bare()
            .with("PERSONEEL_API_URL", api)
            .with("PERSONEEL_IDENTITY_URL", identity)
            .with("PERSONEEL_CLIENT_ID", personeel_sandbox::CLIENT_ID)
            .with("PERSONEEL_CLIENT_SECRET", personeel_sandbox::CLIENT_SECRET)
            .with("PERSONEEL_INSTITUTE", SCHOOL)
    }

    pub fn of(sandbox: &Sandbox) -> Self {
        Self::at(sandbox.api_url(), sandbox.identity_url())
    }

    pub fn with(mut self, name: &str, value: impl AsRef<Path>) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.as_ref().display().to_string()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self
    }

    pub fn environment(&self) -> &[(String, String)] {
        &self.environment
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_personeel"));
        command
            .args(arguments)
            .env_clear()
            .envs(self.environment.iter().cloned())
            .current_dir(self.home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    pub async fn run(&self, arguments: &[&str]) -> Run {
        finished(self.command(arguments)).await
    }

    pub async fn run_with_input(&self, arguments: &[&str], input: &str) -> Run {
        let path = self.home.path().join("standard-input");
        std::fs::write(&path, input).unwrap();
        let mut command = self.command(arguments);
        command.stdin(std::fs::File::open(path).unwrap());
        finished(command).await
    }
}

async fn finished(mut command: Command) -> Run {
    let started = Instant::now();
    let output =
        tokio::time::timeout(Duration::from_secs(60), command.output()).await.expect("the program hangs").unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        time: started.elapsed(),
    }
}

/// The `personId` of the first employee of the sandbox's first school.
pub async fn somebody(program: &Program) -> String {
    let run = program.run(&["employees", "list", "--school-year", YEAR, "--format", "json"]).await.expect(0);
    run.json()[0]["personId"].as_str().unwrap().to_owned()
}

/// A request as a canned server saw it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Method, path and headers, as they came.
    pub head: String,
    pub body: String,
}

impl Asked {
    pub fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }
}

/// What a canned server does with a request.
pub enum Answer {
    /// These bytes, and the end of the connection.
    Bytes(Vec<u8>),
    /// These bytes, then the same chunk again and again with a pause between, for ever.
    Endless(Vec<u8>, Vec<u8>, Duration),
}

/// An answer of HTTP with a length.
pub fn http(status: &str, headers: &str, body: &str) -> Answer {
    Answer::Bytes(
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
            .into_bytes(),
    )
}

pub fn json(body: &str) -> Answer {
    http("200 OK", "Content-Type: application/json\r\n", body)
}

pub const TOKEN: &str = "hostile-test-token";

pub fn token() -> Answer {
    json(&format!(r#"{{"access_token":"{TOKEN}","expires_in":3600,"token_type":"Bearer"}}"#))
}

/// A server that answers as a function says. It ends when it is dropped.
pub struct Canned {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

impl Canned {
    pub async fn start(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (seen, answer) = (Arc::clone(&asked), Arc::new(answer));
        let task = tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { continue };
                tokio::spawn(serve(stream, Arc::clone(&seen), Arc::clone(&answer)));
            }
        });
        Self { url, asked, task }
    }

    /// A server with tokens, and one answer to everything else.
    pub async fn with_tokens(answer: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> Self {
        Self::start(move |asked| if asked.path() == "/connect/token" { token() } else { answer(asked) }).await
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn program(&self) -> Program {
        Program::at(&self.url, &self.url)
    }
}

impl Drop for Canned {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve<F: Fn(&Asked) -> Answer>(mut stream: TcpStream, seen: Arc<Mutex<Vec<Asked>>>, answer: Arc<F>) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let asked = loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                break Asked { head: head.to_owned(), body: body.to_owned() };
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    };
    seen.lock().unwrap().push(asked.clone());
    // A client that goes away is what some tests are about.
    match answer(&asked) {
        Answer::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Answer::Endless(head, chunk, pause) => {
            let _ = stream.write_all(&head).await;
            while stream.write_all(&chunk).await.is_ok() {
                tokio::time::sleep(pause).await;
            }
        }
    }
}
