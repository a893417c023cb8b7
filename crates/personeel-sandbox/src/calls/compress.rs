//! Compression of responses while they are sent.

use std::io::Write as _;

use axum::body::{Body, BodyDataStream, HttpBody as _};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::StreamExt as _;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap, HeaderValue, VARY};

use crate::reply::Reply;

/// The level that IIS uses for dynamic content.
const LEVEL: u32 = 4;

/// Compresses a non-empty response if the request accepts gzip.
pub(super) fn compress(reply: Reply, request_headers: &HeaderMap) -> Reply {
    if reply.body().size_hint().exact() == Some(0) || !accepts_gzip(request_headers) {
        return reply;
    }
    let (mut parts, body) = reply.into_parts();
    parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let encoder = GzEncoder::new(Vec::new(), Compression::new(LEVEL));
    let pieces = futures_util::stream::unfold(Some((body.into_data_stream(), encoder)), next_piece);
    Reply::from_parts(parts, Body::from_stream(pieces))
}

type State = (BodyDataStream, GzEncoder<Vec<u8>>);
type Piece = Result<Bytes, axum::Error>;

/// The next compressed piece, which may hold several pieces of the body.
async fn next_piece(state: Option<State>) -> Option<(Piece, Option<State>)> {
    let (mut body, mut encoder) = state?;
    loop {
        let compressed = match body.next().await {
            None => return Some((encoder.finish().map(Bytes::from).map_err(axum::Error::new), None)),
            Some(Ok(data)) => encoder.write_all(&data).map_err(axum::Error::new),
            Some(Err(error)) => Err(error),
        };
        if let Err(error) = compressed {
            return Some((Err(error), None));
        }
        let piece = std::mem::take(encoder.get_mut());
        if !piece.is_empty() {
            return Some((Ok(piece.into()), Some((body, encoder))));
        }
    }
}

/// Whether the request accepts gzip (RFC 9110, section 12.5.3).
fn accepts_gzip(request_headers: &HeaderMap) -> bool {
    let values = request_headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().trim_start_matches("q=").parse().unwrap_or(1.0);
        ["gzip", "x-gzip", "*"].iter().any(|known| name.trim().eq_ignore_ascii_case(known)) && weight > 0.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_requests_that_accept_gzip_get_it() {
        for (accepted, is_gzip) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("*", true),
            ("deflate, br", false),
            ("gzip;q=0", false),
            ("gzip; q=0.0", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, accepted.parse().unwrap())]);
            assert_eq!(accepts_gzip(&headers), is_gzip, "{accepted}");
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }
}
