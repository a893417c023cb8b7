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
    // Opening a pipe would wait forever for a writer.
    if let Some(what) = fs::metadata(&put.file).ok().as_ref().and_then(files::non_file_kind) {
        return Err(Failure::usage(format!("FILE: cannot read '{}': it is {what}, not a file", put.file.display())));
    }
    let file = match put.name {
        None => Attachment::from_path(&put.file).await,
        Some(name) => Attachment::from_path_as(&put.file, name).await,
    };
    let file = file.map_err(|error| with_path(error, &put.file))?;
    let id = put.id.unwrap_or_else(AttachmentId::random);
    pending::begin(id.guid());
    let sent = institute.attachments().put(put.interruption, id, file).send().await;
    report_put(&session, id.guid(), put.id.is_none(), sent)
}

/// Adds the path to the overlay's error, which says only what is wrong with the file.
fn with_path(error: personeel::Error, path: &Path) -> Failure {
    let failure = Failure::from(error);
    if failure.kind() == "invalid_argument" {
        failure.with_detail(&format!("the file is '{}'", path.display()))
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
    print_removed(&session, delete.id.guid())
}

/// Reports the outcome of a put with its id. An id generated here is known nowhere else, and without it the put cannot
/// be repeated.
pub(super) fn report_put(
    session: &Session,
    id: Guid,
    is_new: bool,
    sent: Result<(), personeel::Error>,
) -> Result<(), Failure> {
    pending::end();
    match sent {
        Ok(()) => print_id(session, id),
        Err(error) if is_new && error.may_have_been_applied() => {
            Err(Failure::from(error).with_detail(&format!("its id is {id}: pass --id {id} to send it again")))
        }
        Err(error) => Err(error.into()),
    }
}

/// Prints an id that is recorded nowhere else, on standard error if standard output fails.
pub(super) fn print_id(session: &Session, id: Guid) -> Result<(), Failure> {
    let printed = session.output.record(&Json::record([("id", Json::text(id.to_string()))]));
    printed.map_err(|failure| failure.with_detail(&format!("it was stored anyway, with the id {id}")))
}

/// Prints the id of what was removed.
pub(super) fn print_removed(session: &Session, id: Guid) -> Result<(), Failure> {
    session.output.record(&Json::record([("id", Json::text(id.to_string())), ("removed", Json::Bool(true))]))
}
