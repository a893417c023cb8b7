//! Files that lists are written to.

use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::Format;
use crate::failure::Failure;
use crate::files;

/// A file for a list, and in which form.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    path: PathBuf,
    pub(super) form: Form,
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text(Format),
    Xlsx,
}

impl Target {
    /// A file in the form of its ending, or in the one that is given where the ending says none.
    pub(crate) fn of(path: &Path, format: Option<Format>) -> Result<Self, Failure> {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
        let of_ending = match ending.as_str() {
            "csv" => Some(Form::Text(Format::Csv)),
            "json" => Some(Form::Text(Format::Json)),
            "ndjson" | "jsonl" => Some(Form::Text(Format::Ndjson)),
            "txt" => Some(Form::Text(Format::Table)),
            "xlsx" => Some(Form::Xlsx),
            _ => None,
        };
        let form = match (of_ending, format.map(Form::Text)) {
            (Some(form), None) | (None, Some(form)) => form,
            (Some(form), Some(given)) if form == given => form,
            (Some(_), Some(_)) => {
                return Err(Failure::usage(format!(
                    "--out '{}' and --format name two forms; leave one out",
                    path.display()
                )));
            }
            (None, None) => {
                return Err(Failure::usage(format!(
                    "--out '{}': the ending says no form; it takes .csv, .xlsx, .json, .ndjson and .txt, or --format",
                    path.display()
                )));
            }
        };
        if let Some(what) = std::fs::metadata(path).ok().as_ref().and_then(files::not_a_file) {
            return Err(Failure::usage(format!("--out '{}' is {what}, and no file", path.display())));
        }
        Ok(Self { path: path.to_owned(), form })
    }

    /// Writes the file: whoever looks sees the earlier one or this one.
    pub(super) fn write(
        &self,
        write: impl FnOnce(&mut BufWriter<&std::fs::File>) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let written = files::replace_with(&self.path, |file| {
            let mut out = BufWriter::with_capacity(64 * 1024, file);
            write(&mut out)?;
            out.flush()
        });
        written.map_err(|error| Failure::io(format_args!("{} cannot be written", self.path.display()), &error))
    }

    /// What there is to say where nothing was written.
    pub(crate) fn untouched(&self) -> String {
        format!("{} was not written", self.path.display())
    }
}
