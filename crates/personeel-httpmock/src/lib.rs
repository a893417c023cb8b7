#![doc = include_str!("../README.md")]

mod fixture;
mod generated;

pub use generated::fixtures;
pub use generated::mocks::{MockServerExt, operations};
