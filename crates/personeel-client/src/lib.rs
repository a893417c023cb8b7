#![doc = include_str!("../README.md")]

// Generated code names this crate as its users do.
extern crate self as personeel_client;

pub mod codes;
mod generated;
pub mod no_data;
pub mod operations;
pub mod rules;
pub mod seam;

pub use generated::calls::{ByteStream, Client, ClientInfo, Error, ResponseValue};
pub use generated::{enums, types};
