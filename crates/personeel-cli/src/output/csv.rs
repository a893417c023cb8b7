//! CSV: every record complete, nested values flattened.
//!
//! A field of a record inside a record is named by its path, `bank.iban`; an item of a list by its place from 0,
//! `adressen.0.straat`. A dot or backslash in a name itself gets a backslash before it. Columns stand in the order of
//! the wire, and a list takes as many as its longest needs. Null, an empty text, an empty list and an empty record are
//! an empty cell.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use ::csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::cli::CsvDialect;
use crate::json::Json;

/// The values of a record by path. An empty list or record is a value of its own.
pub(crate) fn flatten(record: &Json) -> Vec<(String, &Json)> {
    let mut found = Vec::new();
    walk(record, &mut String::new(), &mut found);
    found
}

fn walk<'a>(value: &'a Json, path: &mut String, found: &mut Vec<(String, &'a Json)>) {
    let mut step = |name: &str, value: &'a Json| {
        let length = path.len();
        if length > 0 {
            path.push('.');
        }
        path.push_str(name);
        walk(value, path, found);
        path.truncate(length);
    };
    match value {
        Json::Record(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                step(&escaped(name), value);
            }
        }
        Json::List(items) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                step(&index.to_string(), value);
            }
        }
        other => found.push((path.clone(), other)),
    }
}

fn escaped(name: &str) -> Cow<'_, str> {
    if name.contains(['.', '\\']) {
        Cow::Owned(name.replace('\\', "\\\\").replace('.', "\\."))
    } else {
        Cow::Borrowed(name)
    }
}

/// Names in the order in which they first appeared under their parent.
#[derive(Default)]
struct Columns {
    is_value: bool,
    children: Vec<(String, Columns)>,
}

impl Columns {
    fn add(&mut self, value: &Json) {
        match value {
            Json::Record(fields) if !fields.is_empty() => {
                for (name, value) in fields {
                    self.child(&escaped(name)).add(value);
                }
            }
            Json::List(items) if !items.is_empty() => {
                for (index, value) in items.iter().enumerate() {
                    self.child(&index.to_string()).add(value);
                }
            }
            _ => self.is_value = true,
        }
    }

    fn child(&mut self, name: &str) -> &mut Self {
        let index = self.children.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            self.children.push((name.to_owned(), Self::default()));
            self.children.len() - 1
        });
        &mut self.children[index].1
    }

    fn paths(&self, path: &str, paths: &mut Vec<String>, holds_text: &dyn Fn(&str) -> bool) {
        // Null or an empty list where other rows have more needs no column beside those of the others.
        if self.is_value && (self.children.is_empty() || holds_text(path)) {
            paths.push(path.to_owned());
        }
        for (name, child) in &self.children {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            child.paths(&path, paths, holds_text);
        }
    }
}

