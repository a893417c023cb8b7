//! Sending a call that was asked for.

use std::pin::Pin;

use personeel::{Answer as _, AnswerKind, Institute, Request, Visitor, requests};

use super::texts::kebab;
use super::wanted::Wanted;
use crate::failure::Failure;
use crate::list::{List, list, list_by_row, record};

/// Sends a call and checks its rows: all of them, or each by itself. One record is a list of one, or of none.
pub(crate) async fn fetch(institute: Institute, wanted: Wanted, is_by_row: bool) -> Result<List, Failure> {
    let operation = wanted.info.operation;
    let fetch = Fetch { institute, is_by_row };
    let sent = requests::visit(operation, &|name| wanted.argument(name), fetch).map_err(|error| {
        let parameter = wanted.info.parameters.iter().find(|parameter| parameter.name == error.name());
        let flag = parameter.map_or_else(|| error.name().to_owned(), |parameter| kebab(parameter.argument));
        Failure::usage(format!("--{flag}: {}", error.problem())).with_operation(Some(operation))
    })?;
    sent.await.map_err(|failure| failure.with_operation(Some(operation)))
}

struct Fetch {
    institute: Institute,
    is_by_row: bool,
}

impl Visitor for Fetch {
    type Output = Pin<Box<dyn Future<Output = Result<List, Failure>> + Send>>;

    fn visit<R: Request>(self, request: R) -> Self::Output {
        Box::pin(async move {
            let call = self.institute.send(request);
            match R::Answer::KIND {
                AnswerKind::List if self.is_by_row => list_by_row(&call.bytes().await?, read_row::<R>),
                AnswerKind::List => list(&call.checked_bytes().await?),
                _ => Ok(record(&call.checked_bytes().await?)?.into_iter().collect::<Vec<_>>().into()),
            }
        })
    }
}

/// Reads one row as a list of one; where it is wrong, the place in the row.
fn read_row<R: Request>(row: &[u8]) -> Result<(), String> {
    let alone = [b"[", row, b"]"].concat();
    R::Answer::read(&alone).map(drop).map_err(|error| {
        let place = error.path();
        place.strip_prefix("[0]").map_or(place, |place| place.trim_start_matches('.')).to_owned()
    })
}
