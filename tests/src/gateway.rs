//! Something between a caller and a service that now and then has a mind of its own, as portals and gateways do.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::wire::{answer, read_request};

/// How often it does what, from 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moods {
    /// It says by itself that there is no such path.
    pub no_route: f64,
    /// It shows a page and asks nobody.
    pub page_before: f64,
    /// It shows a page in place of what the service said.
    pub page_after: f64,
    /// It never answers a request for a token.
    pub token_hangs: f64,
}

/// A gateway on loopback. It is gone when it is dropped.
#[derive(Debug)]
pub struct Gateway {
    address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct State {
    moods: Moods,
    service: String,
    busy: AtomicBool,
    /// What it did, in the order of [`Moods`], and the times that it was busy.
    done: [AtomicU64; 5],
}

impl Gateway {
    /// Starts a gateway before the service at this address, `host:port`.
    ///
    /// # Errors
    ///
    /// Where no port can be had.
    pub async fn start(service: &str, moods: Moods) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let state = Arc::new(State {
            moods,
            service: service.trim_start_matches("http://").trim_end_matches('/').to_owned(),
            busy: AtomicBool::new(false),
            done: Default::default(),
        });
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                // A caller or a service that goes away is no fault of the gateway.
                tokio::spawn(async move { drop(state.serve(stream).await) });
            }
        });
        Ok(Self { address, state, task })
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Whether it turns everybody away with 429 from now on.
    pub fn set_busy(&self, busy: bool) {
        self.state.busy.store(busy, Ordering::SeqCst);
    }

    /// How often it answered `no route`, showed a page before and after, let a token hang, and was busy.
    pub fn done(&self) -> [u64; 5] {
        [0, 1, 2, 3, 4].map(|mood: usize| self.state.done[mood].load(Ordering::SeqCst))
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl State {
    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        let Some((head, body)) = read_request(&mut stream).await? else { return Ok(()) };
        let is_token = head.starts_with("POST ");
        let page = || answer(200, &[("content-type", "text/html")], "<!doctype html><title>Maintenance</title>");
        let reply = if self.busy.load(Ordering::SeqCst) {
            self.note(4);
            answer(429, &[], "")
        } else if is_token {
            if self.is_in_mood(self.moods.token_hangs, 3) {
                std::future::pending::<()>().await;
            }
            self.ask(&head, &body).await?
        } else if self.is_in_mood(self.moods.no_route, 0) {
            answer(404, &[("content-type", "application/json")], r#"{"statusCode":404,"message":"Resource not found"}"#)
        } else if self.is_in_mood(self.moods.page_before, 1) {
            page()
        } else {
            let reply = self.ask(&head, &body).await?;
            if reply.starts_with(b"HTTP/1.1 200") && self.is_in_mood(self.moods.page_after, 2) { page() } else { reply }
        };
        stream.write_all(&reply).await?;
        stream.shutdown().await
    }

    /// What the service says, to the end of its connection.
    async fn ask(&self, head: &str, body: &[u8]) -> io::Result<Vec<u8>> {
        let mut service = TcpStream::connect(&self.service).await?;
        let kept = head.split("\r\n").filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
        let head = kept.collect::<Vec<_>>().join("\r\n");
        service.write_all(format!("{head}\r\nconnection: close\r\n\r\n").as_bytes()).await?;
        service.write_all(body).await?;
        let mut reply = Vec::new();
        service.read_to_end(&mut reply).await?;
        Ok(reply)
    }

    fn is_in_mood(&self, share: f64, mood: usize) -> bool {
        let is = fastrand::f64() < share;
        if is {
            self.note(mood);
        }
        is
    }

    fn note(&self, mood: usize) {
        self.done[mood].fetch_add(1, Ordering::SeqCst);
    }
}
