#![doc = include_str!("../README.md")]

mod fixture;
mod generated;
mod refusal;

pub use generated::fixtures;
pub use generated::mocks::{MockServerExt, operations};
pub use refusal::refusal;
