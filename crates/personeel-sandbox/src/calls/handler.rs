//! Who answers a call: the invented staff, or the document where the staff has nothing to say.

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

/// How the staff answers a call.
enum Handler {
    Read(fn(&Call) -> Result<Reply, Refusal>),
    Remove(fn(&Shared, &Call) -> Result<Reply, Refusal>),
    Put(fn(&Shared, &Call, &Fields) -> Result<Reply, Refusal>),
}

impl Handler {
    /// `None` for a call of a document that is newer than the staff.
    fn of(operation: Operation) -> Option<Self> {
        Some(match operation {
            Operation::ListEmployeesV1 => Self::Read(employees::list_v1),
            Operation::ListEmployees => Self::Read(employees::list),
            Operation::GetEmployee => Self::Read(employees::get),
            Operation::ListAssignments => Self::Read(assignments::list),
            Operation::ListEmployeeAssignments => Self::Read(assignments::list_of_one),
            Operation::ListInterruptions => Self::Read(interruptions::list),
            Operation::ListEmployeeInterruptions => Self::Read(interruptions::list_of_one),
            Operation::PutInterruption => Self::Put(put_interruption::put),
            Operation::DeleteInterruption => Self::Remove(interruptions::delete),
            Operation::ListDiplomas => Self::Read(records::diplomas),
            Operation::ListEmployeeDiplomas => Self::Read(records::diplomas_of_one),
            Operation::ListAppointments => Self::Read(records::appointments),
            Operation::ListEmployeeAppointments => Self::Read(records::appointments_of_one),
            Operation::ListPhotos => Self::Read(records::photos),
            Operation::GetEmployeePhoto => Self::Read(records::photo_of_one),
            Operation::ListOwnFields => Self::Read(records::own_fields),
            Operation::ListEmployeeOwnFields => Self::Read(records::own_fields_of_one),
            Operation::PutAttachment => Self::Put(attachments::put),
            Operation::DeleteAttachment => Self::Remove(attachments::delete),
            Operation::PutCommunicationNumber => Self::Put(numbers::put),
            Operation::DeleteCommunicationNumber => Self::Remove(numbers::delete),
            _ => return None,
        })
    }
}

pub(super) async fn perform(
    shared: &Shared,
    call: &Call,
    headers: &HeaderMap,
    body: Incoming,
) -> Result<Reply, Refusal> {
    if let Some(code) = shared.refusals.take(&call.described.id) {
        return Err(Refusal::asked_for(code));
    }
    match call.described.operation.and_then(Handler::of) {
        Some(Handler::Read(answer)) => answer(call),
        Some(Handler::Remove(answer)) => answer(shared, call),
        Some(Handler::Put(answer)) => answer(shared, call, &body::read(headers, body).await?),
        None => {
            let body = if call.described.takes_body { Some(body::read(headers, body).await?) } else { None };
            by_document(call, body.as_ref())
        }
    }
}

/// Holds a call to the rules of the document. One that reads is answered with the document's example, all of it; one
/// that changes something with 200, and nothing is remembered.
fn by_document(call: &Call, body: Option<&Fields>) -> Result<Reply, Refusal> {
    call.check_path()?;
    let codes = body.map_or_else(|| call.path_violations(), |body| call.violations(body));
    if !codes.is_empty() {
        return Err(Refusal::Codes(codes));
    }
    if call.described.method != "GET" {
        return Ok(empty(StatusCode::OK));
    }
    match call.described.example.clone() {
        Some(Value::Array(records)) => list::reply(call, records.into_iter()),
        Some(record) => Ok(list::one(call, &record)),
        None => Err(Refusal::NoData),
    }
}
