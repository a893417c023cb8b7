//! Sends any call of the document, with the examples as its arguments.

use std::pin::Pin;

use personeel::{Institute, Operation, Request, ResponseKind, Visitor, requests};
use personeel_tests::documented::{DocumentedCall, calls};
use serde_json::Value;

use crate::Outcome;

/// Every call, with its description in the document.
pub fn documented_calls() -> Outcome<Vec<(Operation, DocumentedCall)>> {
    let known = |call: DocumentedCall| match Operation::from_id(&call.id) {
        Some(operation) => Ok((operation, call)),
        None => Err(format!("{} is not generated", call.id).into()),
    };
    calls(&personeel_tests::document()?).into_iter().map(known).collect()
}

/// The outcome of a call: the number of records, 1 for a write, or `None` for a record that doesn't exist.
pub type CallOutcome = personeel::Result<Option<usize>>;

/// Sends a call; `argument` returns its arguments as strings, by their names on the wire.
pub async fn send(
    operation: Operation,
    school: &Institute,
    argument: &dyn Fn(&str) -> Option<String>,
) -> Outcome<CallOutcome> {
    Ok(requests::visit(operation, argument, Sending(school))?.await)
}

struct Sending<'a>(&'a Institute);

impl<'a> Visitor for Sending<'a> {
    type Output = Pin<Box<dyn Future<Output = CallOutcome> + 'a>>;

    fn visit<R: Request>(self, request: R) -> Self::Output {
        Box::pin(async move {
            let body = self.0.send(request).checked_bytes().await?;
            Ok(match R::OPERATION.info().response {
                ResponseKind::List => Some(serde_json::from_slice(&body).map_or(0, |rows: Vec<Value>| rows.len())),
                ResponseKind::Record => (!body.is_empty()).then_some(1),
                _ => Some(1),
            })
        })
    }
}
