//! A server with prepared responses, so that only the client is measured.
//!
//! The first path segment is the number of records in a list, the second the latency of a response in milliseconds.

use std::convert::Infallible;
use std::future::ready;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::Failure;

/// The size of a photo in bytes.
pub const PHOTO_BYTES: usize = 60_000;

/// The maximum size of a request's head in bytes.
const MAX_HEAD: usize = 16 * 1024;

const OWN_FIELDS: &[u8] = br#"[{"personId":"79c68e67-8f70-4c08-8780-fc2ffd3468a9","vvId":"828561d7-a4ba-4767-9b69-845723bfe9ea","naam":"kastnummer","waarde":"9469","dataType":"Getal","rubriek":1},{"personId":"79c68e67-8f70-4c08-8780-fc2ffd3468a9","vvId":"44d31cbe-0fec-4124-b524-f73be6d22220","naam":"kleur badge","waarde":"rood","dataType":"Tekst","rubriek":2}]"#;

/// The person whose own fields the server returns.
pub const PERSON: &str = "79c68e67-8f70-4c08-8780-fc2ffd3468a9";

/// Serves on a free port and passes its URL to `announce`.
pub async fn serve(announce: impl FnOnce(&str)) -> Result<(), Failure> {
    let photo = Bytes::from(build_photo());
    let api = Router::new()
        .route("/employees/photos", get(move |path| ready(photos(path, photo.clone()))))
        .route("/employees/{person}/ownfields", get(own_fields))
        .route("/employees/interruptions/{interruption}/attachments/{attachment}", put(accept_attachment))
        .layer(DefaultBodyLimit::disable());
    let router =
        Router::new().route("/connect/token", post(token)).nest("/{records}/{latency}", api).layer(from_fn(limit_head));
    let listener = tokio::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    announce(&format!("http://{}", listener.local_addr()?));
    Ok(axum::serve(listener, router).await?)
}

/// A record of the list of photos.
fn build_photo() -> String {
    let image: Vec<u8> = [0xff, 0xd8, 0xff].into_iter().chain((0..=u8::MAX).cycle()).take(PHOTO_BYTES).collect();
    format!(
        r#"{{"id":"44d31cbe-0fec-4124-b524-f73be6d22220","personId":"{PERSON}","photo":"{}"}}"#,
        STANDARD.encode(image)
    )
}

/// Returns a token as long as a signed one with the requested scopes.
async fn token(body: Bytes) -> Response {
    let scopes = body.split(|byte| *byte == b'+').count();
    let token = "x".repeat(900 + 62 * scopes);
    json(format!(r#"{{"access_token":"{token}","expires_in":3600,"token_type":"Bearer"}}"#))
}

/// Refuses a head that is longer than such servers accept.
async fn limit_head(request: Request, next: Next) -> Response {
    let length: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if length > MAX_HEAD {
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response()
    } else {
        next.run(request).await
    }
}

async fn own_fields(Path((_, latency, _)): Path<(usize, u64, String)>) -> Response {
    if latency > 0 {
        // The runtime's timers may fire up to two milliseconds late, which would be attributed to the client.
        let wait = move || std::thread::sleep(Duration::from_millis(latency));
        if tokio::task::spawn_blocking(wait).await.is_err() {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    }
    json(OWN_FIELDS)
}

fn photos(Path((records, _)): Path<(usize, u64)>, photo: Bytes) -> Response {
    let pieces = (0..records).flat_map(move |index| {
        let before = Bytes::from_static(if index == 0 { b"[" } else { b"," });
        [before, photo.clone()]
    });
    let pieces = pieces.chain([Bytes::from_static(b"]")]).map(Ok::<_, Infallible>);
    json(Body::from_stream(futures_util::stream::iter(pieces)))
}

async fn accept_attachment(_body: Bytes) -> StatusCode {
    StatusCode::OK
}

fn json(body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body.into()).into_response()
}
