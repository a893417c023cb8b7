//! `cargo xtask audit`: compares the vendor's guide with the document, in both directions.

mod acknowledgements;
mod audit_report;
mod claims;
mod code_checks;
mod coverage;
mod decisions;
mod dispositions;
mod figures;
mod guide_text;
mod items;
mod lookup;
mod observed;
mod passage_check;
mod propose;
mod read_block;
mod since;
mod source_file;

use std::path::{Path, PathBuf};

use crate::contract;
use crate::document::{Document, PATH};
use crate::error::Error;
use crate::model;
use crate::report::Format;

pub use acknowledgements::PATH as ACKNOWLEDGED;
use audit_report::Report;
use figures::Figures;
use passage_check::PassageCheck;

/// The options of `cargo xtask audit`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The guide, as text or PDF (a PDF needs poppler's pdftotext)
    #[arg(required_unless_present = "observed")]
    guide: Option<PathBuf>,
    /// An older, audited guide: also report each change of the text since then that no other item covers
    #[arg(long, value_name = "OLD")]
    since: Option<PathBuf>,
    /// Reports of `personeel doctor` to add up and compare with the document
    #[arg(long, value_name = "REPORT", num_args = 1.., conflicts_with = "passages")]
    observed: Vec<PathBuf>,
    /// The output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The document to compare with the guide or the reports
    #[arg(long, default_value = PATH)]
    document: PathBuf,
    /// The acknowledgements; the README.md next to this file has the table of decisions
    #[arg(long, default_value = ACKNOWLEDGED)]
    acknowledged: PathBuf,
    /// Acknowledgements to leave out of the report, such as those of the base branch
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
    /// Print the `read` block for the acknowledgements: every passage of prose and where it went
    ///
    /// Use it after reading the open passages. A passage is commented out if its section has other open items, or if
    /// nothing says where it went.
    #[arg(long)]
    passages: bool,
}

/// Prints the report, and returns whether nothing is open.
pub fn run(root: &Path, options: &Options, print: impl Fn(&str)) -> Result<bool, Error> {
    let observed = options.observed.is_empty() || run_observed(root, options, &print)?;
    let guide = options.guide.as_ref().map_or(Ok(true), |guide| run_guide(root, options, guide, &print));
    Ok(observed && guide?)
}

fn run_observed(root: &Path, options: &Options, print: impl FnOnce(&str)) -> Result<bool, Error> {
    let document = Document::read(&default_at_root(root, &options.document, PATH))?;
    let model = model::read(&document).sound()?;
    let acknowledged = acknowledgements::read(&default_at_root(root, &options.acknowledged, ACKNOWLEDGED), root)?;
    observed::run(&options.observed, &document, &model, &acknowledged, options.format, print)
}

/// Resolves a default path against the root of the repository; a path from the command line stays as it is.
fn default_at_root(root: &Path, path: &Path, default: &str) -> PathBuf {
    if path == Path::new(default) { root.join(path) } else { path.to_owned() }
}

fn run_guide(root: &Path, options: &Options, guide: &Path, print: impl FnOnce(&str)) -> Result<bool, Error> {
    let (guide, text) = guide_text::read_guide(guide)?;
    let changes = match &options.since {
        Some(older) => Some(since::changed_hunks(&guide_text::read_guide(older)?.0, &guide)),
        None => None,
    };
    let document = Document::read(&default_at_root(root, &options.document, PATH))?;
    let path = default_at_root(root, &options.acknowledged, ACKNOWLEDGED);
    let acknowledged = acknowledgements::read(&path, root)?;
    let decisions = decisions::read(&path.with_file_name("README.md"))?;
    let dispositions = &acknowledged.dispositions;
    let model = model::read(&document).sound()?;
    let contract = contract::from_document(&document, &model);
    let mut found = items::compare_contracts(&contract, &guide.contract);
    let claimed = claims::check_claims(&contract, &guide.claims).into_iter();
    let new: Vec<_> = claimed.filter(|claim| !found.iter().any(|item| claims::repeats_item(claim, item))).collect();
    found.extend(new);
    found.extend(code_checks::older_than_calls(&contract, &guide));
    found.extend(changes.iter().flat_map(|changes| since::uncovered_items(changes)));
    let known = options.known.as_ref().map(|path| acknowledgements::read(path, root)).transpose()?;
    let (mut open, mut settled) = acknowledged.partition(found, changes.is_some());
    let count = settled.len();
    settled.retain(|(item, _)| !known.as_ref().is_some_and(|known| known.contains(&item.id())));
    if options.passages {
        print(&read_block::render(&document, &contract, &guide, &open, dispositions));
        return Ok(true);
    }
    let check = PassageCheck {
        guide: &guide,
        document: &document,
        decisions: &decisions,
        dispositions,
        file: &acknowledged.file,
    };
    check.add_items(&mut open);
    let figures = Figures::count(&text, &guide.passages, dispositions);
    let report = Report { version: guide.version, open, settled, acknowledged: count, changes, figures };
    print(&audit_report::render(&report, options.format));
    Ok(report.open.is_empty())
}
