//! The admin calls, on a port of their own: faults, requested refusals, reset, counts and interruption states.

use http::header::{self, HeaderMap};
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use personeel_client::codes::ErrorCode;
use personeel_wire::Guid;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::faults::Faults;
use crate::host::loopback_host;
use crate::reply::{Reply, empty, json, text};
use crate::state::Shared;
use crate::world::interruption::InterruptionState;

const MAX_BODY: usize = 64 * 1024;

/// The body of `POST /refusals`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusal {
    /// The `operationId` of the call.
    operation: String,
    code: ErrorCode,
}

pub(crate) async fn handle_request(shared: &Shared, request: Request<Incoming>) -> Reply {
    let (parts, body) = request.into_parts();
    if !is_local_tool(&parts.headers) {
        return text(StatusCode::FORBIDDEN, "Admin calls are not for web pages.");
    }
    let path = parts.uri.path();
    let interruption = path.strip_prefix("/interruptions/").map(str::parse::<Guid>);
    match (parts.method, path, interruption) {
        (Method::GET, "/faults", _) => json(StatusCode::OK, &*shared.faults()),
        (Method::PUT, "/faults", _) => match read_json::<Faults>(body).await {
            Ok(faults) => match shared.set_faults(faults) {
                Ok(()) => json(StatusCode::OK, &*shared.faults()),
                Err(error) => text(StatusCode::BAD_REQUEST, error.to_string()),
            },
            Err(refusal) => refusal,
        },
        (Method::POST, "/refusals", _) => match read_json::<Refusal>(body).await {
            Ok(Refusal { operation, code }) if shared.refuse_next(&operation, code.clone()) => {
                empty(StatusCode::NO_CONTENT)
            }
            Ok(Refusal { operation, code }) => {
                let message = format!("The document has no call {operation:?} that returns the code {code}.");
                text(StatusCode::BAD_REQUEST, message)
            }
            Err(refusal) => refusal,
        },
        (Method::POST, "/reset", _) => {
            shared.reset();
            empty(StatusCode::NO_CONTENT)
        }
        (Method::GET, "/stats", _) => json(StatusCode::OK, &shared.stats()),
        (Method::PUT, _, Some(Ok(id))) => match read_json::<InterruptionState>(body).await {
            Ok(state) if shared.set_interruption_state(id, state) => empty(StatusCode::NO_CONTENT),
            Ok(_) => empty(StatusCode::NOT_FOUND),
            Err(refusal) => refusal,
        },
        (_, _, Some(Err(_))) => text(StatusCode::BAD_REQUEST, "The id must be a GUID."),
        (_, "/faults" | "/refusals" | "/reset" | "/stats", _) | (_, _, Some(Ok(_))) => {
            empty(StatusCode::METHOD_NOT_ALLOWED)
        }
        _ => empty(StatusCode::NOT_FOUND),
    }
}

/// A web page open in a browser must not reach these calls, neither by submitting a form nor through a host name of its
/// own that resolves to this machine.
fn is_local_tool(headers: &HeaderMap) -> bool {
    loopback_host(headers).is_some() && !headers.contains_key(header::ORIGIN)
}

async fn read_json<T: DeserializeOwned>(body: Incoming) -> Result<T, Reply> {
    let refuse = |message: String| text(StatusCode::BAD_REQUEST, message);
    let body = Limited::new(body, MAX_BODY).collect().await;
    let body = body.map_err(|_| refuse("The body could not be read.".to_owned()))?;
    serde_json::from_slice(&body.to_bytes()).map_err(|error| refuse(error.to_string()))
}
