//! Formats errors: which call failed and why, and never a body, a value or a token.

use std::fmt;
use std::time::Duration;

use super::{Error, ErrorKind};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}")?;
            if let Some(institute) = inner.institute {
                write!(f, " for institute {institute}")?;
            }
            f.write_str(": ")?;
        } else if let Some(institute) = inner.institute {
            write!(f, "institute {institute}: ")?;
        }
        self.write_message(f)
    }
}

impl Error {
    /// Returns what happened, without the operation and the institute that `Display` starts with.
    pub fn message(&self) -> String {
        struct Message<'a>(&'a Error);
        impl fmt::Display for Message<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.write_message(f)
            }
        }
        Message(self).to_string()
    }

    fn write_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        f.write_str(&inner.message)?;
        if let Some(status) = inner.status
            && inner.kind != ErrorKind::Status
        {
            write!(f, " (status {status})")?;
        }
        if let Some(path) = &inner.path {
            write!(f, " at {path}")?;
        }
        for (index, refusal) in inner.refusals.iter().enumerate() {
            write!(f, "{}{refusal}", if index == 0 { ": " } else { "; " })?;
        }
        match inner.retry_after {
            Some(Duration::MAX) => f.write_str(" (the server asked to wait indefinitely)")?,
            Some(wait) if wait >= Duration::from_secs(1) => {
                write!(f, " (the server asked to wait {} s)", wait.as_secs())?;
            }
            _ => {}
        }
        if inner.attempts > 1 {
            write!(f, " (after {} attempts)", inner.attempts)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.inner;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("message", &inner.message)
            .field("status", &inner.status)
            .field("operation", &inner.operation)
            .field("institute", &inner.institute)
            .field("id", &inner.id)
            .field("refusals", &inner.refusals)
            .field("attempts", &inner.attempts)
            .field("may_have_been_applied", &inner.may_have_been_applied)
            .field("retry_after", &inner.retry_after)
            .field("path", &inner.path)
            .field("raw_body_bytes", &inner.raw_body.as_ref().map(bytes::Bytes::len))
            .finish_non_exhaustive()
    }
}
