//! `cargo xtask audit`: the vendor's guide against the document, in both directions.

mod acknowledged;
mod claims;
mod codes;
mod decisions;
mod dispositions;
mod error;
mod figures;
mod items;
mod look_up;
mod passages;
mod place;
mod propose;
mod recorded;
mod render;
mod since;
mod source;
mod told;

use std::path::{Path, PathBuf};

use crate::contract;
use crate::document::{Document, PATH};
use crate::model;
use crate::report::Format;

pub use acknowledged::PATH as ACKNOWLEDGED;
pub use error::Error;
use figures::Figures;
use recorded::Passages;
use render::Report;

/// What is audited, and how it is told.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The guide: its text, or its PDF (which needs poppler's pdftotext)
    guide: PathBuf,
    /// An older guide that was audited: every change of the text since must be told by an item
    #[arg(long, value_name = "OLD")]
    since: Option<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// The document
    #[arg(long, default_value = PATH)]
    document: PathBuf,
    /// What is acknowledged. The README.md beside it has the table of decisions
    #[arg(long, default_value = ACKNOWLEDGED)]
    acknowledged: PathBuf,
    /// Acknowledgements that the report leaves out, for they were there before
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
    /// Print the `read` block for what is acknowledged: every passage of prose and where it went, once a person has read
    /// it. One whose section has other open items is a comment, and so is one of which nobody said where it went
    #[arg(long)]
    passages: bool,
}

/// Prints the report. The answer says whether nothing is open.
pub fn run(root: &Path, options: &Options, print: impl FnOnce(&str)) -> Result<bool, Error> {
    let at_root =
        |path: &Path, default: &str| if path == Path::new(default) { root.join(path) } else { path.to_owned() };
    let (guide, text) = source::guide(&options.guide)?;
    let changes = match &options.since {
        Some(older) => Some(since::hunks(&source::guide(older)?.0, &guide)),
        None => None,
    };
    let document = Document::read(&at_root(&options.document, PATH))?;
    let path = at_root(&options.acknowledged, ACKNOWLEDGED);
    let acknowledged = acknowledged::read(&path, root)?;
    let decisions = decisions::read(&path.with_file_name("README.md"))?;
    let dispositions = &acknowledged.dispositions;
    let model = model::read(&document).sound()?;
    let contract = contract::from_document(&document, &model);
    let mut found = items::structure(&contract, &guide.contract);
    let claimed = claims::check(&contract, &guide.claims);
    found.extend(
        claimed.into_iter().filter(|claim| !found.iter().any(|item| claims::repeats(claim, item))).collect::<Vec<_>>(),
    );
    found.extend(codes::too_old(&contract, &guide));
    found.extend(changes.iter().flat_map(|changes| since::unread(changes)));
    let known = options.known.as_ref().map(|path| acknowledged::read(path, root)).transpose()?;
    let (mut open, mut settled) = acknowledged.settle(found, changes.is_some());
    let count = settled.len();
    settled.retain(|(item, _)| !known.as_ref().is_some_and(|known| known.has(&item.id())));
    if options.passages {
        print(&passages::block(&document, &contract, &guide, &open, dispositions));
        return Ok(true);
    }
    let passages =
        Passages { guide: &guide, document: &document, decisions: &decisions, dispositions, file: &acknowledged.file };
    passages.check(&mut open);
    let figures = Figures::count(&text, &guide.passages, dispositions);
    let report = Report { version: guide.version, open, settled, acknowledged: count, changes, figures };
    print(&render::render(&report, options.format));
    Ok(report.open.is_empty())
}
