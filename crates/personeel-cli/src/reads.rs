//! The commands that read, built from the document's table of calls. A call added by a newer guide becomes a command,
//! and a list in snapshots, without any change here.

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
pub(crate) use texts::to_kebab_case;
pub(crate) use wanted::Wanted;
