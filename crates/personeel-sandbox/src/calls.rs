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

/// Answers a request to the API, with whatever goes wrong on purpose.
pub(crate) async fn answer(shared: &Shared, request: Request<Incoming>) -> Result<Reply, Cut> {
    shared.counters.count_request();
    let (parts, body) = request.into_parts();
    let recorded = shared.records().then(|| RecordedRequest::new(&parts));
    let answered = with_faults(shared, &parts, body).await;
    if let Some(mut request) = recorded {
        request.status = answered.as_ref().ok().map(|reply| reply.status().as_u16());
        shared.record(request);
    }
    answered
}

async fn with_faults(shared: &Shared, parts: &Parts, body: Incoming) -> Result<Reply, Cut> {
    let matched = match route::find(&shared.document, &parts.method, parts.uri.path()) {
        Route::Unknown => return Ok(empty(StatusCode::NOT_FOUND)),
        Route::WrongMethod(allowed) => return Ok(refusal::wrong_method(&allowed)),
        Route::Calls(matched) => matched,
    };
    let faults = shared.faults();
    let fate = shared.dice.throw(&faults);
    if !faults.latency.is_zero() {
        tokio::time::sleep(faults.latency).await;
    }
    if let Some(reply) = fault::instead(&faults, fate, &parts.headers) {
        return Ok(reply);
    }
    let dirt = faults.dirty.then(|| Dirt::new(shared.world.seed));
    let answered = match Call::new(shared, &matched, parts, fate.ends_token, dirt.clone()) {
        Ok(call) => handler::perform(shared, &call, &parts.headers, body).await,
        Err(refusal) => Err(refusal),
    };
    let reply = answered.unwrap_or_else(|refusal| refusal.reply(dirt));
    let reply = if shared.compresses { compress::compress(reply, &parts.headers) } else { reply };
    if fate.is_cut { fault::cut(reply).await } else { Ok(reply) }
}
