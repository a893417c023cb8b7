//! The result of a successful call.

use std::fmt;

use bytes::Bytes;
use personeel_wire::Guid;

use super::exchange::Body;

/// The result of a successful call, before decoding.
pub(crate) enum Reply {
    /// The body of a 2xx response.
    Body(Bytes),
    /// The body of a 2xx response, still to be read.
    Streaming(Box<Body>),
    /// There is no data.
    NoData,
    /// A retried DELETE found nothing left: an earlier attempt did the work.
    AlreadyGone,
    /// A retried PUT found its record there, under this id: an earlier attempt did the work.
    AlreadyThere(Guid),
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Body(_) => "Body",
            Self::Streaming(_) => "Streaming",
            Self::NoData => "NoData",
            Self::AlreadyGone => "AlreadyGone",
            Self::AlreadyThere(_) => "AlreadyThere",
        })
    }
}
