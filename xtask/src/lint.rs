//! `cargo xtask lint`: the project's own rules about the document.
//!
//! They hold what the tools of others don't see: what the generator needs, what the guide's transcription must say, and
//! what staff records ask for. Each rule has a file of its own in `rules`, with the faults that it must find.

mod examples;
#[cfg(test)]
mod fault;
mod formats;
mod rule;
mod rules;
mod sentence;
#[cfg(test)]
mod tests;
mod validate;

use crate::document::{Document, Finding};
use crate::model::Read;

pub use rules::RULES;

/// Every violation, in the order of the text.
pub fn lint(document: &Document, read: &Read) -> Vec<Finding> {
    let subject = rule::Subject::new(document, read);
    let mut findings: Vec<_> = RULES.iter().flat_map(|rule| rule.apply(&subject)).collect();
    findings.sort_by_key(|finding| finding.position);
    findings
}
