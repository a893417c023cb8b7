//! The interruptions that the staff has at the start.

use personeel_wire::jiff::Span;
use personeel_wire::{Date, Guid, SchoolYear};

use super::ids::Kind;
use super::interruption::{Interruption, InterruptionState, LATE, LeaveKind, OTHERS, SICK, STRIKE};
use super::origin::{Purpose, World};
use super::population::{InstituteIndex, Person, Role};
use super::random::Random;

/// The first number for interruptions that come with a role. Random ones are numbered by year.
const OF_ROLE: u32 = 60_000;

/// The number of an interruption on the current day.
const OF_TODAY: u32 = 61_000;

/// The slot of the first person who may be absent today: tests and demonstrations rely on the people before it.
const FIRST_ABSENT: u32 = 8;

impl World {
    /// The interruptions of a person at an institute before any call changes them.
    pub(crate) fn interruptions(&self, person: Person, institute: InstituteIndex) -> Vec<Interruption> {
        let mut random = self.random(Purpose::Interruptions, person, institute.into());
        let tenure = self.tenure(person, institute);
        let mut list = Seeded { world: self, person, institute, list: Vec::new() };
        for year in tenure.first.max(self.current_year() - 3)..=tenure.last.min(self.current_year()) {
            if random.percent(35) {
                list.add_random(&mut random, year);
            }
        }
        if person.home() == institute {
            list.add_for_role(self.current_year());
            list.add_absence_today();
        }
        list.list
    }

    fn interruption_id(&self, person: Person, institute: InstituteIndex, number: u32) -> Guid {
        self.ids.make(Kind::Interruption, person.key(), u32::from(institute) << 16 | number)
    }

    /// The id of an interruption that comes with a person's role, at the institute of origin.
    pub(crate) fn role_interruption_id(&self, person: Person, number: u32) -> Guid {
        self.interruption_id(person, person.home(), OF_ROLE + number)
    }
}

struct Seeded<'a> {
    world: &'a World,
    person: Person,
    institute: InstituteIndex,
    list: Vec<Interruption>,
}

impl Seeded<'_> {
    /// Adds an interruption, if both days exist. Its `hfd` is the person's first structure in that year.
    fn add(&mut self, number: u32, kind: LeaveKind, from: Day, to: Day) -> Option<&mut Interruption> {
        let (begin, end) = (Date::new(from.0, from.1, from.2).ok()?, Date::new(to.0, to.1, to.2).ok()?);
        let school_year = SchoolYear::at(begin);
        let tenure = self.world.tenure(self.person, self.institute);
        let hfd = tenure.structures(school_year.start_year()).next().unwrap_or("311").to_owned();
        self.list.push(Interruption {
            id: self.world.interruption_id(self.person, self.institute, number),
            person: self.person,
            institute: self.institute,
            school_year,
            hfd,
            begin,
            end,
            kind,
            state: InterruptionState::default(),
            staking: None,
            opm_secretariaat: Some(""),
            opm_personeelslid: None,
            unpaid: false,
        });
        self.list.last_mut()
    }

    fn add_random(&mut self, random: &mut Random, year: i16) -> Option<()> {
        let number = u32::from(year.unsigned_abs());
        let day = i8::try_from(1 + random.below(20)).ok()?;
        let (remark, sent) = (random.pick(&["", "", "Attest ontvangen"]), random.percent(50));
        let added = if random.percent(20) {
            let (part, hours) = random.pick(&[("Dag", None), ("VM", None), ("NM", None), ("Uren", Some(2.0))]);
            let added = self.add(number, STRIKE, (year + 1, 6, day), (year + 1, 6, day))?;
            added.staking = Some((part, hours));
            added
        } else {
            let kind = random.pick(&OTHERS);
            let last = if kind.is_own() { day } else { day + i8::try_from(random.below(8)).ok()? };
            self.add(number, kind, (year, 12, day), (year, 12, last))?
        };
        added.opm_secretariaat = Some(remark);
        added.state.sent = sent && !added.kind.is_own();
        Some(())
    }

    /// Adds the interruptions of the person's role, in months that random ones leave free.
    fn add_for_role(&mut self, year: i16) -> Option<()> {
        let tenure = self.world.tenure(self.person, self.institute);
        let role = self.person.role();
        if role != Role::Left && !tenure.is_assigned(year, None) {
            return None;
        }
        match role {
            Role::Plain => self.add_october(year)?.state.from_api = true,
            Role::Verified => {
                let added = self.add_october(year)?;
                (added.state.from_api, added.state.verified) = (true, true);
            }
            Role::Sent => {
                let added = self.add_october(year)?;
                (added.state.from_api, added.state.sent) = (true, true);
            }
            Role::Substituted => {
                let substituted = self.world.substitute_of(self.person).is_some();
                let added = self.add(OF_ROLE, SICK, (year + 1, 1, 11), (year + 1, 4, 30))?;
                (added.state.from_api, added.state.substituted) = (true, substituted);
            }
            Role::Substitute => {
                let added = self.add(OF_ROLE, STRIKE, (year, 11, 3), (year, 11, 3))?;
                added.staking = Some(("Uren", Some(2.0)));
            }
            Role::Left => self.add(OF_ROLE, SICK, (year, 3, 1), (year, 3, 12))?.state.sent = true,
            Role::Shared => {
                let late = self.add(OF_ROLE, LATE, (year, 9, 15), (year, 9, 15))?;
                late.opm_secretariaat = Some("Lekke autoband");
                let across = self.add(OF_ROLE + 1, SICK, (year, 8, 24), (year, 9, 11))?;
                across.opm_secretariaat = Some("Over de grens van het schooljaar");
            }
        }
        Some(())
    }

    /// Adds an absence on the current day: certainly for one person, if there are enough people, and at random for
    /// others.
    fn add_absence_today(&mut self) -> Option<()> {
        let slot = self.person.slot();
        let mut random = self.world.random(Purpose::AbsentToday, self.person, 0);
        let is_absent = slot == FIRST_ABSENT || slot > FIRST_ABSENT && random.percent(10);
        let tenure = self.world.tenure(self.person, self.institute);
        if !is_absent || slot > FIRST_ABSENT && !tenure.is_assigned(self.world.current_year(), None) {
            return None;
        }
        let today = self.world.today;
        let days = |count: i16| Some(Date::from(today.civil().checked_add(Span::new().days(count)).ok()?));
        let begin = days(-random.between(0, 4))?.max(SchoolYear::at(today).first_day());
        let end = days(random.between(0, 5))?;
        if self.list.iter().any(|other| other.overlaps(begin, end)) {
            return None;
        }
        let day = |date: Date| (date.year(), date.month(), date.day());
        self.add(OF_TODAY, SICK, day(begin), day(end)).map(|added| added.state.from_api = true)
    }

    fn add_october(&mut self, year: i16) -> Option<&mut Interruption> {
        self.add(OF_ROLE, SICK, (year, 10, 5), (year, 10, 9))
    }
}

/// Year, month and day.
type Day = (i16, i8, i8);
