//! Tests of `gen` and `lint` as people and CI run them: exit codes, messages and written files.

#![expect(clippy::unwrap_used, reason = "a failed assumption fails the test")]

mod checkout;
mod generated_files;
mod generation;
mod linting;
mod merging;
mod refusals;
mod removal;
