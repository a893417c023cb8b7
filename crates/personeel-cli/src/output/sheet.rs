//! Records as rows and columns, either of all their fields or of chosen columns.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io;

use super::excel::{Form, Traits};
use crate::json::Json;
use crate::rows::Rows;

/// The columns of a sheet. Every row is read to determine them.
pub(super) struct Sheet {
    columns: Vec<String>,
    /// Whether the columns are chosen ones, which are members of the rows by title, rather than paths.
    is_chosen: bool,
    traits: HashMap<String, Traits>,
}

impl Sheet {
    /// Determines the columns of rows. Those in `least` are always present. If there are `titles`, they are the only
    /// columns.
    pub(super) fn of(rows: &dyn Rows, least: &[&str], titles: &[String]) -> io::Result<Self> {
        if titles.is_empty() { Self::of_fields(rows, least) } else { Self::of_titles(rows, titles) }
    }

    fn of_fields(rows: &dyn Rows, least: &[&str]) -> io::Result<Self> {
        let mut columns = Columns::default();
        for name in least {
            columns.child(name).is_value = true;
        }
        let mut plain = HashSet::new();
        let mut traits: HashMap<String, Traits> = HashMap::new();
        for row in rows.iter_rows() {
            let row = row?;
            columns.add(&row);
            for (path, value) in flatten(&row) {
                traits.entry(any_item_path(&path)).or_default().add(value);
                if matches!(value, Json::Bool(_) | Json::Number(_) | Json::Text(_)) && !plain.contains(&path) {
                    plain.insert(path);
                }
            }
        }
        let mut paths = Vec::new();
        columns.paths("", &mut paths, &|path| plain.contains(path));
        paths.retain(|path| !path.is_empty());
        Ok(Self { columns: paths, is_chosen: false, traits })
    }

    fn of_titles(rows: &dyn Rows, titles: &[String]) -> io::Result<Self> {
        let mut columns = titles.to_vec();
        let mut traits: HashMap<String, Traits> = HashMap::new();
        for (index, row) in rows.iter_rows().enumerate() {
            let row = row?;
            let Json::Record(fields) = row.as_ref() else { continue };
            if index == 0 {
                // Members in front of the chosen columns, such as the institute.
                let others = fields.iter().map(|(name, _)| name).filter(|name| !titles.contains(name)).cloned();
                columns.splice(0..0, others);
            }
            for (name, value) in fields {
                traits.entry(name.clone()).or_default().add(&join(value));
            }
        }
        Ok(Self { columns, is_chosen: true, traits })
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Returns the form of a column for Excel.
    pub(super) fn form(&self, column: &str) -> Form {
        let traits = if self.is_chosen { self.traits.get(column) } else { self.traits.get(&any_item_path(column)) };
        traits.copied().unwrap_or_default().form()
    }

    /// Returns the values of a row in the order of the columns.
    pub(super) fn cells<'r>(&self, row: &'r Json) -> Vec<Option<Cow<'r, Json>>> {
        if self.is_chosen {
            return self.columns.iter().map(|title| row.get(title).map(join)).collect();
        }
        let values: HashMap<_, _> = flatten(row).into_iter().collect();
        self.columns.iter().map(|path| values.get(path).map(|value| Cow::Borrowed(*value))).collect()
    }
}

/// Reduces a value to one cell; the items of a list are joined.
fn join(value: &Json) -> Cow<'_, Json> {
    match value {
        Json::List(items) => {
            let text = |item: &Json| match item {
                Json::Text(text) => text.clone(),
                Json::Null => String::new(),
                other => other.to_text(),
            };
            let texts: Vec<_> = items.iter().map(text).filter(|text| !text.is_empty()).collect();
            Cow::Owned(Json::Text(texts.join(", ")))
        }
        Json::Record(_) => Cow::Owned(Json::Text(value.to_text())),
        plain => Cow::Borrowed(plain),
    }
}

/// Returns the values of a record by path. An empty list or record counts as a value.
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
                step(&escape(name), value);
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

fn escape(name: &str) -> Cow<'_, str> {
    if name.contains(['.', '\\']) {
        Cow::Owned(name.replace('\\', "\\\\").replace('.', "\\."))
    } else {
        Cow::Borrowed(name)
    }
}

/// Column names as a tree, in the order in which they first appear under their parent.
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
                    self.child(&escape(name)).add(value);
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

    fn paths(&self, path: &str, paths: &mut Vec<String>, holds_value: &dyn Fn(&str) -> bool) {
        // Null or an empty list needs no column of its own if other rows have content there.
        if self.is_value && (self.children.is_empty() || holds_value(path)) {
            paths.push(path.to_owned());
        }
        for (name, child) in &self.children {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            child.paths(&path, paths, holds_value);
        }
    }
}

/// Replaces indexes in the path, since all items of a list share one form.
fn any_item_path(path: &str) -> String {
    let is_place = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    path.split('.').map(|part| if is_place(part) { "*" } else { part }).collect::<Vec<_>>().join(".")
}
