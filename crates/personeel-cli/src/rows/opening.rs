//! Sending the call of a command, whichever call it is.

use std::pin::Pin;

use personeel::{Institute, RawRow, Records, Request, Response as _, ResponseKind, Visitor, requests};

use crate::failure::Failure;
use crate::json::Json;
use crate::reads::{Wanted, to_kebab_case};

/// The response to a call.
pub(super) enum Opened {
    /// Rows that are still to be read.
    Rows(Records<RawRow>),
    /// One record, already received.
    Record(Vec<u8>),
    /// The service said that there is no data.
    WithoutData,
}

type Opening = Pin<Box<dyn Future<Output = Result<Opened, personeel::Error>> + Send>>;

/// Prepares a call: the returned future sends it.
pub(super) fn open(institute: &Institute, wanted: &Wanted) -> Result<Opening, Failure> {
    let operation = wanted.info.operation;
    requests::visit(operation, &|name| wanted.argument(name), Opener(institute.clone())).map_err(|error| {
        let parameter = wanted.info.parameters.iter().find(|parameter| parameter.name == error.name());
        let flag = parameter.map_or_else(|| error.name().to_owned(), |parameter| to_kebab_case(parameter.argument));
        Failure::usage(format!("--{flag}: {}", error.problem())).with_operation(Some(operation))
    })
}

struct Opener(Institute);

impl Visitor for Opener {
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

/// Reads JSON that has already been decoded strictly.
///
/// # Errors
///
/// What is wrong, and the path to it.
pub(super) fn read_json(text: &[u8]) -> Result<Json, (&'static str, String)> {
    Json::read(text).map(Json::with_normalised_ids).map_err(|fault| (fault.what, fault.place().to_owned()))
}
