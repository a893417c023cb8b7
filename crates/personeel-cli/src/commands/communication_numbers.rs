//! `communication-numbers put` and `communication-numbers delete`.

use personeel::types::{PutCommunicationNumber, PutCommunicationNumberRequired};

use crate::cli::{CommunicationNumbersDelete, CommunicationNumbersPut, Global};
use crate::commands::attachments::{removed, tell_id};
use crate::confirm;
use crate::failure::Failure;
use crate::session::Session;

pub(super) async fn put(global: &Global, put: CommunicationNumbersPut) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let institute = session.institute()?;
    let required =
        PutCommunicationNumberRequired { soort: put.kind.into(), type_: put.type_.into(), nummer: put.number };
    let mut body = PutCommunicationNumber::new(required);
    body.id = put.id;
    let id = institute.communication_numbers().put(put.person, body).send().await?;
    tell_id(&session, id.guid())
}

pub(super) async fn delete(global: &Global, delete: &CommunicationNumbersDelete) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let institute = session.institute()?;
    let what =
        format!("communication number {} of employee {} of institute {}", delete.id, delete.person, institute.number());
    confirm::removal(global, &what).await?;
    institute.communication_numbers().delete(delete.person, delete.id).send().await?;
    removed(&session, delete.id.guid())
}
