//! Reads a guide from a text file or a PDF.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use crate::contract::guide::{self, Guide};
use crate::error::Error;

/// Reads a guide, and returns it with its text.
///
/// # Errors
///
/// `Error::Other` if the file cannot be read, if its text has lost the structure of the tables, or if it has no calls.
pub fn read_guide(path: &Path) -> Result<(Guide, String), Error> {
    let text = read_text(path)?;
    if let Some(fault) = layout_fault(&text) {
        return Err(Error::Other(format!(
            "{}: {fault}, so cells cannot be assigned to rows; pass the PDF itself, or its text from `pdftotext -raw`",
            path.display()
        )));
    }
    let guide = guide::read(&text);
    if guide.sections.is_empty() {
        return Err(Error::Other(format!(
            "{}: not a guide: no heading such as `GET /employees` with a `Request` part below it",
            path.display()
        )));
    }
    Ok((guide, text))
}

/// Returns what is wrong with the layout of a converted text, judging by its table headers.
fn layout_fault(text: &str) -> Option<&'static str> {
    for rest in text.lines().filter_map(|line| line.trim().strip_prefix("Field")) {
        if rest.is_empty() {
            return Some("this text has every table cell on a separate line");
        }
        if rest.starts_with("   ") && rest.trim_start().starts_with("Type") {
            return Some("this text has the lines of neighbouring cells side by side");
        }
    }
    None
}

/// Reads a text file, or extracts the text of a PDF with poppler.
fn read_text(path: &Path) -> Result<String, Error> {
    let name = path.display();
    let bytes = std::fs::read(path).map_err(|error| Error::Other(format!("{name}: cannot be read: {error}")))?;
    if bytes.starts_with(b"%PDF") {
        return extract_pdf_text(path);
    }
    String::from_utf8(bytes).map_err(|error| {
        Error::Other(format!("{name}: neither a PDF nor UTF-8 text: {error}; convert it, for example with iconv"))
    })
}

/// Extracts the text of a PDF in the order in which the PDF draws it (`-raw`), which keeps the lines of a cell
/// together. `-layout` puts the lines of neighbouring cells side by side.
fn extract_pdf_text(path: &Path) -> Result<String, Error> {
    let name = path.display();
    let program = std::env::var_os("PDFTOTEXT").unwrap_or_else(|| "pdftotext".into());
    let output = Command::new(&program).args(["-raw", "-enc", "UTF-8"]).arg(path).arg("-").output();
    let output = output.map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::Other(format!(
            "{name}: reading a PDF needs poppler's `pdftotext`, which is not installed.\n\
             Debian and Ubuntu: apt-get install poppler-utils; Fedora: dnf install poppler-utils; macOS: brew install \
             poppler.\nOr pass the guide as a text file."
        )),
        _ => Error::Other(format!("{}: {error}", program.display())),
    })?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(Error::Other(format!("{name}: pdftotext cannot read it: {}", stderr.trim())));
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if text.trim().is_empty() {
        return Err(Error::Other(format!("{name}: contains no text; a scan needs OCR first")));
    }
    Ok(text)
}
