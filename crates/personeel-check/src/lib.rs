#![doc = include_str!("../README.md")]

mod check;
mod described;
mod difference;
mod error;
mod evidence;
mod findings;
mod form;
mod generated;
mod head;
mod member_name;
mod no_data;
mod shape;
mod tally;
mod walk;

pub use check::Check;
pub use difference::{Difference, DifferenceKind, Document, Observation};
pub use error::CheckError;
pub use head::Head;
