//! The calls of the API.

mod access;
mod assignments;
mod attachments;
mod body;
mod call;
mod compress;
mod employees;
mod fault;
mod handler;
mod interruptions;
mod list;
mod numbers;
mod put_interruption;
mod query;
mod records;
mod refusal;
mod route;

use http::request::Parts;
use http::{Request, StatusCode};
use hyper::body::Incoming;

use self::call::Call;
pub(crate) use self::fault::Cut;
use self::route::Route;
use crate::dirty::Dirt;
use crate::record::RecordedRequest;
use crate::reply::{Reply, empty};
use crate::state::Shared;

/// Handles a request to the API, with the configured faults.
pub(crate) async fn handle_request(shared: &Shared, request: Request<Incoming>) -> Result<Reply, Cut> {
    shared.counters.count_request();
    let (parts, body) = request.into_parts();
    let recorded = shared.keeps_requests().then(|| RecordedRequest::new(&parts));
    let answered = handle_with_faults(shared, &parts, body).await;
    if let Some(mut request) = recorded {
        request.status = answered.as_ref().ok().map(|reply| reply.status().as_u16());
        shared.record_request(request);
    }
    answered
}

async fn handle_with_faults(shared: &Shared, parts: &Parts, body: Incoming) -> Result<Reply, Cut> {
    let matched = match route::find_route(&shared.document, &parts.method, parts.uri.path()) {
        Route::Unknown => return Ok(empty(StatusCode::NOT_FOUND)),
        Route::WrongMethod(allowed) => return Ok(refusal::wrong_method(&allowed)),
        Route::Calls(matched) => matched,
    };
    let faults = shared.faults();
    let fate = shared.dice.roll_fate(&faults);
    if !faults.latency.is_zero() {
        tokio::time::sleep(faults.latency).await;
    }
    if let Some(reply) = fault::faulty_reply(&faults, fate, &parts.headers) {
        return Ok(reply);
    }
    let dirt = faults.dirty.then(|| Dirt::new(shared.world.seed));
    let mut id = String::new();
    let answered = match Call::new(shared, &matched, parts, fate.ends_token, dirt.clone()) {
        Ok(call) => {
            id.clone_from(&call.described.id);
            handler::perform_call(shared, &call, &parts.headers, body).await
        }
        Err(refusal) => Err(refusal),
    };
    let reply = answered.unwrap_or_else(|refusal| refusal.into_reply(dirt));
    let reply = shared.drift.apply(&id, reply).await;
    let reply = if shared.compresses { compress::compress(reply, &parts.headers) } else { reply };
    if fate.is_cut { fault::cut_reply(reply).await } else { Ok(reply) }
}
