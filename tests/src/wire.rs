//! A server that answers byte for byte what a test tells it, and keeps what it was asked.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// One request as it came over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The request line without its version, for example `GET /employees?schoolyear=2023-24`.
    pub line: String,
    /// Names in lower case, in the order of the wire.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Asked {
    /// Every value of a header.
    pub fn values(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

type Answer = dyn Fn(&Asked) -> Vec<u8> + Send + Sync;

/// A server on loopback. It is gone when it is dropped.
pub struct Wire {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

impl Wire {
    /// Starts a server that answers each request with the bytes that `answer` gives, and then closes the connection.
    ///
    /// # Errors
    ///
    /// Where no port can be had.
    pub async fn start(answer: impl Fn(&Asked) -> Vec<u8> + Send + Sync + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (noted, answer): (_, Arc<Answer>) = (Arc::clone(&asked), Arc::new(answer));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (noted, answer) = (Arc::clone(&noted), Arc::clone(&answer));
                // A caller who goes away is no fault of the server.
                tokio::spawn(async move { drop(serve(stream, &noted, &*answer).await) });
            }
        });
        Ok(Self { address, asked, task })
    }

    /// Where it is, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        lock(&self.asked).clone()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// An answer with a status line, headers and a body of the right length.
pub fn answer(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        bytes.extend([name, ": ", value, "\r\n"]);
    }
    bytes.push_str("\r\n");
    [bytes.as_bytes(), body].concat()
}

/// A JSON answer with status 200.
pub fn json(body: impl AsRef<[u8]>) -> Vec<u8> {
    answer(200, &[("content-type", "application/json; charset=utf-8")], body)
}

/// The answer of an identity server.
pub fn token() -> Vec<u8> {
    json(r#"{"access_token":"t0ken-value","expires_in":3600,"token_type":"Bearer"}"#)
}

/// Reads one request: its head without the blank line, and its body. `None` where the caller has gone.
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

async fn serve(mut stream: TcpStream, noted: &Mutex<Vec<Asked>>, answer: &Answer) -> io::Result<()> {
    let Some((head, body)) = read_request(&mut stream).await? else { return Ok(()) };
    let line = head.split("\r\n").next().unwrap_or_default().trim_end_matches(" HTTP/1.1").to_owned();
    let asked = Asked { line, headers: headers(&head).collect(), body };
    let reply = answer(&asked);
    lock(noted).push(asked);
    stream.write_all(&reply).await?;
    stream.shutdown().await
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
