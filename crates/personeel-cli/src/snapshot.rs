//! Snapshots of every list in one SQLite file, and the differences between snapshots.

mod copying;
pub(crate) mod counts;
mod details;
pub(crate) mod diff;
mod fields;
pub(crate) mod guard;
mod hash;
pub(crate) mod key;
mod lists;
mod pairs;
mod place;
pub(crate) mod plan;
pub(crate) mod prune;
pub(crate) mod resource;
mod schema;
mod staged;
pub(crate) mod store;

pub(crate) use resource::Resource;
pub(crate) use staged::{Staged, Staging};
pub(crate) use store::Store;
