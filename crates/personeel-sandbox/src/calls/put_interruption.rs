//! Adding and changing interruptions.

use http::StatusCode;
use personeel_client::codes::ErrorCode;
use personeel_wire::{Date, Guid, InstituteNumber, SchoolYear};

use super::body::Fields;
use super::call::Call;
use super::refusal::Refusal;
use crate::reply::{Reply, empty};
use crate::state::Shared;
use crate::world::interruption::{Interruption, InterruptionState, SICK};
use crate::world::overlay::Snapshot;
use crate::world::population::Person;

/// Adds or replaces an interruption.
pub(super) fn put(shared: &Shared, call: &Call, body: &Fields) -> Result<Reply, Refusal> {
    let sent = Sent::read(body)?;
    shared.change(|snapshot| {
        let person = sent.check(call, snapshot, body)?;
        let id = call.guid("interruptionId").ok_or_else(|| Refusal::code(ErrorCode::Br002))?;
        let new = sent.to_interruption(call, person, id)?;
        let known = snapshot.find_interruption(id);
        let changed = match &known {
            Some(known) => new.replacing(known)?,
            None => new,
        };
        refuse_overlap(snapshot, &changed, known.is_some())?;
        snapshot.put_interruption(changed);
        Ok(empty(StatusCode::OK))
    })
}

/// The members of a body, after a check of their types.
struct Sent {
    instelnr: Option<String>,
    schooljaar: Option<String>,
    hfd: Option<String>,
    begin: Option<Date>,
    end: Option<Date>,
    opmerking: Option<String>,
    geverifieerd: bool,
    unpaid: bool,
}

impl Sent {
    fn read(body: &Fields) -> Result<Self, Refusal> {
        for text in ["code", "naamGeneesheer", "telefoonGeneesheer", "afzender"] {
            body.get::<String>(text)?;
        }
        body.get::<bool>("magWoonstVerlaten")?;
        let date = |name| match body.get::<String>(name)? {
            Some(text) if text.trim().is_empty() => Ok(None),
            _ => body.get::<Date>(name),
        };
        Ok(Self {
            instelnr: body.get("instelnr")?,
            schooljaar: body.get("schooljaar")?,
            hfd: body.get("hfd")?,
            begin: date("begindatum")?,
            end: date("einddatum")?,
            opmerking: body.get("opmerking")?,
            geverifieerd: body.get("geverifieerd")?.unwrap_or(false),
            unpaid: body.get("ziekteverlofZonderBezoldiging")?.unwrap_or(false),
        })
    }

    /// Returns the employee, or a refusal with all errors in the request itself.
    fn check(&self, call: &Call, snapshot: &Snapshot, body: &Fields) -> Result<Person, Refusal> {
        let mut codes = call.violations(body);
        if self.names_own_school(call, snapshot) == Some(false) {
            codes.push((ErrorCode::Br013, None));
        }
        let world = &snapshot.world;
        let person = call.guid("personId").and_then(|id| world.find_person(id));
        let person = person.filter(|person| world.population.is_staff(*person, call.institute));
        if call.guid("personId").is_some() && person.is_none() {
            codes.push((ErrorCode::Br014, None));
        }
        match person {
            Some(person) if codes.is_empty() => Ok(person),
            _ => Err(Refusal::Codes(codes)),
        }
    }

    /// Whether the three members name a school of the caller's institute; `None` if one of them is missing or has an
    /// error code of its own.
    fn names_own_school(&self, call: &Call, snapshot: &Snapshot) -> Option<bool> {
        let instelnr = self.instelnr.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
        let year: SchoolYear = self.schooljaar.as_deref()?.parse().ok()?;
        let hfd = self.hfd.as_deref().filter(|hfd| hfd.chars().count() == 3)?;
        let is_own = instelnr.parse::<InstituteNumber>().is_ok_and(|number| number == call.number);
        Some(is_own && snapshot.world.has_structure(hfd, year.start_year()))
    }

    fn to_interruption(&self, call: &Call, person: Person, id: Guid) -> Result<Interruption, Refusal> {
        // The rules already require all of them; this covers a document that no longer does.
        let missing = || Refusal::bad("A required field is missing.");
        let schooljaar = self.schooljaar.as_deref().ok_or_else(missing)?;
        Ok(Interruption {
            id,
            person,
            institute: call.institute,
            school_year: schooljaar.parse().map_err(|_| missing())?,
            hfd: self.hfd.clone().ok_or_else(missing)?,
            begin: self.begin.ok_or_else(missing)?,
            end: self.end.ok_or_else(missing)?,
            kind: SICK,
            state: InterruptionState { from_api: true, verified: self.geverifieerd, ..InterruptionState::default() },
            staking: None,
            opm_secretariaat: None,
            opm_personeelslid: self.opmerking.clone(),
            unpaid: self.unpaid,
        })
    }
}

impl Interruption {
    /// This interruption as the replacement of a known one with the same id, if the known one's state allows it.
    fn replacing(self, known: &Self) -> Result<Self, Refusal> {
        let same_school = (self.institute, self.school_year) == (known.institute, known.school_year);
        let same_structure = self.hfd == known.hfd;
        let same_days = (self.begin, self.end) == (known.begin, known.end);
        let InterruptionState { sent, substituted, .. } = known.state;
        // The texts of MNA003 and MNA004 name the structure too. Where one of them applies, it gives the actual reason,
        // which leaves MNA001 for what neither of them names.
        let code = if !same_school || !(same_structure || sent || substituted) {
            ErrorCode::Mna001
        } else if self.person != known.person {
            ErrorCode::Mna002
        } else if sent && !(same_structure && same_days && self.kind == known.kind) {
            ErrorCode::Mna003
        } else if substituted && !(same_structure && same_days) {
            ErrorCode::Mna004
        } else {
            let state = InterruptionState { verified: self.state.verified, ..known.state };
            return Ok(Self { state, opm_secretariaat: known.opm_secretariaat, ..self });
        };
        Err(Refusal::code(code))
    }
}

/// A school's own kinds may overlap any leave; other kinds may not share a day.
fn refuse_overlap(snapshot: &Snapshot, changed: &Interruption, exists: bool) -> Result<(), Refusal> {
    let list = snapshot.interruptions(changed.person, changed.institute);
    let conflicts = |other: &Interruption| {
        other.id != changed.id && !other.kind.is_own() && other.overlaps(changed.begin, changed.end)
    };
    if !list.iter().any(conflicts) {
        return Ok(());
    }
    Err(Refusal::code(if exists { ErrorCode::Mna006 } else { ErrorCode::Mna005 }))
}
