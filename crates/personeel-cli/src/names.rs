//! Adding employees' names to records that identify them by id.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

use crate::json::Json;
use crate::rows::Rows;

/// The field that holds the employee's name.
pub(crate) const PERSON: &str = "persoon";

/// Employees by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(HashMap<String, Json>);

impl Names {
    /// Collects the names of these employees.
    pub(crate) fn of(staff: &[Json]) -> Self {
        let known = staff.iter().filter_map(|employee| {
            let field = |name| (name, employee.get(name).cloned().unwrap_or(Json::Null));
            let id = employee.get("personId").and_then(Json::as_str)?;
            Some((id.to_owned(), Json::record([field("naam"), field("voornaam"), field("stamnr")])))
        });
        Self(known.collect())
    }

    /// Returns the employee with an id; null if unknown.
    pub(crate) fn person(&self, id: Option<&str>) -> Json {
        id.and_then(|id| self.0.get(id)).cloned().unwrap_or(Json::Null)
    }

    /// Returns the same rows, with the employee before the other fields of each record.
    pub(crate) fn add_to(self, rows: Box<dyn Rows + Send>) -> Box<dyn Rows + Send> {
        Box::new(WithNames { rows, names: self })
    }
}

struct WithNames {
    rows: Box<dyn Rows + Send>,
    names: Names,
}

impl Rows for WithNames {
    fn iter_rows(&self) -> Box<dyn Iterator<Item = io::Result<Cow<'_, Json>>> + '_> {
        Box::new(self.rows.iter_rows().map(|row| {
            let row = row?.into_owned();
            let person = self.names.person(row.get("personId").and_then(Json::as_str));
            Ok(Cow::Owned(match row {
                Json::Record(mut fields) => {
                    fields.insert(0, (PERSON.to_owned(), person));
                    Json::Record(fields)
                }
                other => other,
            }))
        }))
    }
}
