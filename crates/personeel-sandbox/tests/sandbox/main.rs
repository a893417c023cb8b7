//! The sandbox over HTTP.

// Helpers of tests say what they expect by failing, as the tests themselves do.
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
