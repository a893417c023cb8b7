//! Signs, verifies and expires tokens.

mod keys;
mod lives;

pub(crate) use keys::{Claims, Keys};
pub(crate) use lives::Lives;
