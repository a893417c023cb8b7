#![doc = include_str!("../README.md")]

mod generated;
mod make;
mod refusal;

pub use generated::fixtures;
pub use generated::mocks::{MockServerExt, operations};
use make::make;
pub use refusal::refusal;
