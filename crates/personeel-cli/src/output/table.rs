//! Tables for people: one line per record, never wider than the terminal.

use std::io::{self, IsTerminal as _, Write};

use unicode_width::UnicodeWidthStr as _;

use super::layout::{bounded_width, cut_text, wrap_text};
use super::style::{printable, stdout_has_colours};
use crate::columns::{Column, View};
use crate::json::Json;
use crate::names;
use crate::rows::Rows;

const GAP: usize = 2;

/// The minimum width, whatever the terminal reports.
const MIN_WIDTH: usize = 20;

/// Returns the maximum width of a table: `COLUMNS`, or that of the terminal. Files and pipes have no limit.
pub(crate) fn width() -> usize {
    let requested = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse::<usize>().ok());
    let terminal = || {
        let is_terminal = io::stdout().is_terminal();
        is_terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0))
    };
    requested.filter(|width| *width > 0).or_else(terminal).unwrap_or(usize::MAX).max(MIN_WIDTH)
}

/// Writes a table of records with the columns of their view.
pub(super) fn rows(out: &mut dyn Write, rows: &dyn Rows, view: &View, titles: &[String]) -> io::Result<()> {
    rows_within(out, rows, view, titles, (width(), stdout_has_colours()))
}

/// Writes a table to a file, as wide as necessary.
pub(super) fn rows_in_full(out: &mut dyn Write, rows: &dyn Rows, view: &View, titles: &[String]) -> io::Result<()> {
    rows_within(out, rows, view, titles, (usize::MAX, false))
}

fn rows_within(
    out: &mut dyn Write,
    rows: &dyn Rows,
    view: &View,
    titles: &[String],
    (width, colours): (usize, bool),
) -> io::Result<()> {
    let Some(first) = rows.iter_rows().next().transpose()? else {
        // A header without rows would look like an error. The note goes to standard error, since it is not data.
        super::print_note("nothing found");
        return Ok(());
    };
    let mut heads: Vec<Head> = view.columns.iter().map(Head::of).collect();
    if !titles.is_empty() {
        heads = titles.iter().map(|title| Head::titled(title.clone())).collect();
    } else if heads.is_empty() {
        heads = first_fields(rows)?;
    } else if first.get(names::PERSON).is_some() {
        // A name is more useful than an id.
        heads.retain(|head| head.path != "personId");
        let fields = ["naam", "voornaam"].map(|field| Head::titled(format!("{}.{field}", names::PERSON)));
        heads.splice(0..0, fields);
    }
    // With several institutes, each row shows its own.
    if first.get("instituteNo").is_some() && !heads.iter().any(|head| head.path == "instituteNo") {
        heads.insert(0, Head { path: "instituteNo".to_owned(), least: 11, to_the_right: false });
    }
    write_table(out, &heads, rows, width, colours)
}

/// Writes a table of all fields of one record.
pub(crate) fn record(out: &mut dyn Write, record: &Json) -> io::Result<()> {
    let mut fields = Vec::new();
    gather(record, "", &mut fields);
    let names = fields.iter().map(|(name, _)| printable(name).width()).max().unwrap_or(0);
    let colours = stdout_has_colours();
    let width = width();
    for (name, value) in fields {
        let name = printable(&name).into_owned();
        let padding = " ".repeat(names.saturating_sub(name.width()) + GAP);
        let name = if colours { format!("\u{1b}[1m{name}\u{1b}[0m") } else { name };
        let text = format_value(value);
        // Values are never cut here: a single record is printed to be read in full.
        let mut lines = wrap_text(&text, width.saturating_sub(names + GAP).max(MIN_WIDTH)).into_iter();
        writeln!(out, "{name}{padding}{}", lines.next().unwrap_or_default())?;
        for line in lines {
            writeln!(out, "{}{line}", " ".repeat(names + GAP))?;
        }
    }
    Ok(())
}

/// Column headers up to this width are never cut.
const MAX_FULL_HEAD: usize = 20;

/// Collects the fields of a record by path; a list of plain values counts as one field.
fn gather<'a>(value: &'a Json, path: &str, fields: &mut Vec<(String, &'a Json)>) {
    let step = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Json::Record(inner) if !inner.is_empty() => {
            for (name, value) in inner {
                gather(value, &step(name), fields);
            }
        }
        Json::List(items) if items.iter().any(|item| matches!(item, Json::Record(_) | Json::List(_))) => {
            for (index, item) in items.iter().enumerate() {
                gather(item, &step(&index.to_string()), fields);
            }
        }
        Json::Record(_) => fields.push((path.to_owned(), &Json::Null)),
        other => fields.push((path.to_owned(), other)),
    }
}

#[derive(Clone, Debug)]
struct Head {
    path: String,
    least: usize,
    to_the_right: bool,
}

impl Head {
    /// Creates a column with the default minimum width.
    fn titled(path: String) -> Self {
        Self { path, least: 8, to_the_right: false }
    }

    fn of(column: &Column) -> Self {
        // A header must be legible, but a long one must not crowd out the column.
        let least = column.least.max(column.path.len().min(MAX_FULL_HEAD));
        Self { path: column.path.to_owned(), least, to_the_right: column.to_the_right }
    }
}

