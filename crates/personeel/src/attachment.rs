//! Files to attach.

use std::fmt;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use personeel_client::types::{PutAttachment, PutAttachmentRequired};
use tokio::io::AsyncReadExt as _;

use crate::error::{Error, Result};

/// Bytes of a file that are encoded at a time: a multiple of three, so that pieces join without padding.
const PIECE: usize = 3 * 64 * 1024;

/// A hundred times what the guide allows: more would fill the memory before anybody could say so.
const MAX_FILE_BYTES: u64 = 1024 * 1024 * 1024;

/// A file to attach: its name, and its content in base64.
#[derive(Clone)]
pub struct Attachment {
    filename: String,
    file: String,
}

impl Attachment {
    /// A file that is in memory.
    pub fn from_bytes(filename: impl Into<String>, content: impl AsRef<[u8]>) -> Self {
        Self { filename: filename.into(), file: BASE64.encode(content) }
    }

    /// Reads a file under its own name. It is encoded piece by piece, so that only its base64 is ever whole in memory.
    /// Whether name and size break a rule is for the call to check, if the client checks at all.
    ///
    /// # Errors
    ///
    /// `InvalidArgument` where the file cannot be read, or is larger than a gibibyte.
    pub async fn from_path(path: impl AsRef<Path>) -> Result<Self> {
        let filename = path.as_ref().file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        Self::from_path_as(path, filename).await
    }

    /// Reads a file under another name, which is what the rules look at.
    ///
    /// # Errors
    ///
    /// Those of [`from_path`](Self::from_path).
    pub async fn from_path_as(path: impl AsRef<Path>, filename: impl Into<String>) -> Result<Self> {
        let (path, filename) = (path.as_ref(), filename.into());
        let unreadable = |error: std::io::Error| {
            Error::invalid_argument(format!("the file cannot be read ({})", error.kind())).with_source(error)
        };
        let mut source = tokio::fs::File::open(path).await.map_err(unreadable)?;
        let metadata = source.metadata().await.map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(Error::invalid_argument("the path names no file"));
        }
        let size = metadata.len();
        if size > MAX_FILE_BYTES {
            return Err(Error::invalid_argument("the file is larger than a gibibyte, which no call takes"));
        }
        // A file that grows meanwhile is read up to what it was.
        let mut file = String::with_capacity(usize::try_from(size).unwrap_or(0).div_ceil(3) * 4);
        let mut piece = vec![0; PIECE];
        let mut left = usize::try_from(size).unwrap_or(usize::MAX);
        while left > 0 {
            let length = left.min(PIECE);
            source.read_exact(&mut piece[..length]).await.map_err(unreadable)?;
            BASE64.encode_string(&piece[..length], &mut file);
            left -= length;
        }
        Ok(Self { filename, file })
    }
}

impl From<Attachment> for PutAttachment {
    fn from(attachment: Attachment) -> Self {
        Self::new(PutAttachmentRequired { filename: attachment.filename, file: attachment.file })
    }
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names of certificates hold names of people.
        f.debug_struct("Attachment").field("base64_bytes", &self.file.len()).finish_non_exhaustive()
    }
}
