//! The columns of tables, and the fields of the program's own records.

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Path of the field, and the column's heading.
    pub(crate) path: &'static str,
    /// The least width worth showing. If even that does not fit, columns are dropped from the right.
    pub(crate) least: usize,
    pub(crate) to_the_right: bool,
}

/// The columns that a kind of record shows in a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    pub(crate) columns: &'static [Column],
    /// CSV columns that are written even if there are no rows; only for the program's own records.
    pub(crate) always: &'static [&'static str],
}

/// Makes a view of the service's records, whose fields are known only from the records themselves.
pub(crate) const fn wire(columns: &'static [Column]) -> View {
    View { columns, always: &[] }
}

pub(crate) const fn text(path: &'static str, least: usize) -> Column {
    Column { path, least, to_the_right: false }
}

pub(crate) const fn number(path: &'static str) -> Column {
    Column { path, least: 4, to_the_right: true }
}

pub(crate) const fn guid(path: &'static str) -> Column {
    // Part of an id is useless.
    Column { path, least: 36, to_the_right: false }
}

pub(crate) const FIELDS: View = wire(&[text("column", 20), text("kind", 6), text("meaning", 20)]);

pub(crate) const ABSENT: View = View {
    columns: &[
        text("naam", 8),
        text("voornaam", 8),
        text("begindatum", 10),
        text("einddatum", 10),
        text("omschrijving", 10),
        text("vervangenDoor", 10),
    ],
    always: &[
        "naam",
        "voornaam",
        "stamnr",
        "begindatum",
        "einddatum",
        "omschrijving",
        "code",
        "hfd",
        "vervangenDoor",
        "personId",
        "doId",
    ],
};

pub(crate) const SAVED: View =
    wire(&[number("written"), number("unchanged"), number("withoutPhoto"), number("undecodable")]);

pub(crate) const AUTH: View =
    wire(&[text("instituteNo", 11), text("scope", 20), text("granted", 7), number("expiresIn"), text("employees", 9)]);

pub(crate) const CODES: View =
    wire(&[text("code", 7), number("status"), text("field", 10), text("message", 20), text("remedy", 20)]);

pub(crate) const SETTINGS: View = wire(&[text("setting", 18), text("value", 20), text("origin", 16)]);

pub(crate) const SNAPSHOTS: View = wire(&[
    number("id"),
    text("takenAt", 20),
    text("schoolYear", 10),
    text("structure", 9),
    text("complete", 8),
    number("institutes"),
    number("failed"),
    number("records"),
    text("photos", 6),
]);

pub(crate) const CHANGES: View = View {
    columns: &[
        text("change", 7),
        text("instituteNo", 11),
        text("name", 8),
        text("resource", 9),
        text("field", 8),
        text("old", 8),
        text("new", 8),
    ],
    always: &["change", "instituteNo", "resource", "recordId", "personId", "name", "field", "old", "new"],
};
