#![doc = include_str!("../README.md")]

mod generated;
mod make;

pub use generated::fixtures;
pub use generated::mocks::{MockServerExt, operations};
use make::make;
