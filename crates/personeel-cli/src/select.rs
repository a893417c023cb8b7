//! The choice of a list's records, of their fields, and of their order.

mod columns;
mod condition;
mod path;
mod value;

use std::collections::BTreeMap;

use crate::failure::Failure;
use crate::fields::{self, Field};
use crate::json::Json;

pub(crate) use columns::Chosen;
pub(crate) use condition::Condition;
pub(crate) use value::normalise;

pub(crate) use path::Path;

use path::Found;
use value::Key;

/// The field that names the institute, in rows of several institutes.
const INSTITUTE: &str = "instituteNo";

/// The value of `--columns` that lists columns instead of records.
pub(crate) const HELP: &str = "help";

/// The choice of columns, records and order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selection {
    columns: Vec<Chosen>,
    conditions: Vec<Condition>,
    /// Sort keys, most significant first, each with whether its order is descending.
    sort: Vec<(Path, bool)>,
}

impl Selection {
    /// Reads the flags. `columns` is a list of columns, or the name of a list in `saved`.
    pub(crate) fn read(
        columns: Option<&str>,
        conditions: &[Condition],
        sort: Option<&str>,
        saved: &BTreeMap<String, String>,
    ) -> Result<Self, Failure> {
        let text = columns.map(|text| saved.get(text.trim()).map_or(text, String::as_str));
        let columns = text.map_or(Ok(Vec::new()), columns::parse);
        let columns = columns.map_err(|expected| Failure::usage(format!("--columns: {expected}")))?;
        let mut keys = Vec::new();
        for part in sort.into_iter().flat_map(|text| text.split(',')) {
            let part = part.trim();
            let path = Path::parse(part.strip_prefix('-').unwrap_or(part));
            let path = path.map_err(|expected| Failure::usage(format!("--sort: {expected}")))?;
            keys.push((path, part.starts_with('-')));
        }
        Ok(Self { columns, conditions: conditions.to_vec(), sort: keys })
    }

    /// Returns whether columns were chosen.
    pub(crate) fn has_columns(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Returns the titles of the columns, in order.
    pub(crate) fn titles(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.title.clone()).collect()
    }

    pub(crate) fn is_sorted(&self) -> bool {
        !self.sort.is_empty()
    }

    /// Returns whether a column, condition or sort key uses this field or a field within it.
    pub(crate) fn mentions(&self, field: &str) -> bool {
        self.paths().any(|path| path.names().first() == Some(&field))
    }

    fn paths(&self) -> impl Iterator<Item = &Path> {
        let columns = self.columns.iter().map(|column| &column.path);
        columns
            .chain(self.conditions.iter().map(|condition| &condition.path))
            .chain(self.sort.iter().map(|(path, _)| path))
    }

    /// Returns the paths that match no field of the document. A newer guide may have added them, so the records decide.
    pub(crate) fn find_unknown(&self, known: &[&'static [Field]]) -> Vec<Unknown> {
        let known: Vec<String> =
            known.iter().flat_map(|fields| fields.iter()).map(|field| field.path.replace("[]", "")).collect();
        if known.is_empty() {
            return Vec::new();
        }
        let is_unknown = |path: &&Path| !known.contains(&path.names().join("."));
        let unknown = self.paths().filter(is_unknown).map(|path| Unknown {
            path: path.clone(),
            nearest: fields::find_nearest(known.iter().map(String::as_str), &path.names().join(".")).map(str::to_owned),
        });
        unknown.collect()
    }

    /// Returns whether a record meets every condition.
    pub(crate) fn matches(&self, record: &Json) -> bool {
        self.conditions.iter().all(|condition| condition.matches(record))
    }

    /// Sorts records by the sort keys. The sort is stable.
    pub(crate) fn sort(&self, records: &mut [Json]) {
        if self.is_sorted() {
            records.sort_by_cached_key(|record| Sorted(self.sort_keys(record)));
        }
    }

    fn sort_keys(&self, record: &Json) -> Vec<(Key, bool)> {
        self.sort.iter().map(|(path, is_descending)| (Key::of(&path.value(record)), *is_descending)).collect()
    }

    /// Reduces a record to the chosen columns; without columns it stays as it is.
    pub(crate) fn project(&self, record: Json) -> Json {
        if self.columns.is_empty() {
            return record;
        }
        // Rows of several institutes always name theirs.
        let institute = record.get(INSTITUTE).filter(|_| !self.columns.iter().any(|column| column.title == INSTITUTE));
        let institute = institute.map(|number| (INSTITUTE.to_owned(), number.clone()));
        let fields = self.columns.iter().map(|column| (column.title.clone(), column.path.value(&record)));
        Json::Record(institute.into_iter().chain(fields).collect())
    }
}

/// A path that matches no field of the document.
#[derive(Clone, Debug)]
pub(crate) struct Unknown {
    path: Path,
    nearest: Option<String>,
}

impl Unknown {
    /// Returns whether a record has the field all the same.
    pub(crate) fn is_in(&self, record: &Json) -> bool {
        match self.path.find(record) {
            Found::Nothing => false,
            Found::One(_) => true,
            Found::Several(values) => !values.is_empty(),
        }
    }

    /// Makes the failure for a field that no record has.
    pub(crate) fn failure(&self) -> Failure {
        let nearest = self.nearest.as_ref().map_or_else(String::new, |path| format!("did you mean '{path}'? "));
        Failure::usage(format!(
            "no record has a field '{}'; {nearest}--columns help lists the fields",
            self.path.text()
        ))
    }
}

/// The sort keys of a record, as an ordered type.
struct Sorted(Vec<(Key, bool)>);

impl Ord for Sorted {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let pairs = self.0.iter().zip(&other.0);
        pairs
            .map(|((left, is_descending), (right, _))| left.compare(right, *is_descending))
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    }
}

impl PartialOrd for Sorted {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Sorted {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Sorted {}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection(columns: Option<&str>, sort: Option<&str>) -> Selection {
        let saved = BTreeMap::from([("mail".to_owned(), "n=naam".to_owned())]);
        Selection::read(columns, &[], sort, &saved).unwrap()
    }

    #[test]
    fn records_are_sorted_by_several_keys() {
        let mut records = Json::rows(r#"[{"a":"x","n":1},{"a":"é","n":2},{"a":"x","n":3},{"n":4}]"#);
        selection(None, Some("a,-n")).sort(&mut records);
        let order: Vec<_> = records.iter().map(|record| record.get("n").unwrap().to_text()).collect();
        assert_eq!(order, ["2", "3", "1", "4"]);
    }

    #[test]
    fn columns_have_titles() {
        let record = Json::rows(r#"[{"naam":"P","bank":{"iban":"B"}}]"#).remove(0);
        assert_eq!(selection(Some("mail"), None).project(record.clone()).to_text(), r#"{"n":"P"}"#);
        assert_eq!(selection(Some("bank.iban,x=weg"), None).project(record).to_text(), r#"{"bank.iban":"B","x":null}"#);
    }

    #[test]
    fn paths_that_match_no_field_are_unknown() {
        let unknown = selection(Some("naaam,emailadressen[type=School].email,comnrs.0.nr"), None);
        let unknown = unknown.find_unknown(&[fields::of("Employee")]);
        assert_eq!(unknown.len(), 1);
        assert!(unknown[0].failure().line().contains("did you mean 'naam'"), "{}", unknown[0].failure().line());
        assert!(selection(Some("x"), None).find_unknown(&[]).is_empty());
    }
}
