//! Attachments.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::StatusCode;
use personeel_client::codes::ErrorCode;
use personeel_wire::Guid;

use super::body::Fields;
use super::call::Call;
use super::interruptions::of_institute;
use super::refusal::Refusal;
use crate::reply::{Reply, empty};
use crate::state::Shared;

/// Adds an attachment, or replaces it and links it to another interruption.
pub(super) fn put(shared: &Shared, call: &Call, body: &Fields) -> Result<Reply, Refusal> {
    let filename = body.get::<String>("filename")?;
    let file = body.get::<String>("file")?;
    let codes = call.violations(body);
    let (interruption, attachment) = path_ids(call);
    shared.change(|snapshot| {
        let known = interruption.and_then(|id| of_institute(snapshot, call, id));
        let mut codes = codes;
        if interruption.is_some() && known.is_none() {
            codes.push((ErrorCode::Br018, None));
        }
        // The last three are absent only if a code already says so.
        let (Some(known), Some(id), Some(filename), Some(file), true) =
            (known, attachment, filename, file, codes.is_empty())
        else {
            return Err(Refusal::Codes(codes));
        };
        let bytes = BASE64_STANDARD.decode(file.trim()).map_err(|_| Refusal::bad("file must be base64."))?;
        if !snapshot.put_attachment(id, &known, filename, bytes.len()) {
            return Err(Refusal::code(ErrorCode::Mna007));
        }
        Ok(empty(StatusCode::OK))
    })
}

/// Removes the link to an interruption, and the attachment along with its last link.
pub(super) fn delete(shared: &Shared, call: &Call) -> Result<Reply, Refusal> {
    let (Some(interruption), Some(attachment)) = path_ids(call) else {
        return Err(Refusal::Codes(call.path_violations()));
    };
    shared.change(|snapshot| {
        let is_linked = of_institute(snapshot, call, interruption).is_some()
            && snapshot.unlink_attachment(attachment, interruption);
        if is_linked { Ok(empty(StatusCode::OK)) } else { Err(Refusal::code(ErrorCode::Br019)) }
    })
}

fn path_ids(call: &Call) -> (Option<Guid>, Option<Guid>) {
    (call.guid("interruptionId"), call.guid("attachmentId"))
}
