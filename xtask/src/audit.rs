//! `cargo xtask audit`: the vendor's guide against the document, in both directions.

mod acknowledged;
mod claims;
mod codes;
mod items;
mod passages;
mod render;
mod source;

use std::path::{Path, PathBuf};

use crate::contract::{self, guide};
use crate::diff::Format;
use crate::document::{Document, Finding, Findings, PATH};
use crate::model;

pub use acknowledged::PATH as ACKNOWLEDGED;
use items::Item;

/// What is audited, and how it is told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The guide: its text, or its PDF (which needs poppler's pdftotext)
    guide: PathBuf,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The document
    #[arg(long, default_value = PATH)]
    document: PathBuf,
    /// What is acknowledged
    #[arg(long, default_value = ACKNOWLEDGED)]
    acknowledged: PathBuf,
    /// Print the `read` block for what is acknowledged: every passage of prose, once a person has read it. One whose
    /// section has other open items is a comment
    #[arg(long)]
    passages: bool,
}

/// Why there is no verdict.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The document, or what is acknowledged, cannot be read.
    #[error("{0}")]
    Document(#[from] Finding),
    /// The document has the wrong shape.
    #[error("{0}")]
    Shape(#[from] Findings),
    /// The guide cannot be read.
    #[error("{0}")]
    Guide(String),
}

/// Everything that a report tells.
struct Report {
    version: Option<String>,
    /// What is open.
    open: Vec<Item>,
    /// What is acknowledged, with the reason.
    settled: Vec<(Item, String)>,
}

/// Prints the report. The answer says whether nothing is open.
pub fn run(root: &Path, options: &Options, print: impl FnOnce(&str)) -> Result<bool, Error> {
    let at_root =
        |path: &Path, default: &str| if path == Path::new(default) { root.join(path) } else { path.to_owned() };
    let text = source::text(&options.guide)?;
    let guide = guide::read(&text);
    let document = Document::read(&at_root(&options.document, PATH))?;
    let acknowledged = acknowledged::read(&at_root(&options.acknowledged, ACKNOWLEDGED), root)?;
    let model = model::read(&document).sound()?;
    let contract = contract::from_document(&document, &model);
    let mut found = items::structure(&contract, &guide.contract);
    let claimed = claims::check(&contract, &guide.claims);
    found.extend(
        claimed.into_iter().filter(|claim| !found.iter().any(|item| claims::repeats(claim, item))).collect::<Vec<_>>(),
    );
    found.extend(codes::too_old(&contract, &guide));
    let (mut open, settled) = acknowledged.settle(found);
    if options.passages {
        print(&passages::block(&guide, &open, &acknowledged));
        return Ok(true);
    }
    acknowledged.passages(&guide, &mut open);
    let report = Report { version: guide.version, open, settled };
    print(&render::render(&report, options.format));
    Ok(report.open.is_empty())
}
