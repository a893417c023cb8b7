//! Snapshots of every list in one SQLite file, and the differences between them.

pub(crate) mod diff;
pub(crate) mod guard;
mod hash;
pub(crate) mod key;
pub(crate) mod resource;
mod schema;
pub(crate) mod store;

pub(crate) use resource::Resource;
pub(crate) use store::Store;
