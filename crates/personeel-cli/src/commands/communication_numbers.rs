//! `communication-numbers put` and `communication-numbers delete`.

use personeel::types::{PutCommunicationNumber, PutCommunicationNumberRequired};

use crate::cli::{CommunicationNumbersDelete, CommunicationNumbersPut, Global};
use crate::commands::attachments::{print_id, print_removed};
use crate::commands::describe;
use crate::confirm;
use crate::days;
use crate::failure::Failure;
use crate::people::find_person;
use crate::session::Session;

pub(super) async fn put(global: &Global, put: CommunicationNumbersPut) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let institute = session.institute()?;
    let person = find_person(&session, &put.person, days::current_year(session.preferences.first_month)?).await?;
    let required =
        PutCommunicationNumberRequired { soort: put.kind.into(), type_: put.type_.into(), nummer: put.number };
    let mut body = PutCommunicationNumber::new(required);
    body.id = put.id;
    let id = institute.communication_numbers().put(person, body).send().await?;
    print_id(&session, id.guid())
}

pub(super) async fn delete(global: &Global, delete: &CommunicationNumbersDelete) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let institute = session.institute()?;
    let person = find_person(&session, &delete.person, days::current_year(session.preferences.first_month)?).await?;
    let what = format!("communication number {} of employee {person} of institute {}", delete.id, institute.number());
    confirm::removal(global, &what, describe::number(&session, &institute, person, delete.id)).await?;
    institute.communication_numbers().delete(person, delete.id).send().await?;
    print_removed(&session, delete.id.guid())
}
