//! A gateway between a client and a service that sometimes responds by itself, as portals and gateways do.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::wire::{read_request, response};

/// The probabilities of what the gateway does, from 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub struct GatewayFaults {
    /// It returns 404 by itself.
    pub no_route: f64,
    /// It returns a page without forwarding the request.
    pub page_before: f64,
    /// It returns a page in place of the service's response.
    pub page_after: f64,
    /// It never responds to a token request.
    pub token_hangs: f64,
}

/// A gateway on loopback, which stops when it is dropped.
#[derive(Debug)]
pub struct Gateway {
    address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct State {
    faults: GatewayFaults,
    service: String,
    busy: AtomicBool,
    /// How often each fault occurred, in the order of [`GatewayFaults`], and how often it was busy.
    counts: [AtomicU64; 5],
}

impl Gateway {
    /// Starts a gateway in front of a service, given as `host:port` or as a URL.
    ///
    /// # Errors
    ///
    /// No port is free.
    pub async fn start(service: &str, faults: GatewayFaults) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let state = Arc::new(State {
            faults,
            service: service.trim_start_matches("http://").trim_end_matches('/').to_owned(),
            busy: AtomicBool::new(false),
            counts: Default::default(),
        });
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                // If the client or the service disconnects, that is not an error of the gateway.
                tokio::spawn(async move { drop(state.serve(stream).await) });
            }
        });
        Ok(Self { address, state, task })
    }

    /// Its URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sets whether it refuses every request with 429.
    pub fn set_busy(&self, busy: bool) {
        self.state.busy.store(busy, Ordering::SeqCst);
    }

    /// How often it returned `no route`, a page before and a page after forwarding, let a token request hang, and was
    /// busy.
    pub fn counts(&self) -> [u64; 5] {
        [0, 1, 2, 3, 4].map(|fault: usize| self.state.counts[fault].load(Ordering::SeqCst))
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
        let page = || response(200, &[("content-type", "text/html")], "<!doctype html><title>Maintenance</title>");
        let reply = if self.busy.load(Ordering::SeqCst) {
            self.count(4);
            response(429, &[], "")
        } else if is_token {
            if self.roll(self.faults.token_hangs, 3) {
                std::future::pending::<()>().await;
            }
            self.forward(&head, &body).await?
        } else if self.roll(self.faults.no_route, 0) {
            response(
                404,
                &[("content-type", "application/json")],
                r#"{"statusCode":404,"message":"Resource not found"}"#,
            )
        } else if self.roll(self.faults.page_before, 1) {
            page()
        } else {
            let reply = self.forward(&head, &body).await?;
            if reply.starts_with(b"HTTP/1.1 200") && self.roll(self.faults.page_after, 2) { page() } else { reply }
        };
        stream.write_all(&reply).await?;
        stream.shutdown().await
    }

    /// Forwards a request and returns the service's complete response.
    async fn forward(&self, head: &str, body: &[u8]) -> io::Result<Vec<u8>> {
        let mut service = TcpStream::connect(&self.service).await?;
        let kept = head.split("\r\n").filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
        let head = kept.collect::<Vec<_>>().join("\r\n");
        service.write_all(format!("{head}\r\nconnection: close\r\n\r\n").as_bytes()).await?;
        service.write_all(body).await?;
        let mut reply = Vec::new();
        service.read_to_end(&mut reply).await?;
        Ok(reply)
    }

    /// Decides whether a fault occurs, and counts it if it does.
    fn roll(&self, probability: f64, fault: usize) -> bool {
        let occurs = fastrand::f64() < probability;
        if occurs {
            self.count(fault);
        }
        occurs
    }

    fn count(&self, fault: usize) {
        self.counts[fault].fetch_add(1, Ordering::SeqCst);
    }
}
