//! `cargo xtask audit --observed`: what doctors found at the service, against the document as it is now.

mod item;
mod place;
mod reports;
mod view;
mod yaml;

use std::path::{Path, PathBuf};

use super::acknowledged::Acknowledged;
use super::error::Error;
use crate::document::Document;
use crate::generate;
use crate::model::Model;
use crate::report::Format;

use item::items;
use reports::Reports;
use view::View;

/// Prints what the reports say that the document doesn't. The answer says whether nothing is open.
pub fn run(
    paths: &[PathBuf],
    document: &Document,
    model: &Model,
    acknowledged: &Acknowledged,
    format: Format,
    print: impl FnOnce(&str),
) -> Result<bool, Error> {
    let digest = generate::digest(model);
    let reports = Reports::read(paths, &digest)?;
    let (mut open, mut settled) = (Vec::new(), Vec::new());
    for item in items(&reports, document, model) {
        match acknowledged.observed(&item.id()) {
            Some(reason) => settled.push((item, reason.to_owned())),
            None => open.push(item),
        }
    }
    let is_clear = open.iter().all(|item| !item.is_open());
    print(&view::render(&View { guide: &model.guide_version, reports: &reports, open, settled }, format));
    Ok(is_clear)
}

/// The text of a file.
fn text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|error| Error::Guide(format!("{}: {error}", path.display())))
}
