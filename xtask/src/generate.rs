//! `cargo xtask gen`: from the document to the generated files.

mod client;
mod codes;
mod constructors;
mod docs;
mod enums;
mod files;
mod format;
mod lower;
mod mocks;
mod names;
mod operations;
mod redact;
mod repeated;
mod requests;
mod rules;
mod settings;

use std::path::Path;

use crate::document::{Document, Finding, PATH};
use crate::{lint, model};

pub use files::Generated;
pub use settings::SCALARS;

/// What can go wrong before anything is written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The document cannot be read or parsed.
    #[error("{0}")]
    Document(#[from] Finding),
    /// The document breaks rules of the project.
    #[error("{}\n{} finding(s); nothing was generated", list(.0), .0.len())]
    Lint(Vec<Finding>),
    /// The document is sound and yet no code could be made of it.
    #[error("{path}: {message}")]
    Generate {
        /// Where in the document.
        path: String,
        /// What is wrong.
        message: String,
    },
    /// A generated file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
}

fn list(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl Error {
    fn at(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Generate { path: path.into(), message: message.into() }
    }
}

/// Generates every file in memory. Nothing is written, so a fault leaves the files of the last run untouched.
pub fn generate(root: &Path) -> Result<Generated, Error> {
    let document = Document::read(&root.join(PATH)).map_err(|finding| shorten(finding, root))?;
    let findings = lint::lint(&document, &model::read(&document));
    if !findings.is_empty() {
        return Err(Error::Lint(findings.into_iter().map(|finding| shorten(finding, root)).collect()));
    }
    generate_from(&document)
}

/// Generates every file from a document that passed the lint.
pub fn generate_from(document: &Document) -> Result<Generated, Error> {
    let mut generated = Generated::new(document);
    let source = &document.value;
    let client = client::generate(source)?;
    generated.rust("crates/personeel-client/src/generated/types.rs", &client.types);
    generated.rust("crates/personeel-client/src/generated/calls.rs", &client.calls);
    generated.rust("crates/personeel-client/src/generated/enums.rs", &enums::generate(source)?);
    generated.rust("crates/personeel-client/src/generated/codes.rs", &codes::generate(source)?);
    generated.rust("crates/personeel-client/src/generated/operations.rs", &operations::generate(source)?);
    generated.rust("crates/personeel-client/src/generated/rules.rs", &rules::generate(source)?);
    generated.rust("crates/personeel-httpmock/src/generated.rs", &mocks::generate(source)?);
    generated.json("crates/personeel-sandbox/src/generated/openapi.json", source);
    Ok(generated)
}

/// Paths in messages are those of the repository.
fn shorten(mut finding: Finding, root: &Path) -> Finding {
    if let Ok(short) = finding.path.strip_prefix(root) {
        finding.path = short.to_owned();
    }
    finding
}
