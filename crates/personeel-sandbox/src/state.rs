//! What every connection of a sandbox works on.

mod counters;
mod refusals;
mod shared;

pub(crate) use shared::Shared;
