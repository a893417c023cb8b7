//! Tests of the built program: against the sandbox, against misbehaving servers, and in a pseudo-terminal.

// Test helpers report failed expectations by panicking, as the tests themselves do.
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
