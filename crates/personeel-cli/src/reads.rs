//! The commands that read, made from the document's table of calls: a call that a newer guide brings is a command, and a
//! list of snapshots, without a line here.

mod calls;
pub(crate) mod choices;
mod commands;
mod flags;
mod texts;
mod values;
mod wanted;

pub(crate) use commands::{Read, about, rank, resources};
#[cfg(test)]
pub(crate) use texts::NARROWEST;
pub(crate) use texts::kebab;
pub(crate) use wanted::Wanted;
