//! Files to attach to interruptions.

use std::fmt;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use personeel_client::types::{PutAttachment, PutAttachmentRequired};
use tokio::io::AsyncReadExt as _;

use crate::error::{Error, Result};

/// How many bytes of a file are encoded at a time: a multiple of three, so that the chunks join without padding.
const CHUNK_BYTES: usize = 3 * 64 * 1024;

/// A hundred times what the guide allows. A larger file would fill the memory before a rule could reject it.
const MAX_FILE_BYTES: u64 = 1024 * 1024 * 1024;

/// A file to attach to an interruption: its name, and its content in base64.
#[doc(alias = "certificate")]
#[doc(alias = "document")]
#[doc(alias = "file")]
#[derive(Clone)]
pub struct Attachment {
    filename: String,
    file: String,
}

impl Attachment {
    /// Creates an attachment from bytes in memory.
    pub fn from_bytes(filename: impl Into<String>, content: impl AsRef<[u8]>) -> Self {
        Self { filename: filename.into(), file: BASE64.encode(content) }
    }

    /// Reads a file and attaches it under its own name. The file is encoded in chunks, so that only its base64 is ever
    /// completely in memory. The call checks the name and the size against the rules, unless the client's checks are
    /// off.
    ///
    /// # Errors
    ///
    /// `InvalidArgument` if the file cannot be read or is larger than 1 GiB.
    pub async fn from_path(path: impl AsRef<Path>) -> Result<Self> {
        let filename = path.as_ref().file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        Self::from_path_as(path, filename).await
    }

    /// Reads a file and attaches it under another name, to which the rules then apply.
    ///
    /// # Errors
    ///
    /// The same as [`from_path`](Self::from_path).
    pub async fn from_path_as(path: impl AsRef<Path>, filename: impl Into<String>) -> Result<Self> {
        let (path, filename) = (path.as_ref(), filename.into());
        let read_error = |error: std::io::Error| {
            Error::invalid_argument(format!("the file cannot be read ({})", error.kind())).with_source(error)
        };
        let mut source = tokio::fs::File::open(path).await.map_err(read_error)?;
        let metadata = source.metadata().await.map_err(read_error)?;
        if !metadata.is_file() {
            return Err(Error::invalid_argument("the path is not a file"));
        }
        let size = metadata.len();
        if size > MAX_FILE_BYTES {
            return Err(Error::invalid_argument("the file is larger than 1 GiB, which no call accepts"));
        }
        // If the file grows meanwhile, only the bytes that were there at the start are read.
        let mut file = String::with_capacity(usize::try_from(size).unwrap_or(0).div_ceil(3) * 4);
        let mut chunk = vec![0; CHUNK_BYTES];
        let mut left = usize::try_from(size).unwrap_or(usize::MAX);
        while left > 0 {
            let length = left.min(CHUNK_BYTES);
            source.read_exact(&mut chunk[..length]).await.map_err(read_error)?;
            BASE64.encode_string(&chunk[..length], &mut file);
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
        // File names of certificates often contain people's names.
        f.debug_struct("Attachment").field("base64_bytes", &self.file.len()).finish_non_exhaustive()
    }
}
