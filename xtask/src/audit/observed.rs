//! `cargo xtask audit --observed`: compares reports of `personeel doctor` with the current document.

mod collect;
mod item;
mod locate;
mod observed_report;
mod reports;
mod suggestion;

use std::path::{Path, PathBuf};

use super::acknowledgements::Acknowledgements;
use crate::document::Document;
use crate::error::Error;
use crate::generate;
use crate::model::Model;
use crate::report::Format;

use collect::collect_items;
use observed_report::ObservedReport;
use reports::Reports;

/// Prints how the reports differ from the document, and returns whether nothing is open.
pub fn run(
    paths: &[PathBuf],
    document: &Document,
    model: &Model,
    acknowledged: &Acknowledgements,
    format: Format,
    print: impl FnOnce(&str),
) -> Result<bool, Error> {
    let digest = generate::digest(model);
    let reports = Reports::read(paths, &digest)?;
    let (mut open, mut settled) = (Vec::new(), Vec::new());
    for item in collect_items(&reports, document, model) {
        match acknowledged.observed_reason(&item.id()) {
            Some(reason) => settled.push((item, reason.to_owned())),
            None => open.push(item),
        }
    }
    let is_clear = open.iter().all(|item| !item.is_open());
    print(&observed_report::render(
        &ObservedReport { guide: &model.guide_version, reports: &reports, open, settled },
        format,
    ));
    Ok(is_clear)
}

/// Reads a report's text.
fn read_text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|error| Error::Other(format!("{}: cannot be read: {error}", path.display())))
}
