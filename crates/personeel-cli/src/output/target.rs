//! Files to which lists are written.

use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::Format;
use crate::failure::Failure;
use crate::files;

/// A file for a list, with its format.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    path: PathBuf,
    pub(super) form: Form,
}

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text(Format),
    Xlsx,
}

impl Target {
    /// Takes the format from the extension of the file, or else from `format`.
    pub(crate) fn of(path: &Path, format: Option<Format>) -> Result<Self, Failure> {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
        let by_extension = match extension.as_str() {
            "csv" => Some(Form::Text(Format::Csv)),
            "json" => Some(Form::Text(Format::Json)),
            "ndjson" | "jsonl" => Some(Form::Text(Format::Ndjson)),
            "txt" => Some(Form::Text(Format::Table)),
            "xlsx" => Some(Form::Xlsx),
            _ => None,
        };
        let form = match (by_extension, format.map(Form::Text)) {
            (Some(form), None) | (None, Some(form)) => form,
            (Some(form), Some(given)) if form == given => form,
            (Some(_), Some(_)) => {
                return Err(Failure::usage(format!(
                    "--out '{}' and --format give different formats; leave one out",
                    path.display()
                )));
            }
            (None, None) => {
                return Err(Failure::usage(format!(
                    "--out '{}': unknown extension; use .csv, .xlsx, .json, .ndjson or .txt, or pass --format",
                    path.display()
                )));
            }
        };
        if let Some(what) = std::fs::metadata(path).ok().as_ref().and_then(files::non_file_kind) {
            return Err(Failure::usage(format!("--out '{}' is {what}, not a file", path.display())));
        }
        Ok(Self { path: path.to_owned(), form })
    }

    /// Replaces the file atomically.
    pub(super) fn write(
        &self,
        write: impl FnOnce(&mut BufWriter<&std::fs::File>) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let written = files::replace_with(&self.path, |file| {
            let mut out = BufWriter::with_capacity(64 * 1024, file);
            write(&mut out)?;
            out.flush()
        });
        written.map_err(|error| Failure::io(format_args!("cannot write {}", self.path.display()), &error))
    }

    /// Returns the note that nothing was written.
    pub(crate) fn untouched(&self) -> String {
        format!("{} was not written", self.path.display())
    }
}
