//! Faults that the sandbox simulates.

mod dice;
mod duration;
mod error;
mod settings;
mod text;

pub(crate) use dice::{Dice, Fate};
pub use error::FaultsError;
pub use settings::Faults;
