//! Interruptions, and those that the staff starts with.

use personeel_wire::{Date, Guid, SchoolYear};

use super::ids::Kind;
use super::person::Midnight;
use super::population::{Person, Role};
use super::random::Random;
use super::{InstituteIndex, Purpose, World};
use serde::Serialize;

/// An interruption with all that the rules look at.
#[derive(Clone, Debug)]
pub(crate) struct Interruption {
    pub(crate) id: Guid,
    pub(crate) person: Person,
    pub(crate) institute: InstituteIndex,
    pub(crate) school_year: SchoolYear,
    pub(crate) hfd: String,
    pub(crate) begin: Date,
    pub(crate) end: Date,
    pub(crate) kind: LeaveKind,
    pub(crate) from_api: bool,
    pub(crate) verified: bool,
    pub(crate) sent: bool,
    pub(crate) substituted: bool,
    pub(crate) staking: Option<(&'static str, Option<f32>)>,
    pub(crate) opm_secretariaat: Option<&'static str>,
    pub(crate) opm_personeelslid: Option<String>,
    pub(crate) unpaid: bool,
}

/// What kind of leave it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LeaveKind {
    pub(crate) code: &'static str,
    pub(crate) omschrijving: &'static str,
    /// The RL code; `0` for a kind that the school defined for itself.
    pub(crate) soort: &'static str,
}

pub(crate) const SICK: LeaveKind = LeaveKind { code: "1", omschrijving: "Ziekteverlof", soort: "2" };
const STRIKE: LeaveKind = LeaveKind { code: "45", omschrijving: "Staking", soort: "2" };
const LATE: LeaveKind = LeaveKind { code: "002", omschrijving: "Te laat toegekomen", soort: "0" };
const OTHERS: [LeaveKind; 4] = [
    SICK,
    LeaveKind { code: "144", omschrijving: "Verlof wegens overmacht", soort: "2" },
    LeaveKind { code: "19", omschrijving: "Verlof tijdelijk ander ambt/opdracht", soort: "1" },
    LATE,
];

impl LeaveKind {
    /// Own kinds are a school's notes: they are never sent to AgODi and stand beside any leave.
    pub(crate) fn is_own(self) -> bool {
        self.soort == "0"
    }
}

/// An interruption as lists show it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shown {
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
    pub(crate) fn shown(self, world: &World) -> Shown {
        Shown {
            do_id: self.id,
            person_id: world.person_id(self.person),
            hfd: self.hfd,
            begindatum: Midnight(self.begin),
            einddatum: Midnight(self.end),
            code: self.kind.code,
            omschrijving: self.kind.omschrijving,
            soort: self.kind.soort,
            verstuurd_ag_o_di: (!self.kind.is_own()).then_some(self.sent),
            opm_secretariaat: self.opm_secretariaat,
            opm_personeelslid: self.opm_personeelslid,
            staking: self.staking.map(|(part, _)| part),
            staking_uren: self.staking.and_then(|(_, hours)| hours),
            ziekteverlof_zonder_bezoldiging: self.unpaid,
        }
    }

    /// The guide's filter: whatever touches the school year, also where it begins or ends outside.
    pub(crate) fn touches(&self, year: SchoolYear) -> bool {
        self.end >= year.first_day() && self.begin <= year.last_day()
    }

    /// Whether it shares a day with a period.
    pub(crate) fn overlaps(&self, begin: Date, end: Date) -> bool {
        self.begin <= end && begin <= self.end
    }
}

impl World {
    /// The interruptions that somebody has at an institute before any call changes them.
    pub(crate) fn interruptions(&self, person: Person, institute: InstituteIndex) -> Vec<Interruption> {
        let mut random = self.random(Purpose::Interruptions, person, institute.into());
        let tenure = self.tenure(person, institute);
        let mut list = Seeded { world: self, person, institute, list: Vec::new() };
        for year in tenure.first.max(self.current_year() - 3)..=tenure.last.min(self.current_year()) {
            if random.percent(35) {
                list.chance(&mut random, year);
            }
        }
        if person.home() == institute {
            list.of_role(self.current_year());
        }
        list.list
    }
}

