//! What people chose of the commands that read. What nobody chose follows from the document.

use personeel::Operation;

use crate::columns::{View, guid, number, text, wire};

/// Resources in the order of help and snapshots, with what help says of them. Others come behind, with the summaries of
/// their calls.
pub(super) const RESOURCES: &[(&str, &str)] = &[
    ("employees", "Employees: list them, or get one"),
    ("assignments", "Assignments: what employees are employed to do"),
    ("interruptions", "Interruptions: absences and leaves"),
    ("diplomas", "Diplomas and certificates of competence"),
    ("appointments", "Appointments"),
    ("own-fields", "Own fields: values of the fields that a school defined for itself"),
    ("photos", "Photos: list them, or save them as files"),
    ("attachments", "Attachments: files that belong to interruptions"),
    ("communication-numbers", "Communication numbers: telephone and mobile numbers of employees"),
];

/// A flag without a value, in place of a parameter that is true unless it is set.
pub(super) struct Switch {
    pub(super) argument: &'static str,
    pub(super) long: &'static str,
    pub(super) help: &'static str,
    /// What the parameter gets where the flag stands.
    pub(super) value: &'static str,
}

pub(super) const SWITCHES: &[Switch] = &[Switch {
    argument: "include_non_subsidised",
    long: "exclude-non-subsidised",
    help: "Leave out assignments whose hours are not subsidised",
    value: "false",
}];

/// What was chosen of one call.
#[derive(Clone, Copy)]
pub(crate) struct Choice {
    /// The columns of a table.
    pub(crate) view: View,
    /// Arguments of examples, behind those that follow from the parameters.
    pub(super) examples: &'static [&'static str],
    /// It answers one record, and belongs to `list` all the same.
    pub(super) is_listed: bool,
    /// Arguments that may be given though the call takes none of them.
    pub(super) ignored: &'static [&'static str],
    /// A snapshot takes it only when it is asked to.
    pub(crate) is_extra: bool,
}

/// A call that nobody chose anything for: its table shows whatever the records hold.
const DEFAULT: Choice = Choice { view: wire(&[]), examples: &[], is_listed: false, ignored: &[], is_extra: false };

/// What was chosen of a call.
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
            // Scripts that ask for one photo and for all give it either way.
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

/// Everybody of several institutes.
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
