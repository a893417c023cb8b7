//! A server behind a simulated line with latency and limited bandwidth.

use std::convert::Infallible;
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::time::{Instant, sleep_until};

use crate::{Failure, SCHOOL_YEAR, ours};

/// The bandwidth in bytes: 50 Mbit/s.
const BYTES_PER_SECOND: u64 = 50_000_000 / 8;

/// The time between a request and the first byte of its response.
const LATENCY: Duration = Duration::from_millis(20);

/// The size in bytes of the pieces that the line transfers.
const PIECE: usize = 16 * 1024;

/// Serves the employees of a sandbox on a free port and passes its URL to `announce`. The list is compressed in advance
/// for clients that accept gzip, as IIS would.
pub async fn serve(sandbox: &str, announce: impl FnOnce(&str)) -> Result<(), Failure> {
    let list = ours::school(sandbox, sandbox)?.employees().list(SCHOOL_YEAR.parse()?).bytes().await?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&list)?;
    let compressed = Bytes::from(encoder.finish()?);
    let employees = get(move |headers: HeaderMap| {
        let accepts_gzip =
            headers.get(header::ACCEPT_ENCODING).is_some_and(|value| value.as_bytes().windows(4).any(|w| w == b"gzip"));
        let body = if accepts_gzip { compressed.clone() } else { list.clone() };
        async move { shape_response(body, accepts_gzip) }
    });
    let token = post(|_: Bytes| async { json(r#"{"access_token":"fixed","expires_in":3600,"token_type":"Bearer"}"#) });
    let router = Router::new().route("/connect/token", token).route("/employees", employees);
    let listener = tokio::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    announce(&format!("http://{}", listener.local_addr()?));
    Ok(axum::serve(listener, router).await?)
}

/// Sends a response at the speed of the line. The time of each piece is relative to the start, so that late timers
/// don't add up.
fn shape_response(body: Bytes, is_gzip: bool) -> Response {
    let start = Instant::now() + LATENCY;
    let pieces = futures_util::stream::unfold((body, 0_u64), move |(mut rest, sent)| async move {
        if rest.is_empty() {
            return None;
        }
        let piece = rest.split_to(rest.len().min(PIECE));
        let sent = sent + u64::try_from(piece.len()).unwrap_or(u64::MAX);
        // A piece arrives with its last byte.
        sleep_until(start + Duration::from_nanos(sent * 1_000_000_000 / BYTES_PER_SECOND)).await;
        Some((Ok::<_, Infallible>(piece), (rest, sent)))
    });
    let mut response = json(Body::from_stream(pieces));
    if is_gzip {
        response.headers_mut().insert(header::CONTENT_ENCODING, header::HeaderValue::from_static("gzip"));
    }
    response
}

fn json(body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body.into()).into_response()
}
