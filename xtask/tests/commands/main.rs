//! The commands as people and CI run them: exit codes, messages, and what is written.

#![expect(clippy::unwrap_used, reason = "tests say what they expect by failing")]

mod checkout;
mod generated_files;
mod generation;
mod linting;
mod merging;
mod refusals;
mod removal;
