//! Output: data goes to standard output, everything else to standard error.

mod csv;
pub(crate) mod errors;
mod excel;
mod layout;
pub(crate) mod progress;
mod sheet;
pub(crate) mod style;
pub(crate) mod table;
mod target;
mod xlsx;

use std::io::{self, BufWriter, IsTerminal as _, Write};

pub(crate) use target::Target;

use serde::Serialize;
use serde::ser::{Error as _, SerializeSeq as _, Serializer};

use crate::cli::{CsvDialect, Format, Global};
use crate::columns::View;
use crate::failure::Failure;
use crate::json::Json;
use crate::rows::Rows;
use target::Form;

/// The format in which results are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    pub(crate) format: Format,
    dialect: CsvDialect,
}

impl Output {
    pub(crate) fn new(global: &Global) -> Self {
        let default = if io::stdout().is_terminal() { Format::Table } else { Format::Json };
        Self { format: global.format.unwrap_or(default), dialect: global.csv_dialect }
    }

    /// Whether standard error must hold one JSON object and nothing else.
    pub(crate) fn is_json(self) -> bool {
        self.format == Format::Json
    }

    /// Writes a list of records to standard output.
    pub(crate) fn rows(self, rows: &dyn Rows, view: &View) -> Result<(), Failure> {
        self.list(None, rows, view, &[])
    }

    /// Whether the file, or else standard output, gets JSON.
    pub(crate) fn is_json_in(self, target: Option<&Target>) -> bool {
        target.map_or(self.is_json(), |target| target.form == Form::Text(Format::Json))
    }

    /// Writes a list of records to standard output or to a file. `titles` holds the titles of chosen columns.
    pub(crate) fn list(
        self,
        target: Option<&Target>,
        rows: &dyn Rows,
        view: &View,
        titles: &[String],
    ) -> Result<(), Failure> {
        let Some(target) = target else {
            let write = |out: &mut dyn Write| self.write(out, self.format, rows, view, titles);
            return if self.format == Format::Table { to_stdout(write) } else { data_to_stdout(write) };
        };
        target.write(|out| match target.form {
            Form::Xlsx => xlsx::write(out, rows, view.always, titles),
            Form::Text(Format::Table) => table::rows_in_full(out, rows, view, titles),
            Form::Text(format) => self.write(out, format, rows, view, titles),
        })
    }

    fn write(
        self,
        out: &mut dyn Write,
        format: Format,
        rows: &dyn Rows,
        view: &View,
        titles: &[String],
    ) -> io::Result<()> {
        match format {
            Format::Table => table::rows(out, rows, view, titles),
            Format::Json => json(out, &Listed(rows)),
            Format::Ndjson => rows.iter_rows().try_for_each(|row| line(out, row?.as_ref())),
            Format::Csv => csv::write(out, rows, self.dialect, view.always, titles),
        }
    }

    /// Writes one record, as a table of its fields or as an object.
    pub(crate) fn record(self, record: &Json) -> Result<(), Failure> {
        match self.format {
            Format::Table => to_stdout(|out| table::record(out, record)),
            Format::Json => data_to_stdout(|out| json(out, record)),
            Format::Ndjson => data_to_stdout(|out| line(out, record)),
            Format::Csv => data_to_stdout(|out| csv::write(out, &vec![record.clone()], self.dialect, &[], &[])),
        }
    }
}

/// Writes a JSON document to standard output or to a file.
pub(crate) fn document(target: Option<&Target>, document: &impl Serialize) -> Result<(), Failure> {
    match target {
        None => data_to_stdout(|out| json(out, document)),
        Some(target) => target.write(|out| json(out, document)),
    }
}

/// Writes to standard output and flushes it.
pub(crate) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    write(&mut out).and_then(|()| out.flush()).map_err(|error| Failure::output(&error))
}

/// Writes data of the service to standard output: unchanged, except that control characters never reach a terminal.
pub(crate) fn data_to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    if !io::stdout().is_terminal() {
        return to_stdout(write);
    }
    to_stdout(|out| {
        let mut printable = style::Printable::to(out);
        write(&mut printable)?;
        printable.finish()
    })
}

/// Serializes rows as a JSON array, without holding it in memory.
pub(crate) struct Listed<'a>(pub(crate) &'a dyn Rows);

impl Serialize for Listed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for row in self.0.iter_rows() {
            list.serialize_element(row.map_err(S::Error::custom)?.as_ref())?;
        }
        list.end()
    }
}

/// Writes indented JSON with a line feed at the end.
pub(crate) fn json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

fn line(out: &mut dyn Write, value: &Json) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// Prints a line to standard error. If that fails, there is nowhere to report it.
pub(crate) fn print_note(text: &str) {
    let _ = writeln!(io::stderr(), "{}", style::printable(text));
}
