#![doc = include_str!("../README.md")]

mod admin;
mod builder;
mod calls;
mod credentials;
mod dirty;
mod document;
mod drift;
mod error;
mod faults;
mod host;
mod identity;
mod inspect;
mod listener;
mod pages;
mod record;
mod reply;
mod sandbox;
mod settings;
mod signals;
mod state;
mod stats;
#[cfg(test)]
mod tests;
mod tokens;
mod world;

pub use crate::builder::SandboxBuilder;
pub use crate::credentials::{CLIENT_ID, CLIENT_SECRET};
pub use crate::drift::{Drift, DriftError};
pub use crate::error::StartError;
pub use crate::faults::{Faults, FaultsError};
pub use crate::inspect::{AttachmentView, InterruptionView};
pub use crate::record::RecordedRequest;
pub use crate::sandbox::Sandbox;
pub use crate::signals::end_signal;
pub use crate::stats::Stats;
pub use crate::world::interruption::InterruptionState;
