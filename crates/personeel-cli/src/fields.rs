//! What records hold, and what that means.

use crate::generated::fields::FIELDS;

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its path from the record on; what stands in a list is behind `[]`, such as `emailadressen[].email`.
    pub(crate) path: &'static str,
    pub(crate) kind: Kind,
    /// What it means, in the words of the document.
    pub(crate) meaning: &'static str,
    /// The values that the document lists.
    pub(crate) values: &'static [&'static str],
}

/// What kind of value a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Boolean,
    Date,
    Record,
    List,
    /// The document leaves it open.
    #[allow(dead_code)] // until a guide has one
    Any,
}

impl Kind {
    /// A word for people.
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

/// Whose record it is, beside every list that names a person by id only; see `names`.
pub(crate) const PERSON: &[Field] = &[
    field("persoon", Kind::Record, "The employee, by --names"),
    field("persoon.naam", Kind::Text, "Last name."),
    field("persoon.voornaam", Kind::Text, "First name."),
    field("persoon.stamnr", Kind::Text, "Number of the staff member with the Flemish administration."),
];

/// The institute, of rows of several.
const INSTITUTE: &[Field] =
    &[field("instituteNo", Kind::Text, "The institute, where several are asked; it comes first unless it is chosen.")];

/// What `people` has beside the fields of an employee.
const PEOPLE: &[Field] = &[field("institutes", Kind::List, "The institutes that the person is of.")];

/// What `absent` tells.
const ABSENT: &[Field] = &[
    field("naam", Kind::Text, "Last name."),
    field("voornaam", Kind::Text, "First name."),
    field("stamnr", Kind::Text, "Number of the staff member with the Flemish administration."),
    field("begindatum", Kind::Date, "First day."),
    field("einddatum", Kind::Date, "Last day; nothing where it is open."),
    field("omschrijving", Kind::Text, "Kind of interruption."),
    field("code", Kind::Text, "Code of the kind of interruption."),
    field("hfd", Kind::Text, "Main structure."),
    field("vervangenDoor", Kind::List, "Who stands in, as far as the assignments say."),
    field("personId", Kind::Text, "The employee."),
    field("doId", Kind::Text, "Identifies the interruption."),
];

/// A field of this program's own.
pub(crate) const fn field(path: &'static str, kind: Kind, meaning: &'static str) -> Field {
    Field { path, kind, meaning, values: &[] }
}

/// The fields of the record of a name; none where the document leaves it open.
pub(crate) fn of(record: &str) -> &'static [Field] {
    FIELDS.iter().find(|(name, _)| *name == record).map_or(&[], |(_, fields)| fields)
}

/// The fields that the rows of a command may have, by the record of its call; none where the document leaves it open.
pub(crate) fn of_list(record: Option<&str>) -> Vec<&'static [Field]> {
    let own = record.map_or(&[][..], of);
    let has = |path| own.iter().any(|field| field.path == path);
    match own {
        [] => Vec::new(),
        // The row says by its id alone whose it is.
        _ if has("personId") && !has("voornaam") => vec![own, PERSON, INSTITUTE],
        _ => vec![own, INSTITUTE],
    }
}

/// The fields that the rows of `people` may have.
pub(crate) fn of_people() -> Vec<&'static [Field]> {
    vec![PEOPLE, of("Employee")]
}

/// The fields that the rows of `absent` may have.
pub(crate) fn of_absent() -> Vec<&'static [Field]> {
    vec![ABSENT, INSTITUTE]
}

/// The known path that comes nearest to one that nobody knows.
pub(crate) fn nearest<'f>(fields: impl Iterator<Item = &'f str>, wanted: &str) -> Option<&'f str> {
    let wanted = wanted.to_lowercase();
    fields
        .map(|path| (distance(&path.to_lowercase(), &wanted), path))
        .min_by_key(|(distance, path)| (*distance, path.len()))
        .filter(|(distance, _)| *distance * 3 <= wanted.chars().count().max(3))
        .map(|(_, path)| path)
}

/// How many letters have to be changed, added or left out to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], index + 1);
        for (place, wanted) in other.iter().enumerate() {
            let changed = before + usize::from(letter != *wanted);
            before = row[place + 1];
            row[place + 1] = changed.min(before + 1).min(row[place] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_have_fields_with_meanings() {
        let fields = of("Employee");
        let mail = fields.iter().find(|field| field.path == "emailadressen[].type").unwrap();
        assert_eq!(mail.values, ["Eigen", "School", "Privé"]);
        assert!(fields.iter().all(|field| !field.meaning.is_empty()));
        assert!(of("Employees").is_empty());
    }

    #[test]
    fn a_slip_of_the_pen_finds_its_field() {
        let near = |wanted| nearest(of("Employee").iter().map(|field| field.path), wanted);
        assert_eq!(near("naaam"), Some("naam"));
        assert_eq!(near("Geboortedatm"), Some("geboortedatum"));
        assert_eq!(near("schoenmaat"), None);
    }
}
