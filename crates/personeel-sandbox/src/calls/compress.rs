//! Answers that are compressed while they are sent, where the caller asks for it.

use std::io::Write as _;

use axum::body::{Body, BodyDataStream, HttpBody as _};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::StreamExt as _;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderMap, HeaderValue, VARY};

use crate::reply::Reply;

/// What IIS compresses answers with that are made for each request.
const LEVEL: u32 = 4;

/// Compresses an answer that has a body, for whoever takes gzip.
pub(super) fn compress(reply: Reply, asked: &HeaderMap) -> Reply {
    if reply.body().size_hint().exact() == Some(0) || !takes_gzip(asked) {
        return reply;
    }
    let (mut parts, body) = reply.into_parts();
    parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let encoder = GzEncoder::new(Vec::new(), Compression::new(LEVEL));
    let pieces = futures::stream::unfold(Some((body.into_data_stream(), encoder)), next);
    Reply::from_parts(parts, Body::from_stream(pieces))
}

type State = (BodyDataStream, GzEncoder<Vec<u8>>);
type Piece = Result<Bytes, axum::Error>;

/// The next compressed piece. Several of the body may fit into one.
async fn next(state: Option<State>) -> Option<(Piece, Option<State>)> {
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

/// Whether gzip is among what a caller takes (RFC 9110, section 12.5.3).
fn takes_gzip(asked: &HeaderMap) -> bool {
    let values = asked.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
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
    fn only_who_asks_gets_gzip() {
        for (asked, takes) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("*", true),
            ("deflate, br", false),
            ("gzip;q=0", false),
            ("gzip; q=0.0", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, asked.parse().unwrap())]);
            assert_eq!(takes_gzip(&headers), takes, "{asked}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
