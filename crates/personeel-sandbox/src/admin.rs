//! The admin calls, on a port of their own: faults, reset, counts and the state of interruptions.

use http::header::{self, HeaderMap};
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use personeel_wire::Guid;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::faults::Faults;
use crate::server::{Reply, Shared, empty, json, loopback_host, text};
use crate::world::interruption::InterruptionState;

const MAX_BODY: usize = 64 * 1024;

/// Counts since the start or the last reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// Requests for a token.
    pub token_requests: u64,
    /// Requests to the API.
    pub requests: u64,
    /// Attachments that exist now.
    pub attachments: usize,
}

pub(crate) async fn answer(shared: &Shared, request: Request<Incoming>) -> Reply {
    let (parts, body) = request.into_parts();
    if !is_local_tool(&parts.headers) {
        return text(StatusCode::FORBIDDEN, "Admin calls are not for web pages.");
    }
    let path = parts.uri.path();
    let interruption = path.strip_prefix("/interruptions/").map(str::parse::<Guid>);
    match (parts.method, path, interruption) {
        (Method::GET, "/faults", _) => json(StatusCode::OK, &*shared.faults()),
        (Method::PUT, "/faults", _) => match read::<Faults>(body).await {
            Ok(faults) => {
                shared.set_faults(faults);
                json(StatusCode::OK, &*shared.faults())
            }
            Err(refusal) => refusal,
        },
        (Method::POST, "/reset", _) => {
            shared.reset();
            empty(StatusCode::NO_CONTENT)
        }
        (Method::GET, "/stats", _) => json(StatusCode::OK, &shared.stats()),
        (Method::PUT, _, Some(Ok(id))) => match read::<InterruptionState>(body).await {
            Ok(state) if shared.set_interruption_state(id, state) => empty(StatusCode::NO_CONTENT),
            Ok(_) => empty(StatusCode::NOT_FOUND),
            Err(refusal) => refusal,
        },
        (_, _, Some(Err(_))) => text(StatusCode::BAD_REQUEST, "The id must be a GUID."),
        (_, "/faults" | "/reset" | "/stats", _) | (_, _, Some(Ok(_))) => empty(StatusCode::METHOD_NOT_ALLOWED),
        _ => empty(StatusCode::NOT_FOUND),
    }
}

/// A web page that somebody happens to have open must not reach these calls, neither by a form nor under a name of its
/// own that leads to this machine.
fn is_local_tool(headers: &HeaderMap) -> bool {
    loopback_host(headers).is_some() && !headers.contains_key(header::ORIGIN)
}

async fn read<T: DeserializeOwned>(body: Incoming) -> Result<T, Reply> {
    let refuse = |message: String| text(StatusCode::BAD_REQUEST, message);
    let body = Limited::new(body, MAX_BODY).collect().await;
    let body = body.map_err(|_| refuse("The body could not be read.".to_owned()))?;
    serde_json::from_slice(&body.to_bytes()).map_err(|error| refuse(error.to_string()))
}
