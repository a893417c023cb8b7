//! Any call of the document, with its examples for arguments.

use std::pin::Pin;

use personeel::{Institute, Operation, Request, ResponseKind, Visitor, requests};
use personeel_tests::documented::{DocumentedCall, calls};
use serde_json::Value;

use crate::Outcome;

/// Every call, with what the document says of it.
pub fn documented() -> Outcome<Vec<(Operation, DocumentedCall)>> {
    let known = |call: DocumentedCall| match Operation::from_id(&call.id) {
        Some(operation) => Ok((operation, call)),
        None => Err(format!("{} is not generated", call.id).into()),
    };
    calls(&personeel_tests::document()?).into_iter().map(known).collect()
}

/// The answer of one call: how many records came, 1 for what was done, or `None` for a record that isn't there.
pub type Answered = personeel::Result<Option<usize>>;

/// Sends one call; `argument` gives its arguments as texts, by their names on the wire.
pub async fn send(
    operation: Operation,
    school: &Institute,
    argument: &dyn Fn(&str) -> Option<String>,
) -> Outcome<Answered> {
    Ok(requests::visit(operation, argument, Sending(school))?.await)
}

struct Sending<'a>(&'a Institute);

impl<'a> Visitor for Sending<'a> {
    type Output = Pin<Box<dyn Future<Output = Answered> + 'a>>;

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
