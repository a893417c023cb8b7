//! Writing results: data on standard output, everything else on standard error.

mod csv;
pub(crate) mod errors;
mod excel;
pub(crate) mod progress;
pub(crate) mod style;
pub(crate) mod table;

use std::io::{self, BufWriter, IsTerminal as _, Write};

use serde::Serialize;

use crate::cli::{CsvDialect, Format, Global};
use crate::columns::View;
use crate::failure::Failure;
use crate::json::Json;

/// Where and how results are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    pub(crate) format: Format,
    dialect: CsvDialect,
}

impl Output {
    pub(crate) fn new(global: &Global) -> Self {
        let by_place = if io::stdout().is_terminal() { Format::Table } else { Format::Json };
        Self { format: global.format.unwrap_or(by_place), dialect: global.csv_dialect }
    }

    /// Whether standard error is to hold one JSON object and nothing else.
    pub(crate) fn is_json(self) -> bool {
        self.format == Format::Json
    }

    /// A list of records.
    pub(crate) fn rows(self, rows: &[Json], view: &View) -> Result<(), Failure> {
        match self.format {
            Format::Table => to_stdout(|out| table::rows(out, rows, view)),
            Format::Json => data_to_stdout(|out| json(out, &rows)),
            Format::Ndjson => data_to_stdout(|out| rows.iter().try_for_each(|row| line(out, row))),
            Format::Csv => data_to_stdout(|out| csv::write(out, rows, self.dialect, view.always)),
        }
    }

    /// One record: a table of its fields, or an object.
    pub(crate) fn record(self, record: &Json) -> Result<(), Failure> {
        match self.format {
            Format::Table => to_stdout(|out| table::record(out, record)),
            Format::Json => data_to_stdout(|out| json(out, record)),
            Format::Ndjson => data_to_stdout(|out| line(out, record)),
            Format::Csv => data_to_stdout(|out| csv::write(out, std::slice::from_ref(record), self.dialect, &[])),
        }
    }
}

/// Writes to standard output and flushes it.
pub(crate) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    write(&mut out).and_then(|()| out.flush()).map_err(|error| Failure::output(&error))
}

/// Writes the service's own words to standard output: byte by byte, but to a terminal without what would steer it.
pub(crate) fn data_to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    if !io::stdout().is_terminal() {
        return to_stdout(write);
    }
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(|error| Failure::output(&error))?;
    let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    to_stdout(|out| out.write_all(style::printable(&text).as_bytes()))
}

/// A document for people and programs: indented, with a line feed at its end.
pub(crate) fn json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

fn line(out: &mut dyn Write, value: &Json) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// A line on standard error. That it cannot be written is nothing that could be told anywhere.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{}", style::printable(text));
}
