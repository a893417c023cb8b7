//! The calls of the API.

mod access;
mod assignments;
mod attachments;
mod body;
mod call;
mod employees;
mod fault;
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
use personeel_client::operations::Operation;

use self::call::Call;
pub(crate) use self::fault::Cut;
use self::refusal::Refusal;
use self::route::Route;
use crate::dirty::Dirt;
use crate::record::RecordedRequest;
use crate::server::{Reply, Shared, empty};

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
    let route = match route::find(&parts.method, parts.uri.path()) {
        Route::Unknown => return Ok(empty(StatusCode::NOT_FOUND)),
        Route::WrongMethod(allowed) => return Ok(refusal::wrong_method(&allowed)),
        Route::Call(route) => route,
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
    let answered = match Call::new(shared, route, parts, fate.ends_token, dirt.clone()) {
        Ok(call) => perform(shared, &call, &parts.headers, body).await,
        Err(refusal) => Err(refusal),
    };
    let reply = answered.unwrap_or_else(|refusal| refusal.reply(dirt));
    if fate.is_cut { fault::cut(reply).await } else { Ok(reply) }
}

async fn perform(shared: &Shared, call: &Call, headers: &http::HeaderMap, body: Incoming) -> Result<Reply, Refusal> {
    match call.operation {
        Operation::ListEmployeesV1 => employees::list_v1(call),
        Operation::ListEmployees => employees::list(call),
        Operation::GetEmployee => employees::get(call),
        Operation::ListAssignments => assignments::list(call),
        Operation::ListEmployeeAssignments => assignments::list_of_one(call),
        Operation::ListInterruptions => interruptions::list(call),
        Operation::ListEmployeeInterruptions => interruptions::list_of_one(call),
        Operation::PutInterruption => put_interruption::put(shared, call, &body::read(headers, body).await?),
        Operation::DeleteInterruption => interruptions::delete(shared, call),
        Operation::ListDiplomas => records::diplomas(call),
        Operation::ListEmployeeDiplomas => records::diplomas_of_one(call),
        Operation::ListAppointments => records::appointments(call),
        Operation::ListEmployeeAppointments => records::appointments_of_one(call),
        Operation::ListPhotos => records::photos(call),
        Operation::GetEmployeePhoto => records::photo_of_one(call),
        Operation::ListOwnFields => records::own_fields(call),
        Operation::ListEmployeeOwnFields => records::own_fields_of_one(call),
        Operation::PutAttachment => attachments::put(shared, call, &body::read(headers, body).await?),
        Operation::DeleteAttachment => attachments::delete(shared, call),
        Operation::PutCommunicationNumber => numbers::put(shared, call, &body::read(headers, body).await?),
        Operation::DeleteCommunicationNumber => numbers::delete(shared, call),
        // A call of a newer document, which this sandbox doesn't know yet.
        _ => Err(Refusal::Text(StatusCode::NOT_IMPLEMENTED, "The sandbox does not know this call.".to_owned())),
    }
}
