#![doc = include_str!("../README.md")]

mod admin;
mod builder;
mod calls;
mod credentials;
mod dirty;
mod error;
mod faults;
mod identity;
mod inspect;
mod pages;
mod record;
mod sandbox;
mod server;
mod world;

pub use crate::admin::Stats;
pub use crate::builder::SandboxBuilder;
pub use crate::credentials::{CLIENT_ID, CLIENT_SECRET, SCOPE_PREFIX};
pub use crate::error::StartError;
pub use crate::faults::{Faults, FaultsParseError};
pub use crate::inspect::{AttachmentView, InterruptionView};
pub use crate::record::RecordedRequest;
pub use crate::sandbox::Sandbox;
pub use crate::world::interruption::InterruptionState;
