//! CSV: every record complete, nested values flattened.
//!
//! A field of a record inside a record is named by its path, `bank.iban`; an item of a list by its place from 0,
//! `adressen.0.straat`. A dot or backslash in a name itself gets a backslash before it. Columns stand in the order of
//! the wire, and a list takes as many as its longest needs. Null, an empty text, an empty list and an empty record are
//! an empty cell.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use ::csv::{QuoteStyle, Terminator, WriterBuilder};

use super::excel::{self, Form, Traits};
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
    let is_for_excel = dialect == CsvDialect::ExcelBe;
    let mut columns = Columns::default();
    for name in least {
        columns.child(name).is_value = true;
    }
    let mut plain = HashSet::new();
    let mut traits: HashMap<String, Traits> = HashMap::new();
    for row in rows {
        columns.add(row);
        for (path, value) in flatten(row) {
            if is_for_excel {
                traits.entry(of_any_item(&path)).or_default().add(value);
            }
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
    if is_for_excel {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = WriterBuilder::new()
        .delimiter(if is_for_excel { b';' } else { b',' })
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(out);
    let forms: Vec<Option<Form>> = paths
        .iter()
        .map(|path| is_for_excel.then(|| traits.get(&of_any_item(path)).copied().unwrap_or_default().form()))
        .collect();
    let heads = paths.iter().map(|path| if is_for_excel { excel::head(path) } else { Cow::Borrowed(path.as_str()) });
    writer.write_record(heads.map(|head| head.as_bytes().to_vec())).map_err(as_io)?;
    for row in rows {
        let values: HashMap<_, _> = flatten(row).into_iter().collect();
        let cells = paths.iter().zip(&forms).map(|(path, form)| match (values.get(path), form) {
            (None, _) => String::new(),
            (Some(value), Some(form)) => excel::cell(value, *form),
            (Some(value), None) => cell(value),
        });
        writer.write_record(cells).map_err(as_io)?;
    }
    writer.flush()
}

/// The path for whichever items of its lists: the second house number is of the form of the first.
fn of_any_item(path: &str) -> String {
    let is_place = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    path.split('.').map(|part| if is_place(part) { "*" } else { part }).collect::<Vec<_>>().join(".")
}

/// The writer's error as it was: a broken pipe must be known for one.
fn as_io(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

fn cell(value: &Json) -> String {
    match value {
        Json::Text(text) => text.clone(),
        Json::Bool(value) => value.to_string(),
        Json::Number(number) => number.to_string(),
        Json::Null | Json::List(_) | Json::Record(_) => String::new(),
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
             \"=\"\"Peeters, \"\"\"\"An\"\"\"\"\"\"\";BE00;\"=\"\"A\"\"\";;;;-1;12,5;\r\n\
             \"=\"\"=1+1\"\"\";;\"=\"\"B\"\"\";\"=\"\"2\"\"\";\"=\"\"+C\"\"\";;2;;true\r\n"
        );
        let long = csv(r#"[{"0-1":"x","n":123456789012345678901234},{"0-1":"y","n":4.000}]"#, CsvDialect::Rfc4180);
        assert_eq!(long, "0-1,n\r\nx,123456789012345678901234\r\ny,4.000\r\n");
        assert!(csv(r#"[{"0-1":"x"}]"#, CsvDialect::ExcelBe).starts_with("\u{feff}\"=\"\"0-1\"\"\""));
    }

    #[test]
    fn a_value_beside_a_record_of_the_same_name_keeps_its_column() {
        assert_eq!(csv(r#"[{"w":"x"},{"w":{"a":1}}]"#, CsvDialect::Rfc4180), "w,w.a\r\nx,\r\n,1\r\n");
        assert_eq!(csv("[]", CsvDialect::Rfc4180), "");
    }
}