fn first_fields(rows: &dyn Rows) -> io::Result<Vec<Head>> {
    let mut names: Vec<String> = Vec::new();
    for row in rows.iter_rows() {
        if let Json::Record(fields) = row?.as_ref() {
            for (name, _) in fields {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
    }
    Ok(names.into_iter().map(Head::titled).collect())
}

/// Returns the text of a column; the values of a list are joined.
fn cell(row: &Json, path: &str) -> String {
    let found = row.get(path).or_else(|| row.at(path));
    if let Some(value) = found {
        return match value {
            // Base64 is not readable.
            Json::Text(base64) if path == "photo" => {
                let padding = base64.bytes().rev().take_while(|byte| *byte == b'=').count();
                format!("{} bytes", (base64.len() * 3 / 4).saturating_sub(padding))
            }
            value => format_value(value),
        };
    }
    // A field of the items of a list, such as the addresses of `emailadressen.email`.
    match path.rsplit_once('.').and_then(|(list, field)| row.at(list).map(|list| (list, field))) {
        Some((Json::List(items), field)) => {
            let values: Vec<_> = items.iter().filter_map(|item| item.get(field)).map(format_value).collect();
            values.join(", ")
        }
        _ => String::new(),
    }
}

fn format_value(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::Bool(true) => "yes".to_owned(),
        Json::Bool(false) => "no".to_owned(),
        Json::Number(number) => number.to_string(),
        // Most dates of the service end in midnight.
        Json::Text(text) => text.trim().strip_suffix("T00:00:00").unwrap_or(text.trim()).to_owned(),
        Json::List(items) if items.iter().all(|item| !matches!(item, Json::Record(_) | Json::List(_))) => {
            items.iter().map(format_value).collect::<Vec<_>>().join(", ")
        }
        other => other.to_text(),
    }
}

fn write_table(out: &mut dyn Write, heads: &[Head], rows: &dyn Rows, width: usize, colours: bool) -> io::Result<()> {
    let mut natural: Vec<usize> = heads.iter().map(|head| printable(&head.path).width()).collect();
    for row in rows.iter_rows() {
        let row = row?;
        for (natural, head) in natural.iter_mut().zip(heads) {
            // Bounded, since nothing needs more than the full width and a photo is a megabyte of text.
            *natural = bounded_width(&cell(&row, &head.path), width).max(*natural);
        }
    }
    let widths = fit_widths(&natural, heads, width);
    let head: Vec<_> = heads.iter().map(|head| head.path.clone()).collect();
    let (on, off) = if colours { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    writeln!(out, "{on}{}{off}", line(&head, heads, &widths))?;
    for row in rows.iter_rows() {
        let row = row?;
        let cells: Vec<_> = heads.iter().map(|head| cell(&row, &head.path)).collect();
        writeln!(out, "{}", line(&cells, heads, &widths))?;
    }
    Ok(())
}

/// Returns the width of each column, with 0 for one that is left out. The widest columns shrink first, down to their
/// minimum. If that is not enough, the last columns are left out.
fn fit_widths(natural: &[usize], heads: &[Head], width: usize) -> Vec<usize> {
    let mut widths = natural.to_vec();
    let least: Vec<usize> = natural.iter().zip(heads).map(|(natural, head)| head.least.min(*natural)).collect();
    let needs = |widths: &[usize]| {
        let shown = widths.iter().filter(|width| **width > 0).count();
        widths.iter().sum::<usize>() + shown.saturating_sub(1) * GAP
    };
    for last in (1..widths.len()).rev() {
        let kept: Vec<_> = least.iter().zip(&widths).map(|(least, width)| (*least).min(*width)).collect();
        if needs(&kept) <= width {
            break;
        }
        widths[last] = 0;
    }
    while needs(&widths) > width {
        let widest =
            (0..widths.len()).filter(|index| widths[*index] > least[*index]).max_by_key(|index| widths[*index]);
        let Some(index) = widest else {
            // Only one column is left, and it is cut.
            widths[0] = width;
            break;
        };
        widths[index] -= 1;
    }
    widths
}

fn line(cells: &[String], heads: &[Head], widths: &[usize]) -> String {
    let mut line = String::new();
    for ((text, head), width) in cells.iter().zip(heads).zip(widths) {
        if *width == 0 {
            continue;
        }
        if !line.is_empty() {
            line.push_str(&" ".repeat(GAP));
        }
        let text = cut_text(text, *width);
        let padding = " ".repeat(width.saturating_sub(text.width()));
        if head.to_the_right {
            line.push_str(&padding);
            line.push_str(&text);
        } else {
            line.push_str(&text);
            line.push_str(&padding);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &str, width: usize) -> String {
        let rows = Json::rows(rows);
        let heads: Vec<Head> =
            crate::reads::choices::of(personeel::Operation::ListEmployees).view.columns.iter().map(Head::of).collect();
        let mut out = Vec::new();
        write_table(&mut out, &heads, &rows, width, false).unwrap();
        String::from_utf8(out).unwrap()
    }

    const ROWS: &str = r#"[
        {"naam":"Vandenbroucke-Vandersmissen","voornaam":"Marie-Antoinette","stamnr":"26502160033","isActive":true,
         "personId":"42cd5a20-e22f-45d7-973c-fab8734dec50","hoofdAmbt":{"naam":"Leraar secundair onderwijs"},
         "emailadressen":[{"email":"a@example.org"},{"email":"b@example.org"}]},
        {"naam":"山田","voornaam":"An\u001b[31m","stamnr":null,"isActive":false,"personId":null}]"#;

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in MIN_WIDTH..200 {
            let table = table(ROWS, width);
            assert_eq!(table.lines().count(), 3);
            for line in table.lines() {
                assert!(line.width() <= width, "{width}: {line}");
                assert!(!line.contains('\u{1b}'), "{line}");
            }
        }
    }

    #[test]
    fn an_id_is_shown_in_full_or_not_at_all() {
        for width in MIN_WIDTH..200 {
            let table = table(ROWS, width);
            assert!(table.contains("42cd5a20-e22f-45d7-973c-fab8734dec50") || !table.contains("42cd"), "{width}");
        }
    }

    #[test]
    fn values_of_lists_are_joined() {
        assert!(table(ROWS, 200).contains("a@example.org, b@example.org"));
    }
}
