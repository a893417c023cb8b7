//! Hand-made choices for the commands that read. Everything else follows from the document.

use personeel::Operation;

use crate::columns::{View, guid, number, text, wire};

/// Resources in the order of help and snapshots, with their help texts. Other resources follow, described by the
/// summaries of their calls.
pub(super) const RESOURCES: &[(&str, &str)] = &[
    ("employees", "Employees: list them, or get one"),
    ("assignments", "Assignments: what employees are employed to do"),
    ("interruptions", "Interruptions: absences and leaves"),
    ("diplomas", "Diplomas and certificates of competence"),
    ("appointments", "Appointments"),
    ("own-fields", "Own fields: values of fields that a school has defined itself"),
    ("photos", "Photos: list them, or save them as files"),
    ("attachments", "Attachments: files that belong to interruptions"),
    ("communication-numbers", "Communication numbers: telephone and mobile numbers of employees"),
];

/// A flag without a value, for a parameter that defaults to true.
pub(super) struct Switch {
    pub(super) argument: &'static str,
    pub(super) long: &'static str,
    pub(super) help: &'static str,
    /// The value of the parameter when the flag is given.
    pub(super) value: &'static str,
}

pub(super) const SWITCHES: &[Switch] = &[Switch {
    argument: "include_non_subsidised",
    long: "exclude-non-subsidised",
    help: "Leave out assignments whose hours are not subsidised",
    value: "false",
}];

/// The choices for one call.
#[derive(Clone, Copy)]
pub(crate) struct Choice {
    /// The columns of a table.
    pub(crate) view: View,
    /// Arguments of further examples, after those derived from the parameters.
    pub(super) examples: &'static [&'static str],
    /// Whether the call belongs to `list` although it returns a single record.
    pub(super) is_listed: bool,
    /// Arguments that are accepted although the call does not take them.
    pub(super) ignored: &'static [&'static str],
    /// Whether a snapshot includes it only on request.
    pub(crate) is_extra: bool,
}

/// A call without choices: its table shows all fields of the records.
const DEFAULT: Choice = Choice { view: wire(&[]), examples: &[], is_listed: false, ignored: &[], is_extra: false };

/// Returns the choices for a call.
pub(crate) fn of(operation: Operation) -> Choice {
    match operation {
        Operation::ListEmployees => Choice {
            view: EMPLOYEES,
            examples: &[
                "--structure 311 --out staff.xlsx",
                "--columns naam,voornaam,stamnr --sort naam",
                "--where 'geboortedatum month of today'",
                "--columns help",
            ],
            ..DEFAULT
        },
        Operation::ListEmployeesV1 => Choice { view: EMPLOYEES_V1, ..DEFAULT },
        Operation::ListAssignments | Operation::ListEmployeeAssignments => Choice { view: ASSIGNMENTS, ..DEFAULT },
        Operation::ListInterruptions | Operation::ListEmployeeInterruptions => {
            Choice { view: INTERRUPTIONS, ..DEFAULT }
        }
        Operation::ListDiplomas | Operation::ListEmployeeDiplomas => Choice { view: DIPLOMAS, ..DEFAULT },
        Operation::ListOwnFields | Operation::ListEmployeeOwnFields => Choice { view: OWN_FIELDS, ..DEFAULT },
        Operation::ListPhotos => Choice {
            view: PHOTOS,
            examples: &["--changed-since 01/09/2026 --format ndjson"],
            is_extra: true,
            ..DEFAULT
        },
        Operation::GetEmployeePhoto => Choice {
            view: PHOTOS,
            is_listed: true,
            // Scripts can pass it whether they list one photo or all.
            ignored: &["school_year"],
            ..DEFAULT
        },
        _ => DEFAULT,
    }
}

const EMPLOYEES: View = wire(&[
    text("naam", 8),
    text("voornaam", 8),
    text("stamnr", 11),
    text("isActive", 8),
    guid("personId"),
    text("hoofdAmbt.naam", 10),
    text("emailadressen.email", 12),
]);

/// The people of several institutes.
pub(crate) const PEOPLE: View = wire(&[
    text("naam", 8),
    text("voornaam", 8),
    text("stamnr", 11),
    text("isActive", 8),
    text("institutes", 14),
    guid("personId"),
    text("emailadressen.email", 12),
]);

const EMPLOYEES_V1: View = wire(&[
    text("naam", 8),
    text("voornaam", 8),
    text("stamnr", 11),
    text("isActive", 8),
    number("personId"),
    text("ambtcode", 8),
    text("email", 12),
]);

const ASSIGNMENTS: View = wire(&[
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

const INTERRUPTIONS: View = wire(&[
    guid("personId"),
    text("begindatum", 10),
    text("einddatum", 10),
    text("code", 4),
    text("omschrijving", 10),
    text("hfd", 3),
    guid("doId"),
]);

const DIPLOMAS: View = wire(&[
    guid("personId"),
    text("omschrijving", 12),
    text("uitgereiktOp", 10),
    text("uitgereiktDoor", 10),
    text("isHoofddiploma", 5),
    text("isBekwaamheidsbewijs", 5),
    guid("id"),
]);

const OWN_FIELDS: View =
    wire(&[guid("personId"), text("naam", 8), text("waarde", 8), text("dataType", 8), number("rubriek"), guid("vvId")]);

const PHOTOS: View = wire(&[guid("personId"), text("photo", 12), guid("id")]);
