//! `cargo xtask gen`: generates code from the document.

mod codes;
mod docs;
mod endpoints;
mod enums;
mod fields;
mod files;
mod fixtures;
mod format;
mod ids;
mod lower;
mod methods;
mod mocks;
mod operations;
mod paths;
mod progenitor;
mod requests;
mod resources;
mod rules;
mod settings;
mod shapes;
mod types;
mod values;

use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::document::{Document, Finding, PATH};
use crate::lint;
use crate::model::{self, Model};

pub use files::Generated;

/// The error returned when nothing can be generated or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The document cannot be read or parsed.
    #[error("{0}")]
    Document(#[from] Finding),
    /// The document violates rules of the project.
    #[error("{}\n{} finding(s); nothing was generated", join_lines(.0), .0.len())]
    Lint(Vec<Finding>),
    /// The document passed the lint, but no code can be generated from it.
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
        /// The operating system's error.
        source: std::io::Error,
    },
}

fn join_lines(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl Error {
    fn at(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Generate { path: path.into(), message: message.into() }
    }
}

/// Generates every file in memory. Nothing is written, so an error leaves the existing files untouched.
pub fn generate(root: &Path) -> Result<Generated, Error> {
    let document = Document::read(&root.join(PATH)).map_err(|finding| make_relative(finding, root))?;
    let read = model::read(&document);
    let findings = lint::lint(&document, &read);
    if !findings.is_empty() {
        return Err(Error::Lint(findings.into_iter().map(|finding| make_relative(finding, root)).collect()));
    }
    generate_from(&document, &read.model)
}

/// Generates every file from a document without applying the rules of the lint.
pub fn generate_unchecked(document: &Document) -> Result<Generated, Error> {
    let model = model::read(document).sound().map_err(|findings| Error::Lint(findings.0))?;
    generate_from(document, &model)
}

/// Generates every file from a document that has passed the lint.
fn generate_from(document: &Document, model: &Model) -> Result<Generated, Error> {
    let output = progenitor::run(model)?;
    let requests = requests::collect(model, &output.methods)?;
    let client = |name: &str| format!("crates/personeel-client/src/generated/{name}.rs");
    let mut generated = Generated::new();
    generated.rust(&client("types"), &types::generate(model, output.types)?);
    generated.rust(&client("requests"), &values::generate(model, &output.methods, &requests)?);
    generated.rust(&client("enums"), &enums::generate(model)?);
    generated.rust(&client("ids"), &ids::generate(model));
    generated.rust(&client("codes"), &codes::generate(model));
    generated.rust(&client("operations"), &operations::generate(model)?);
    generated.rust(&client("rules"), &rules::generate(model)?);
    generated.rust(&client("endpoints"), &endpoints::generate(model)?);
    let overlay = |client| resources::generate(model, &requests, client);
    generated.rust("crates/personeel/src/generated/calls.rs", &overlay(&resources::ASYNC)?);
    generated.rust("crates/personeel/src/generated/blocking.rs", &overlay(&resources::BLOCKING)?);
    generated.rust("crates/personeel-httpmock/src/generated/mocks.rs", &mocks::generate(model)?);
    generated.rust("crates/personeel-httpmock/src/generated/fixtures.rs", &fixtures::generate(model)?);
    generated.rust(shapes::PATH, &shapes::generate(model));
    generated.rust("crates/personeel-cli/src/generated/fields.rs", &fields::generate(model));
    generated.json("crates/personeel-sandbox/src/generated/openapi.json", &document.value);
    Ok(generated)
}

/// Returns the identifier that doctor reports use for a document: the SHA-256 of the shape table generated from it.
pub fn digest(model: &Model) -> String {
    let mut generated = Generated::new();
    generated.rust(shapes::PATH, &shapes::generate(model));
    let text = generated.files().next().map(|(_, text)| text.to_owned()).unwrap_or_default();
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |digest, byte| digest + &format!("{byte:02x}"))
}

/// Makes the path of a finding relative to the repository root.
fn make_relative(mut finding: Finding, root: &Path) -> Finding {
    if let Ok(short) = finding.path.strip_prefix(root) {
        finding.path = short.to_owned();
    }
    finding
}

#[cfg(test)]
mod tests;
