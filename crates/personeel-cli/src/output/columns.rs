//! The columns that tables choose: what a person wants to see of each kind of record.

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Path of the field, and the head of the column.
    pub(crate) path: &'static str,
    /// How little of it is still worth showing; columns go, the last first, where even that doesn't fit.
    pub(crate) least: usize,
    pub(crate) to_the_right: bool,
}

/// Which columns a kind of record shows in a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    pub(crate) columns: &'static [Column],
    /// Columns of the CSV that stand there even where there is no row: of records that are this program's own.
    pub(crate) always: &'static [&'static str],
}

/// A view of the wire's records, whose fields only they know.
const fn wire(columns: &'static [Column]) -> View {
    View { columns, always: &[] }
}

const fn text(path: &'static str, least: usize) -> Column {
    Column { path, least, to_the_right: false }
}

const fn number(path: &'static str) -> Column {
    Column { path, least: 4, to_the_right: true }
}

const fn guid(path: &'static str) -> Column {
    // Half an id is none.
    Column { path, least: 36, to_the_right: false }
}

pub(crate) const EMPLOYEES: View = wire(&[
    text("naam", 8),
    text("voornaam", 8),
    text("stamnr", 11),
    text("isActive", 8),
    guid("personId"),
    text("hoofdAmbt.naam", 10),
    text("emailadressen.email", 12),
]);

pub(crate) const EMPLOYEES_V1: View = wire(&[
    text("naam", 8),
    text("voornaam", 8),
    text("stamnr", 11),
    text("isActive", 8),
    number("personId"),
    text("ambtcode", 8),
    text("email", 12),
]);

pub(crate) const ASSIGNMENTS: View = wire(&[
    guid("personId"),
    text("ambt", 10),
    text("hfd", 3),
    number("prestatieUren"),
    number("prestatieNoemer"),
    text("begindatum", 10),
    text("einddatum", 10),
    text("vak", 8),
    text("ato", 3),
    guid("id"),
]);

pub(crate) const INTERRUPTIONS: View = wire(&[
    guid("personId"),
    text("begindatum", 10),
    text("einddatum", 10),
    text("code", 4),
    text("omschrijving", 10),
    text("hfd", 3),
    guid("doId"),
]);

pub(crate) const DIPLOMAS: View = wire(&[
    guid("personId"),
    text("omschrijving", 12),
    text("uitgereiktOp", 10),
    text("uitgereiktDoor", 10),
    text("isHoofddiploma", 5),
    text("isBekwaamheidsbewijs", 5),
    guid("id"),
]);

/// The guide leaves out what an appointment holds: whatever its first record shows.
pub(crate) const OPEN: View = wire(&[]);

pub(crate) const OWN_FIELDS: View =
    wire(&[guid("personId"), text("naam", 8), text("waarde", 8), text("dataType", 8), number("rubriek"), guid("vvId")]);

pub(crate) const PHOTOS: View = wire(&[guid("personId"), text("photo", 12), guid("id")]);

pub(crate) const SAVED: View =
    wire(&[number("written"), number("unchanged"), number("withoutPhoto"), number("undecodable")]);

pub(crate) const AUTH: View =
    wire(&[text("instituteNo", 11), text("scope", 20), text("granted", 7), number("expiresIn"), text("employees", 9)]);

pub(crate) const CODES: View =
    wire(&[text("code", 7), number("status"), text("field", 10), text("message", 20), text("remedy", 20)]);

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
