//! Runs the program, and serves the responses that a test chooses.

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

/// The school year of the sandbox's date below.
pub const YEAR: &str = "2026-27";

/// The first institute of a sandbox.
pub const SCHOOL: &str = "011007";

/// A sandbox with a fixed date.
pub fn sandbox() -> SandboxBuilder {
    Sandbox::builder().today("2026-11-23".parse().unwrap())
}

/// A finished run: exit code, output and duration.
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

    /// The error object, which must be all of standard error.
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

/// The program with its settings, and nothing else of this machine's environment.
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
        run_to_end(self.command(arguments)).await
    }

    pub async fn run_with_input(&self, arguments: &[&str], input: &str) -> Run {
        let path = self.home.path().join("standard-input");
        std::fs::write(&path, input).unwrap();
        let mut command = self.command(arguments);
        command.stdin(std::fs::File::open(path).unwrap());
        run_to_end(command).await
    }
}

async fn run_to_end(mut command: Command) -> Run {
    let started = Instant::now();
    let output = tokio::time::timeout(Duration::from_secs(60), command.output())
        .await
        .expect("the program does not end")
        .unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        time: started.elapsed(),
    }
}

/// Returns the `personId` of the first employee of the sandbox's first school.
pub async fn first_person(program: &Program) -> String {
    let run = program.run(&["employees", "list", "--school-year", YEAR, "--format", "json"]).await.expect(0);
    run.json()[0]["personId"].as_str().unwrap().to_owned()
}

/// A request as a canned server received it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Request line and headers, as received.
    pub head: String,
    pub body: String,
}

impl Request {
    pub fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }
}

/// How a canned server responds to a request.
pub enum Response {
    /// Sends these bytes and closes the connection.
    Bytes(Vec<u8>),
    /// Sends these bytes, and then the same chunk forever, with a pause in between.
    Endless(Vec<u8>, Vec<u8>, Duration),
}

/// An HTTP response with a length.
pub fn http(status: &str, headers: &str, body: &str) -> Response {
    Response::Bytes(
        format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
            .into_bytes(),
    )
}

pub fn json(body: &str) -> Response {
    http("200 OK", "Content-Type: application/json\r\n", body)
}

pub const TOKEN: &str = "hostile-test-token";

pub fn token() -> Response {
    json(&format!(r#"{{"access_token":"{TOKEN}","expires_in":3600,"token_type":"Bearer"}}"#))
}

/// A server whose responses come from a function. It stops when dropped.
pub struct Canned {
    pub url: String,
    requests: Arc<Mutex<Vec<Request>>>,
    task: JoinHandle<()>,
}

impl Canned {
    pub async fn start(respond: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (seen, respond) = (Arc::clone(&requests), Arc::new(respond));
        let task = tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { continue };
                tokio::spawn(serve(stream, Arc::clone(&seen), Arc::clone(&respond)));
            }
        });
        Self { url, requests, task }
    }

    /// A server that issues tokens, and passes every other request to the function.
    pub async fn with_tokens(respond: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Self {
        Self::start(move |request| if request.path() == "/connect/token" { token() } else { respond(request) }).await
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
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

async fn serve<F: Fn(&Request) -> Response>(mut stream: TcpStream, seen: Arc<Mutex<Vec<Request>>>, respond: Arc<F>) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    let request = loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                break Request { head: head.to_owned(), body: body.to_owned() };
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    };
    seen.lock().unwrap().push(request.clone());
    // Some tests have the client go away, so errors in writing are ignored.
    match respond(&request) {
        Response::Bytes(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
        }
        Response::Endless(head, chunk, pause) => {
            let _ = stream.write_all(&head).await;
            while stream.write_all(&chunk).await.is_ok() {
                tokio::time::sleep(pause).await;
            }
        }
    }
}
