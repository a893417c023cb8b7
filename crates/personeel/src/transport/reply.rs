//! What a call that succeeded gave.

use std::fmt;

use bytes::Bytes;
use personeel_wire::Guid;

use super::exchange::Body;

/// What the service said to a call that succeeded.
pub(crate) enum Reply {
    /// The body of a 2xx answer.
    Body(Bytes),
    /// The body of a 2xx answer, still to be read.
    Pieces(Box<Body>),
    /// There is no data.
    NoData,
    /// A repeated DELETE found nothing left: the first one has landed.
    AlreadyGone,
    /// A repeated PUT found its record there, under this id: the first one has landed.
    AlreadyThere(Guid),
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Body(_) => "Body",
            Self::Pieces(_) => "Pieces",
            Self::NoData => "NoData",
            Self::AlreadyGone => "AlreadyGone",
            Self::AlreadyThere(_) => "AlreadyThere",
        })
    }
}
