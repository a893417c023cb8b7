#![doc = include_str!("../README.md")]

mod builder;
mod calls;
mod credentials;
mod error;
mod identity;
mod sandbox;
mod server;
mod world;

pub use crate::builder::SandboxBuilder;
pub use crate::credentials::{CLIENT_ID, CLIENT_SECRET, SCOPE_PREFIX};
pub use crate::error::StartError;
pub use crate::sandbox::Sandbox;
