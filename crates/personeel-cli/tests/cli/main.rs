//! The built program, from the outside: against the sandbox, against servers gone wrong, and in a pseudo-terminal.

// Helpers of tests say what they expect by failing, as the tests themselves do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

mod access;
mod calls;
mod columns;
mod completing;
mod doctor;
mod exits;
mod formats;
mod hostile;
mod keeping;
#[cfg(unix)]
mod killed;
mod lists;
mod nights;
mod odd;
mod out;
mod people;
mod photos;
mod places;
mod questions;
mod readme;
mod settings;
mod setup;
mod snapshots;
mod streams;
#[cfg(unix)]
mod terminal;
mod tools;
mod writes;