struct Seeded<'a> {
    world: &'a World,
    person: Person,
    institute: InstituteIndex,
    list: Vec<Interruption>,
}

impl Seeded<'_> {
    /// Adds one from a day to a day, where the calendar has them. `hfd` is the first structure of that year.
    fn add(&mut self, kind: LeaveKind, from: (i16, i8, i8), to: (i16, i8, i8)) -> Option<&mut Interruption> {
        let (begin, end) = (Date::new(from.0, from.1, from.2).ok()?, Date::new(to.0, to.1, to.2).ok()?);
        let school_year = SchoolYear::at(begin);
        let tenure = self.world.tenure(self.person, self.institute);
        let hfd = tenure.structures(school_year.start_year()).next().unwrap_or("311").to_owned();
        let which = u32::from(self.institute) << 16 | u32::try_from(self.list.len()).ok()?;
        self.list.push(Interruption {
            id: self.world.ids.make(Kind::Interruption, self.person.key(), which),
            person: self.person,
            institute: self.institute,
            school_year,
            hfd,
            begin,
            end,
            kind,
            from_api: false,
            verified: false,
            sent: false,
            substituted: false,
            staking: None,
            opm_secretariaat: Some(""),
            opm_personeelslid: None,
            unpaid: false,
        });
        self.list.last_mut()
    }

    fn chance(&mut self, random: &mut Random, year: i16) -> Option<()> {
        let day = i8::try_from(1 + random.below(20)).ok()?;
        let (remark, sent) = (random.pick(&["", "", "Attest ontvangen"]), random.percent(50));
        let added = if random.percent(20) {
            let (part, hours) = random.pick(&[("Dag", None), ("VM", None), ("NM", None), ("Uren", Some(2.0))]);
            let added = self.add(STRIKE, (year + 1, 6, day), (year + 1, 6, day))?;
            added.staking = Some((part, hours));
            added
        } else {
            let kind = random.pick(&OTHERS);
            let last = if kind.is_own() { day } else { day + i8::try_from(random.below(8)).ok()? };
            self.add(kind, (year, 12, day), (year, 12, last))?
        };
        added.opm_secretariaat = Some(remark);
        added.sent = sent && !added.kind.is_own();
        Some(())
    }

    /// What a role brings, in months that chance leaves free.
    fn of_role(&mut self, year: i16) -> Option<()> {
        let october = (SICK, (year, 10, 5), (year, 10, 9));
        match self.person.role() {
            Role::Plain => self.add(october.0, october.1, october.2)?.from_api = true,
            Role::Verified => {
                let added = self.add(october.0, october.1, october.2)?;
                (added.from_api, added.verified) = (true, true);
            }
            Role::Sent => {
                let added = self.add(october.0, october.1, october.2)?;
                (added.from_api, added.sent) = (true, true);
            }
            Role::Substituted => {
                let has_substitute = self.world.population.substitute_of(self.person).is_some();
                let added = self.add(SICK, (year + 1, 1, 11), (year + 1, 4, 30))?;
                (added.from_api, added.substituted) = (true, has_substitute);
            }
            Role::Substitute => {
                let added = self.add(STRIKE, (year, 11, 3), (year, 11, 3))?;
                added.staking = Some(("Uren", Some(2.0)));
            }
            Role::Left => self.add(SICK, (year, 3, 1), (year, 3, 12))?.sent = true,
            Role::Shared => {
                self.add(LATE, (year, 9, 15), (year, 9, 15))?.opm_secretariaat = Some("Lekke autoband");
                self.add(SICK, (year, 8, 24), (year, 9, 11))?.opm_secretariaat = Some("Over de grens van het jaar");
            }
        }
        Some(())
    }
}
