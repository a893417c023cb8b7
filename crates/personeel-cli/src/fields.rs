//! The fields of records, and their meanings.

use crate::generated::fields::FIELDS;

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its path within the record; `[]` marks a list, as in `emailadressen[].email`.
    pub(crate) path: &'static str,
    pub(crate) kind: Kind,
    /// Its meaning, as the document describes it.
    pub(crate) meaning: &'static str,
    /// The values that the document lists.
    pub(crate) values: &'static [&'static str],
}

/// The kind of value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Boolean,
    Date,
    Record,
    List,
    /// Any value: the document does not say which.
    #[allow(dead_code)] // no field of the current guide is open
    Any,
}

impl Kind {
    /// Returns the kind in words for the user.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Boolean => "yes/no",
            Self::Date => "date",
            Self::Record => "record",
            Self::List => "list",
            Self::Any => "any",
        }
    }
}

/// The employee that `--names` adds to lists that identify people by id only.
pub(crate) const PERSON: &[Field] = &[
    field("persoon", Kind::Record, "The employee, with --names"),
    field("persoon.naam", Kind::Text, "Last name."),
    field("persoon.voornaam", Kind::Text, "First name."),
    field("persoon.stamnr", Kind::Text, "Number of the staff member with the Flemish administration."),
];

/// The institute, in rows of several institutes.
const INSTITUTE: &[Field] =
    &[field("instituteNo", Kind::Text, "The institute, if several are set; comes first unless it is chosen.")];

/// The field that `people` adds to those of an employee.
const PEOPLE: &[Field] = &[field("institutes", Kind::List, "The person's institutes.")];

/// The fields of `absent`.
const ABSENT: &[Field] = &[
    field("naam", Kind::Text, "Last name."),
    field("voornaam", Kind::Text, "First name."),
    field("stamnr", Kind::Text, "Number of the staff member with the Flemish administration."),
    field("begindatum", Kind::Date, "First day."),
    field("einddatum", Kind::Date, "Last day; blank if the interruption is open-ended."),
    field("omschrijving", Kind::Text, "Kind of interruption."),
    field("code", Kind::Text, "Code of the kind of interruption."),
    field("hfd", Kind::Text, "Main structure."),
    field("vervangenDoor", Kind::List, "Who replaces them, as far as the assignments show."),
    field("personId", Kind::Text, "The employee."),
    field("doId", Kind::Text, "Identifies the interruption."),
];

/// Makes a field of the program's own.
pub(crate) const fn field(path: &'static str, kind: Kind, meaning: &'static str) -> Field {
    Field { path, kind, meaning, values: &[] }
}

/// Returns the fields of a record type; none if the document leaves them open.
pub(crate) fn of(record: &str) -> &'static [Field] {
    FIELDS.iter().find(|(name, _)| *name == record).map_or(&[], |(_, fields)| fields)
}

/// Returns the fields that the rows of a command may have, by the record of its call; none if the document does not specify
/// them.
pub(crate) fn of_list(record: Option<&str>) -> Vec<&'static [Field]> {
    let own = record.map_or(&[][..], of);
    let has = |path| own.iter().any(|field| field.path == path);
    match own {
        [] => Vec::new(),
        // The record identifies its person only by id.
        _ if has("personId") && !has("voornaam") => vec![own, PERSON, INSTITUTE],
        _ => vec![own, INSTITUTE],
    }
}

/// Returns the fields that the rows of `people` may have.
pub(crate) fn of_people() -> Vec<&'static [Field]> {
    vec![PEOPLE, of("Employee")]
}

/// Returns the fields that the rows of `absent` may have.
pub(crate) fn of_absent() -> Vec<&'static [Field]> {
    vec![ABSENT, INSTITUTE]
}

/// Returns the known path most similar to an unknown one, if any is similar enough.
pub(crate) fn find_nearest<'f>(fields: impl Iterator<Item = &'f str>, wanted: &str) -> Option<&'f str> {
    let wanted = wanted.to_lowercase();
    fields
        .map(|path| (edit_distance(&path.to_lowercase(), &wanted), path))
        .min_by_key(|(distance, path)| (*distance, path.len()))
        .filter(|(distance, _)| *distance * 3 <= wanted.chars().count().max(3))
        .map(|(_, path)| path)
}

/// Returns the number of letters to change, add or remove to turn one word into the other.
fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], index + 1);
        for (place, wanted) in right.iter().enumerate() {
            let changed = before + usize::from(letter != *wanted);
            before = row[place + 1];
            row[place + 1] = changed.min(before + 1).min(row[place] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_meaning() {
        let fields = of("Employee");
        let mail = fields.iter().find(|field| field.path == "emailadressen[].type").unwrap();
        assert_eq!(mail.values, ["Eigen", "School", "Privé"]);
        assert!(fields.iter().all(|field| !field.meaning.is_empty()));
        assert!(of("Employees").is_empty());
    }

    #[test]
    fn a_typo_finds_its_field() {
        let near = |wanted| find_nearest(of("Employee").iter().map(|field| field.path), wanted);
        assert_eq!(near("naaam"), Some("naam"));
        assert_eq!(near("Geboortedatm"), Some("geboortedatum"));
        assert_eq!(near("schoenmaat"), None);
    }
}
