//! Dispatches a call to the invented staff, or to the document's examples where the staff doesn't know the call.

use http::StatusCode;
use http::header::HeaderMap;
use hyper::body::Incoming;
use personeel_client::operations::Operation;
use serde_json::Value;

use super::body::{self, Fields};
use super::call::Call;
use super::refusal::Refusal;
use super::{assignments, attachments, employees, interruptions, list, numbers, put_interruption, records};
use crate::reply::{Reply, empty};
use crate::state::Shared;

/// How the staff handles a call.
enum Handler {
    Read(fn(&Call) -> Result<Reply, Refusal>),
    Remove(fn(&Shared, &Call) -> Result<Reply, Refusal>),
    Put(fn(&Shared, &Call, &Fields) -> Result<Reply, Refusal>),
}

impl Handler {
    /// The handler of an operation; `None` for one of a document that is newer than the staff.
    fn of(operation: Operation) -> Option<Self> {
        Some(match operation {
            Operation::ListEmployeesV1 => Self::Read(employees::list_v1),
            Operation::ListEmployees => Self::Read(employees::list),
            Operation::GetEmployee => Self::Read(employees::get),
            Operation::ListAssignments => Self::Read(assignments::list),
            Operation::ListEmployeeAssignments => Self::Read(assignments::list_of_employee),
            Operation::ListInterruptions => Self::Read(interruptions::list),
            Operation::ListEmployeeInterruptions => Self::Read(interruptions::list_of_employee),
            Operation::PutInterruption => Self::Put(put_interruption::put),
            Operation::DeleteInterruption => Self::Remove(interruptions::delete),
            Operation::ListDiplomas => Self::Read(records::diplomas),
            Operation::ListEmployeeDiplomas => Self::Read(records::diplomas_of_employee),
            Operation::ListAppointments => Self::Read(records::appointments),
            Operation::ListEmployeeAppointments => Self::Read(records::appointments_of_employee),
            Operation::ListPhotos => Self::Read(records::photos),
            Operation::GetEmployeePhoto => Self::Read(records::photo_of_employee),
            Operation::ListOwnFields => Self::Read(records::own_fields),
            Operation::ListEmployeeOwnFields => Self::Read(records::own_fields_of_employee),
            Operation::PutAttachment => Self::Put(attachments::put),
            Operation::DeleteAttachment => Self::Remove(attachments::delete),
            Operation::PutCommunicationNumber => Self::Put(numbers::put),
            Operation::DeleteCommunicationNumber => Self::Remove(numbers::delete),
            _ => return None,
        })
    }
}

pub(super) async fn perform_call(
    shared: &Shared,
    call: &Call,
    headers: &HeaderMap,
    body: Incoming,
) -> Result<Reply, Refusal> {
    if let Some(code) = shared.refusals.take(&call.described.id) {
        return Err(Refusal::requested(code));
    }
    match call.described.operation.and_then(Handler::of) {
        Some(Handler::Read(handle)) => handle(call),
        Some(Handler::Remove(handle)) => handle(shared, call),
        Some(Handler::Put(handle)) => handle(shared, call, &body::read_object(headers, body).await?),
        None => {
            let body = if call.described.takes_body { Some(body::read_object(headers, body).await?) } else { None };
            reply_from_document(call, body.as_ref())
        }
    }
}

/// Checks a call against the document's rules. A `GET` returns the document's example, unfiltered; any other method
/// returns 200 and changes nothing.
fn reply_from_document(call: &Call, body: Option<&Fields>) -> Result<Reply, Refusal> {
    call.check_path()?;
    let codes = body.map_or_else(|| call.path_violations(), |body| call.violations(body));
    if !codes.is_empty() {
        return Err(Refusal::Codes(codes));
    }
    if call.described.method != "GET" {
        return Ok(empty(StatusCode::OK));
    }
    match call.described.example.clone() {
        Some(Value::Array(records)) => list::build_reply(call, records.into_iter()),
        Some(record) => Ok(list::build_record_reply(call, &record)),
        None => Err(Refusal::NoData),
    }
}
