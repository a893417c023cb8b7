//! `cargo xtask lint`: checks the document against the project's own rules.
//!
//! The rules cover what third-party linters don't: what the generator needs, what a transcription of the guide must
//! contain, and how to treat personal data. Each rule has a file in `rules`, together with the faults that it must find.
//! `tests/linters` runs the third-party linters.

mod examples;
#[cfg(test)]
mod fault;
mod known_formats;
mod rule;
mod rules;
mod sentence;
#[cfg(test)]
mod tests;
mod validate;

use crate::document::{Document, Finding};
use crate::model::Read;

pub use rules::RULES;

/// The rules about what code can be generated. The others concern the text, the examples and the guide.
const ABOUT_CODE: [&str; 9] = [
    "shape",
    "operation-id",
    "references",
    "formats",
    "enumerations",
    "generator-shapes",
    "path-parameters",
    "rust-names",
    "call-names",
];

/// Returns every violation, in the order of the text.
pub fn lint(document: &Document, read: &Read) -> Vec<Finding> {
    let subject = rule::Subject::new(document, read);
    let mut findings: Vec<_> = RULES.iter().flat_map(|rule| rule.apply(&subject)).collect();
    findings.sort_by_key(|finding| finding.position);
    findings
}

/// Returns the violations of the rules about what code can be generated.
pub fn find_code_faults(document: &Document, read: &Read) -> Vec<Finding> {
    let subject = rule::Subject::new(document, read);
    RULES.iter().filter(|rule| ABOUT_CODE.contains(&rule.id)).flat_map(|rule| rule.apply(&subject)).collect()
}
