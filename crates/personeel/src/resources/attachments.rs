//! Attachments.

use bytes::Bytes;
use personeel_client::Client;
use personeel_client::operations::Operation;
use personeel_client::types::PutAttachment;
use personeel_wire::Guid;

use crate::attachment::Attachment;
use crate::call::{Built, Call, Request};
use crate::check;
use crate::error::Result;
use crate::institute::Institute;

/// Files that belong to interruptions.
#[derive(Clone, Copy, Debug)]
pub struct Attachments<'a>(pub(crate) &'a Institute);

impl Attachments<'_> {
    /// Adds the attachment with this id to an interruption, or changes it where it exists. `Guid::random()` makes an id
    /// for a new one. [`Attachment`] comes from a path or from bytes.
    ///
    /// Refusals: BR002, BR015 to BR018 and MNA007.
    ///
    /// Guide: `PUT /employees/interruptions/{interruptionId}/attachments/{attachmentId}`.
    pub fn put(self, interruption: Guid, attachment: Guid, file: Attachment) -> Call<PutAttachmentCall> {
        Call::new(self.0, PutAttachmentCall { interruption, attachment, body: file.into_body() })
    }

    /// Takes an attachment off an interruption; it is gone with its last interruption. A repeated removal whose first
    /// attempt may have landed is a success.
    ///
    /// Refusals: BR002, BR015 and BR019.
    ///
    /// Guide: `DELETE /employees/interruptions/{interruptionId}/attachments/{attachmentId}`.
    pub fn delete(self, interruption: Guid, attachment: Guid) -> Call<DeleteAttachment> {
        Call::new(self.0, DeleteAttachment { interruption, attachment })
    }
}

/// Arguments of [`Attachments::put`].
pub struct PutAttachmentCall {
    interruption: Guid,
    attachment: Guid,
    body: PutAttachment,
}

impl Request for PutAttachmentCall {
    type Answer = ();
    const OPERATION: Operation = Operation::PutAttachment;

    fn check(&self) -> Result<()> {
        check::attachment(&self.body)
    }

    fn take_body(&mut self) -> Option<Bytes> {
        let filename = serde_json::to_string(&self.body.filename).ok()?;
        // Base64 has nothing that JSON escapes, so it can stay where it is.
        let mut body = std::mem::take(&mut self.body.file);
        body.insert_str(0, r#"{"file":""#);
        body.push_str(r#"","filename":"#);
        body.push_str(&filename);
        body.push('}');
        Some(body.into())
    }

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.put_attachment(&self.interruption, &self.attachment, &self.body).await
    }
}

/// Arguments of [`Attachments::delete`].
pub struct DeleteAttachment {
    interruption: Guid,
    attachment: Guid,
}

impl Request for DeleteAttachment {
    type Answer = ();
    const OPERATION: Operation = Operation::DeleteAttachment;

    async fn build(&self, client: &Client) -> Built<Self::Answer> {
        client.delete_attachment(&self.interruption, &self.attachment).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_is_what_the_generated_type_would_make() {
        let id = Guid::random();
        for content in ["", "a", "attest\u{fffd}"] {
            let body = Attachment::from_bytes("a \"b\" \\ é.pdf", content).into_body();
            let expected = serde_json::to_vec(&body).unwrap();
            let mut call = PutAttachmentCall { interruption: id, attachment: id, body };
            assert_eq!(call.take_body().unwrap(), expected);
        }
    }
}
