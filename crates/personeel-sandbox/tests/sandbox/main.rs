//! The sandbox over HTTP.

// Test helpers fail with a panic, like the tests themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod described;
mod support;

mod clean;
mod codes;
mod dirty;
mod drift;
mod faults;
mod filters;
mod headers;
mod pages;
mod state;
mod tokens;