/// `least` are columns that stand there however few rows there are.
pub(super) fn write(out: &mut dyn Write, rows: &[Json], dialect: CsvDialect, least: &[&str]) -> io::Result<()> {
    let excel = dialect == CsvDialect::ExcelBe;
    let mut columns = Columns::default();
    for name in least {
        columns.child(name).is_value = true;
    }
    let mut plain = std::collections::HashSet::new();
    for row in rows {
        columns.add(row);
        for (path, value) in flatten(row) {
            if matches!(value, Json::Bool(_) | Json::Number(_) | Json::Text(_)) && !plain.contains(&path) {
                plain.insert(path);
            }
        }
    }
    let mut paths = Vec::new();
    columns.paths("", &mut paths, &|path| plain.contains(path));
    paths.retain(|path| !path.is_empty());
    if paths.is_empty() {
        return Ok(());
    }
    if excel {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = WriterBuilder::new()
        .delimiter(if excel { b';' } else { b',' })
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(out);
    let disarm = |text: String| if excel { disarmed(text) } else { text };
    writer.write_record(paths.iter().map(|path| disarm(path.clone()))).map_err(as_io)?;
    for row in rows {
        let values: HashMap<_, _> = flatten(row).into_iter().collect();
        let cells = paths.iter().map(|path| values.get(path).map_or_else(String::new, |value| cell(value, excel)));
        writer.write_record(cells).map_err(as_io)?;
    }
    writer.flush()
}

/// The writer's error as it was: a broken pipe must be known for one.
fn as_io(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn cell(value: &Json, excel: bool) -> String {
    match value {
        Json::Text(text) if excel => kept(disarmed(text.clone())),
        Json::Text(text) => text.clone(),
        Json::Bool(value) => value.to_string(),
        // A Belgian Excel reads 12.5 as a date.
        Json::Number(number) if excel => number.to_string().replace('.', ","),
        Json::Number(number) => number.to_string(),
        Json::Null | Json::List(_) | Json::Record(_) => String::new(),
    }
}

/// Digits that Excel would read as a number and change: an institute number would lose its first zero, a long number its
/// last digits. As the constant of a formula of digits alone it keeps them, and nothing that a record holds can add to it.
fn kept(text: String) -> String {
    let is_changed = text.len() > 15 || (text.len() > 1 && text.starts_with('0'));
    if is_changed && text.bytes().all(|byte| byte.is_ascii_digit()) { format!("=\"{text}\"") } else { text }
}

/// The text with an apostrophe before it where Excel would take it for a formula.
fn disarmed(text: String) -> String {
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']).chars().next();
    match first {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠' | '|' | '%') => {
            format!("'{text}")
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(rows: &str, dialect: CsvDialect) -> String {
        let rows = crate::list::list(rows.as_bytes()).unwrap().rows;
        let mut out = Vec::new();
        write(&mut out, &rows, dialect, &[]).unwrap();
        String::from_utf8(out).unwrap()
    }

    const ROWS: &str = r#"[
        {"naam":"Peeters, \"An\"","bank":{"iban":"BE00"},"adressen":[{"straat":"A"}],"kinderen":[],"nr":-1,"u":12.5},
        {"naam":"=1+1","bank":null,"adressen":[{"straat":"B","bus":"2"},{"straat":"+C"}],"kinderen":[],"nr":2,"a.b":true}
    ]"#;

    #[test]
    fn rfc_4180_loses_nothing() {
        assert_eq!(
            csv(ROWS, CsvDialect::Rfc4180),
            "naam,bank.iban,adressen.0.straat,adressen.0.bus,adressen.1.straat,kinderen,nr,u,a\\.b\r\n\
             \"Peeters, \"\"An\"\"\",BE00,A,,,,-1,12.5,\r\n\
             =1+1,,B,2,+C,,2,,true\r\n"
        );
    }

    #[test]
    fn excel_gets_semicolons_a_mark_decimal_commas_and_no_formula() {
        assert_eq!(
            csv(ROWS, CsvDialect::ExcelBe),
            "\u{feff}naam;bank.iban;adressen.0.straat;adressen.0.bus;adressen.1.straat;kinderen;nr;u;a\\.b\r\n\
             \"Peeters, \"\"An\"\"\";BE00;A;;;;-1;12,5;\r\n\
             '=1+1;;B;2;'+C;;2;;true\r\n"
        );
    }

    #[test]
    fn formulas_are_disarmed_however_they_begin() {
        for text in ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "＝1", "|x", "%x"] {
            assert!(disarmed(text.to_owned()).starts_with('\''), "{text:?}");
        }
        for text in ["", "Peeters", "0470", "a=b", "'=1"] {
            assert_eq!(disarmed(text.to_owned()), text);
        }
    }

    #[test]
    fn excel_keeps_the_digits_of_numbers_that_are_text() {
        let rows =
            r#"[{"instituteNo":"011007","code":"002","nul":"0","jaar":"2026","lang":"1234567890123456","x":"0a"}]"#;
        let csv = csv(rows, CsvDialect::ExcelBe);
        let row = csv.lines().nth(1).unwrap();
        assert_eq!(row, r#""=""011007""";"=""002""";0;2026;"=""1234567890123456""";0a"#);
    }

    #[test]
    fn a_value_beside_a_record_of_the_same_name_keeps_its_column() {
        assert_eq!(csv(r#"[{"w":"x"},{"w":{"a":1}}]"#, CsvDialect::Rfc4180), "w,w.a\r\nx,\r\n,1\r\n");
        assert_eq!(csv("[]", CsvDialect::Rfc4180), "");
    }
}
