//! The text of a guide.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use super::error::Error;
use crate::contract::guide::{self, Guide};

/// Reads a guide. A text without a call is none.
pub fn guide(path: &Path) -> Result<(Guide, String), Error> {
    let text = text(path)?;
    if let Some(form) = unreadable(&text) {
        return Err(Error::Guide(format!(
            "{}: this text of a PDF {form}, so nobody can tell which cells belong together; give the PDF itself, or its \
             text by `pdftotext -raw`",
            path.display()
        )));
    }
    let guide = guide::read(&text);
    if guide.sections.is_empty() {
        return Err(Error::Guide(format!(
            "{}: no guide: it has no heading such as `GET /employees` with a part `Request` below it",
            path.display()
        )));
    }
    Ok((guide, text))
}

/// What is wrong with the way in which a text was made, by the heads of its tables.
fn unreadable(text: &str) -> Option<&'static str> {
    for rest in text.lines().filter_map(|line| line.trim().strip_prefix("Field")) {
        if rest.is_empty() {
            return Some("has every cell of a table on a line of its own");
        }
        if rest.starts_with("   ") && rest.trim_start().starts_with("Type") {
            return Some("has the lines of neighbouring cells beside each other");
        }
    }
    None
}

/// Reads a text file, or has poppler read a PDF.
fn text(path: &Path) -> Result<String, Error> {
    let told = path.display();
    let bytes = std::fs::read(path).map_err(|error| Error::Guide(format!("{told}: cannot be read: {error}")))?;
    if bytes.starts_with(b"%PDF") {
        return pdf(path);
    }
    String::from_utf8(bytes).map_err(|error| {
        Error::Guide(format!("{told}: neither a PDF nor UTF-8 text: {error}; convert it, for example with iconv"))
    })
}

/// Cells follow one another only in the order in which the PDF draws them (`-raw`). `-layout` would put the lines of
/// neighbouring cells beside each other.
fn pdf(path: &Path) -> Result<String, Error> {
    let told = path.display();
    let program = std::env::var_os("PDFTOTEXT").unwrap_or_else(|| "pdftotext".into());
    let output = Command::new(&program).args(["-raw", "-enc", "UTF-8"]).arg(path).arg("-").output();
    let output = output.map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::Guide(format!(
            "{told} is a PDF, and poppler's `pdftotext`, which reads it, is not installed.\n\
             Debian and Ubuntu: apt-get install poppler-utils; Fedora: dnf install poppler-utils; macOS: brew install \
             poppler.\nOr give the guide as a text file."
        )),
        _ => Error::Guide(format!("{}: {error}", program.display())),
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Error::Guide(format!("{told}: pdftotext cannot read it: {}", said.trim())));
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if text.trim().is_empty() {
        return Err(Error::Guide(format!("{told}: holds no text; a scan needs character recognition first")));
    }
    Ok(text)
}
