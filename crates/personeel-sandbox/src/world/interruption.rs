//! Interruptions.

use personeel_wire::{Date, Guid, SchoolYear};
use serde::{Deserialize, Serialize};

use super::origin::World;
use super::person::Midnight;
use super::population::{InstituteIndex, Person};

/// An interruption with everything that the rules depend on.
#[derive(Clone)]
pub(crate) struct Interruption {
    pub(crate) id: Guid,
    pub(crate) person: Person,
    pub(crate) institute: InstituteIndex,
    pub(crate) school_year: SchoolYear,
    pub(crate) hfd: String,
    pub(crate) begin: Date,
    pub(crate) end: Date,
    pub(crate) kind: LeaveKind,
    pub(crate) state: InterruptionState,
    pub(crate) staking: Option<(&'static str, Option<f32>)>,
    pub(crate) opm_secretariaat: Option<&'static str>,
    pub(crate) opm_personeelslid: Option<String>,
    pub(crate) unpaid: bool,
}

/// The state of an interruption, which decides what calls may do to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools)] // four independent flags
pub struct InterruptionState {
    /// It was added through the API.
    pub from_api: bool,
    /// The secretariat has verified it.
    pub verified: bool,
    /// It was sent to AgODi.
    pub sent: bool,
    /// A substitute replaces the employee.
    pub substituted: bool,
}

/// A kind of leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LeaveKind {
    pub(crate) code: &'static str,
    pub(crate) omschrijving: &'static str,
    /// The RL code; `0` for a school's own kind.
    pub(crate) soort: &'static str,
}

pub(crate) const SICK: LeaveKind = LeaveKind { code: "1", omschrijving: "Ziekteverlof", soort: "2" };
pub(super) const STRIKE: LeaveKind = LeaveKind { code: "45", omschrijving: "Staking", soort: "2" };
pub(super) const LATE: LeaveKind = LeaveKind { code: "002", omschrijving: "Te laat toegekomen", soort: "0" };
pub(super) const OTHERS: [LeaveKind; 4] = [
    SICK,
    LeaveKind { code: "144", omschrijving: "Verlof wegens overmacht", soort: "2" },
    LeaveKind { code: "19", omschrijving: "Verlof tijdelijk ander ambt/opdracht", soort: "1" },
    LATE,
];

impl LeaveKind {
    /// A school's own kinds are notes: they are never sent to AgODi and may overlap any leave.
    pub(crate) fn is_own(self) -> bool {
        self.soort == "0"
    }
}

/// An interruption as lists return it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InterruptionRecord {
    do_id: Guid,
    person_id: Guid,
    hfd: String,
    begindatum: Midnight,
    einddatum: Midnight,
    code: &'static str,
    omschrijving: &'static str,
    soort: &'static str,
    #[serde(rename = "verstuurdAgODi")]
    verstuurd_ag_o_di: Option<bool>,
    opm_secretariaat: Option<&'static str>,
    opm_personeelslid: Option<String>,
    staking: Option<&'static str>,
    staking_uren: Option<f32>,
    ziekteverlof_zonder_bezoldiging: bool,
}

impl Interruption {
    pub(crate) fn into_record(self, world: &World) -> InterruptionRecord {
        InterruptionRecord {
            do_id: self.id,
            person_id: world.person_id(self.person),
            hfd: self.hfd,
            begindatum: Midnight(self.begin),
            einddatum: Midnight(self.end),
            code: self.kind.code,
            omschrijving: self.kind.omschrijving,
            soort: self.kind.soort,
            verstuurd_ag_o_di: (!self.kind.is_own()).then_some(self.state.sent),
            opm_secretariaat: self.opm_secretariaat,
            opm_personeelslid: self.opm_personeelslid,
            staking: self.staking.map(|(part, _)| part),
            staking_uren: self.staking.and_then(|(_, hours)| hours),
            ziekteverlof_zonder_bezoldiging: self.unpaid,
        }
    }

    /// The guide's filter: whether it touches the school year, even if it begins before or ends after it.
    pub(crate) fn touches(&self, year: SchoolYear) -> bool {
        self.end >= year.first_day() && self.begin <= year.last_day()
    }

    /// Whether it shares a day with a period.
    pub(crate) fn overlaps(&self, begin: Date, end: Date) -> bool {
        self.begin <= end && begin <= self.end
    }
}
