//! The state that all connections of a sandbox share.

mod counters;
mod refusals;
mod shared;

pub(crate) use shared::Shared;
