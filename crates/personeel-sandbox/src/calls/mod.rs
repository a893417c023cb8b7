//! The 21 calls.

mod access;
mod body;
mod call;
mod employees;
mod interruptions;
mod list;
mod query;
mod refusal;
mod route;

use http::{Request, StatusCode};
use hyper::body::Incoming;
use personeel_client::operations::Operation;

use self::call::Call;
use self::refusal::Refusal;
use self::route::Route;
use crate::server::{Reply, Shared, empty};

/// Answers a request to the API.
pub(crate) async fn answer(shared: &Shared, request: Request<Incoming>) -> Reply {
    shared.counters.count_request();
    let (parts, body) = request.into_parts();
    match route::find(&parts.method, parts.uri.path()) {
        Route::Unknown => empty(StatusCode::NOT_FOUND),
        Route::WrongMethod => empty(StatusCode::METHOD_NOT_ALLOWED),
        Route::Call(route) => {
            let answered = match Call::new(shared, route, &parts) {
                Ok(call) => perform(shared, &call, &parts.headers, body).await,
                Err(refusal) => Err(refusal),
            };
            answered.unwrap_or_else(Refusal::reply)
        }
    }
}

async fn perform(shared: &Shared, call: &Call, headers: &http::HeaderMap, body: Incoming) -> Result<Reply, Refusal> {
    match call.operation {
        Operation::ListEmployeesV1 => employees::list_v1(call),
        Operation::ListEmployees => employees::list(call),
        Operation::GetEmployee => employees::get(call),
        Operation::PutInterruption => {
            let body = body::read(headers, body).await?;
            interruptions::put(shared, call, &body)
        }
        _ => Err(Refusal::NoData),
    }
}
