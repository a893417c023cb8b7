//! `attachments put` and `attachments delete`.

use std::fs;
use std::path::Path;

use personeel::{Attachment, AttachmentId, Guid};

use crate::cli::{AttachmentsDelete, AttachmentsPut, Global};
use crate::commands::describe;
use crate::confirm;
use crate::failure::Failure;
use crate::files;
use crate::json::Json;
use crate::pending;
use crate::session::Session;

pub(super) async fn put(global: &Global, put: AttachmentsPut) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let institute = session.institute()?;
    // Opening a pipe would wait for somebody who writes into it, for ever.
    if let Some(what) = fs::metadata(&put.file).ok().as_ref().and_then(files::not_a_file) {
        return Err(Failure::usage(format!(
            "FILE: '{}' cannot be read: it is {what}, and no file",
            put.file.display()
        )));
    }
    let file = match put.name {
        None => Attachment::from_path(&put.file).await,
        Some(name) => Attachment::from_path_as(&put.file, name).await,
    };
    let file = file.map_err(|error| named(error, &put.file))?;
    let id = put.id.unwrap_or_else(AttachmentId::random);
    pending::begin(id.guid());
    let sent = institute.attachments().put(put.interruption, id, file).send().await;
    stored(&session, id.guid(), put.id.is_none(), sent)
}

/// The overlay's error says what is wrong with a file, and not with which.
fn named(error: personeel::Error, path: &Path) -> Failure {
    let failure = Failure::from(error);
    if failure.kind() == "invalid_argument" {
        failure.adding(&format!("FILE is '{}'", path.display()))
    } else {
        failure
    }
}

pub(super) async fn delete(global: &Global, delete: &AttachmentsDelete) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let institute = session.institute()?;
    let what =
        format!("attachment {} of interruption {} of institute {}", delete.id, delete.interruption, institute.number());
    confirm::removal(global, &what, describe::interruption(&session, &institute, delete.interruption)).await?;
    institute.attachments().delete(delete.interruption, delete.id).send().await?;
    removed(&session, delete.id.guid())
}

/// Tells the id of what was put. Without an id that was made here nobody could find out, or send it again as the same.
pub(super) fn stored(
    session: &Session,
    id: Guid,
    is_new: bool,
    sent: Result<(), personeel::Error>,
) -> Result<(), Failure> {
    pending::end();
    match sent {
        Ok(()) => tell_id(session, id),
        Err(error) if is_new && error.may_have_been_applied() => {
            Err(Failure::from(error).adding(&format!("the id was {id}: give --id {id} to send it again")))
        }
        Err(error) => Err(error.into()),
    }
}

/// Tells an id that no other place has, on standard error where it cannot be told on standard output.
pub(super) fn tell_id(session: &Session, id: Guid) -> Result<(), Failure> {
    let told = session.output.record(&Json::record([("id", Json::text(id.to_string()))]));
    told.map_err(|failure| failure.adding(&format!("it was stored all the same, under the id {id}")))
}

/// Tells what was removed.
pub(super) fn removed(session: &Session, id: Guid) -> Result<(), Failure> {
    session.output.record(&Json::record([("id", Json::text(id.to_string())), ("removed", Json::Bool(true))]))
}
