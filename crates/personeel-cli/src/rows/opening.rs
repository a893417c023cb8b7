//! Sending a call that was asked for, whichever it is.

use std::pin::Pin;

use personeel::{Institute, RawRow, Records, Request, Response as _, ResponseKind, Visitor, requests};

use crate::failure::Failure;
use crate::json::Json;
use crate::reads::{Wanted, kebab};

/// What a call gave.
pub(super) enum Opened {
    /// Rows that are on their way.
    Rows(Records<RawRow>),
    /// One record, which has come.
    Record(Vec<u8>),
    /// The service said that there is no data.
    WithoutData,
}

type Opening = Pin<Box<dyn Future<Output = Result<Opened, personeel::Error>> + Send>>;

/// A call that is ready to be sent.
pub(super) fn opening(institute: &Institute, wanted: &Wanted) -> Result<Opening, Failure> {
    let operation = wanted.info.operation;
    requests::visit(operation, &|name| wanted.argument(name), Open(institute.clone())).map_err(|error| {
        let parameter = wanted.info.parameters.iter().find(|parameter| parameter.name == error.name());
        let flag = parameter.map_or_else(|| error.name().to_owned(), |parameter| kebab(parameter.argument));
        Failure::usage(format!("--{flag}: {}", error.problem())).with_operation(Some(operation))
    })
}

struct Open(Institute);

impl Visitor for Open {
    type Output = Opening;

    fn visit<R: Request>(self, request: R) -> Opening {
        Box::pin(async move {
            let call = self.0.send(request);
            if R::Response::KIND == ResponseKind::List {
                return Ok(call.raw_rows().await?.map_or(Opened::WithoutData, Opened::Rows));
            }
            let body = call.checked_bytes().await?;
            Ok(if body.is_empty() { Opened::WithoutData } else { Opened::Record(body.into()) })
        })
    }
}

/// Reads what was decoded strictly; a fault with its place.
pub(super) fn read(text: &[u8]) -> Result<Json, (&'static str, String)> {
    Json::read(text).map(Json::with_plain_ids).map_err(|fault| (fault.what, fault.place().to_owned()))
}
