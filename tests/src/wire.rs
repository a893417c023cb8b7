//! A server that sends exactly the bytes that a test gives it, and records the requests it received.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A request as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedRequest {
    /// The request line without its version, for example `GET /employees?schoolyear=2023-24`.
    pub line: String,
    /// The headers in the order received, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl ReceivedRequest {
    /// Every value of a header.
    pub fn values(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

type Responder = dyn Fn(&ReceivedRequest) -> Vec<u8> + Send + Sync;

/// A server on loopback, which stops when it is dropped.
pub struct Wire {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<ReceivedRequest>>>,
    task: JoinHandle<()>,
}

impl Wire {
    /// Starts a server that sends the bytes that `respond` returns for each request, and then closes the connection.
    ///
    /// # Errors
    ///
    /// No port is free.
    pub async fn start(respond: impl Fn(&ReceivedRequest) -> Vec<u8> + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (received, respond): (_, Arc<Responder>) = (Arc::clone(&requests), Arc::new(respond));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (received, respond) = (Arc::clone(&received), Arc::clone(&respond));
                // If the client disconnects, that is not an error of the server.
                tokio::spawn(async move { drop(serve_connection(stream, &received, &*respond).await) });
            }
        });
        Ok(Self { address, requests, task })
    }

    /// Its URL, without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        lock(&self.requests).clone()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Builds a response with a status line, headers and a body with the right length.
pub fn response(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        bytes.extend([name, ": ", value, "\r\n"]);
    }
    bytes.push_str("\r\n");
    [bytes.as_bytes(), body].concat()
}

/// Builds a JSON response with status 200.
pub fn json(body: impl AsRef<[u8]>) -> Vec<u8> {
    response(200, &[("content-type", "application/json; charset=utf-8")], body)
}

/// Builds an identity server's response with a token.
pub fn token() -> Vec<u8> {
    json(r#"{"access_token":"t0ken-value","expires_in":3600,"token_type":"Bearer"}"#)
}

/// Reads a request: its head without the blank line, and its body; `None` if the client has disconnected.
pub(crate) async fn read_request(stream: &mut TcpStream) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let length = headers(&text).find(|(name, _)| name == "content-length").and_then(|(_, value)| value.parse().ok());
    let mut body = bytes.split_off(head + 4);
    while body.len() < length.unwrap_or(0) {
        if stream.read_buf(&mut body).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some((text, body)))
}

fn headers(head: &str) -> impl Iterator<Item = (String, String)> {
    let lines = head.split("\r\n").skip(1).filter_map(|line| line.split_once(':'));
    lines.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
}

async fn serve_connection(
    mut stream: TcpStream,
    received: &Mutex<Vec<ReceivedRequest>>,
    respond: &Responder,
) -> io::Result<()> {
    let Some((head, body)) = read_request(&mut stream).await? else { return Ok(()) };
    let line = head.split("\r\n").next().unwrap_or_default().trim_end_matches(" HTTP/1.1").to_owned();
    let request = ReceivedRequest { line, headers: headers(&head).collect(), body };
    let response = respond(&request);
    lock(received).push(request);
    stream.write_all(&response).await?;
    stream.shutdown().await
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
