//! Assignments.

use personeel_wire::{Date, Guid};
use serde::Serialize;

use super::ids::Kind;
use super::origin::{Purpose, World};
use super::person::Midnight;
use super::population::{InstituteIndex, Person, Population};
use super::random::Random;
use super::subjects::{SUBJECTS, Teaching};

/// An assignment as lists return it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools)] // the guide's properties
pub(crate) struct Assignment {
    id: Guid,
    person_id: Guid,
    begindatum: Midnight,
    einddatum: Midnight,
    pub(crate) hfd: &'static str,
    vervangingen: Vec<Vervanging>,
    prestatie_uren: f32,
    prestatie_noemer: u8,
    #[serde(rename = "urenTbsOB")]
    uren_tbs_ob: f32,
    ato: &'static str,
    afstand_wachtgeld: f32,
    reaff_wedertew: &'static str,
    bekwaamheidsbewijs: &'static str,
    #[serde(flatten)]
    teaching: Teaching,
    ambt_code: &'static str,
    ambt: &'static str,
    vak_code: &'static str,
    vak: &'static str,
    vak_rubriek: &'static str,
    gelijkgesteld_vak_code: Option<&'static str>,
    gelijkgesteld_vak: Option<&'static str>,
    gelijkgesteld_vak_rubriek: Option<&'static str>,
    is_ambtvak: bool,
    aanstellingscode: u8,
    is_tao: bool,
    is_vacature: bool,
    mandaat_code: &'static str,
    omkadering_code: &'static str,
    omkadering: &'static str,
    opmerking: &'static str,
    vestiging: Option<&'static str>,
    barema_code: Option<&'static str>,
    barema: Option<&'static str>,
    vwo_studiegebied_code: Option<&'static str>,
    vwo_studiegebied: Option<&'static str>,
    vwo_opleiding_code: Option<&'static str>,
    vwo_opleiding: Option<&'static str>,
    vwo_module_code: Option<&'static str>,
    vwo_module: Option<&'static str>,
    uren_van_scholengem: bool,
    uren_van_andere_school: bool,
    pub(crate) opdracht_type: u8,
}

/// The assignment of a substitute, and the interruption during which it substitutes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Vervanging {
    opdracht_id: Guid,
    do_id: Guid,
}

/// The types of assignment: subsidised hours, and hours that are not subsidised.
const ORDINARY: u8 = 1;
pub(crate) const NOT_SUBSIDISED: u8 = 2;
/// The number, within its person and year, of an assignment that substitutes another.
const SUBSTITUTION: u32 = 15;

impl World {
    /// The assignments of a person at an institute in the school year that begins in `year`.
    pub(crate) fn assignments(&self, person: Person, institute: InstituteIndex, year: i16) -> Vec<Assignment> {
        let seed = u64::from(institute) << 16 | u64::from(year.unsigned_abs());
        let mut random = self.random(Purpose::Assignments, person, seed);
        let mut list = Vec::new();
        for hfd in self.tenure(person, institute).structures(year) {
            for _ in 0..=random.below(2) {
                let number = u32::try_from(list.len()).unwrap_or(0);
                list.push(self.build_assignment(&mut random, person, institute, year, hfd, number));
            }
        }
        // Some of the second assignments have hours that are not subsidised.
        if let Some(second) = list.get_mut(1)
            && random.percent(40)
        {
            second.opdracht_type = NOT_SUBSIDISED;
        }
        self.link_substitution(person, institute, year, &mut list);
        list
    }

    /// The id of an assignment, which encodes institute, year and number besides the person.
    fn assignment_id(&self, person: Person, institute: InstituteIndex, year: i16, number: u32) -> Guid {
        let year = u32::from(year.unsigned_abs()) & 0xfff;
        self.ids.make(Kind::Assignment, person.key(), u32::from(institute) << 16 | year << 4 | number)
    }

    fn build_assignment(
        &self,
        random: &mut Random,
        person: Person,
        institute: InstituteIndex,
        year: i16,
        hfd: &'static str,
        number: u32,
    ) -> Assignment {
        let day = |year, month, day| Midnight(Date::new(year, month, day).unwrap_or(Date::SENTINEL));
        let (vak_code, vak, vak_rubriek) = random.pick(SUBJECTS);
        let ato = random.pick(&["2", "3", "4", "4", "4"]);
        Assignment {
            id: self.assignment_id(person, institute, year, number),
            person_id: self.person_id(person),
            begindatum: day(year, 9, 1),
            einddatum: day(year + 1, 8, 31),
            hfd,
            vervangingen: Vec::new(),
            prestatie_uren: random.pick(&[2.0, 4.0, 4.5, 6.0, 8.0, 10.0]),
            prestatie_noemer: if hfd == "211" { 24 } else { 20 },
            uren_tbs_ob: 0.0,
            ato,
            afstand_wachtgeld: 0.0,
            reaff_wedertew: random.pick(&["", "", "", "", "NV", "R"]),
            bekwaamheidsbewijs: random.pick(&["VE", "VE", "VO", "AND", "0"]),
            teaching: Teaching::of(random, hfd),
            ambt_code: "00000007",
            ambt: "Leraar",
            vak_code,
            vak,
            vak_rubriek,
            gelijkgesteld_vak_code: None,
            gelijkgesteld_vak: None,
            gelijkgesteld_vak_rubriek: None,
            is_ambtvak: false,
            aanstellingscode: if ato == "2" { random.pick(&[0, 1, 4]) } else { 0 },
            is_tao: random.percent(5),
            is_vacature: ato == "2" && random.percent(50),
            mandaat_code: if random.percent(5) { "01" } else { "00" },
            omkadering_code: "00",
            omkadering: "eigen omkadering (standaard)",
            opmerking: "",
            vestiging: None,
            barema_code: None,
            barema: None,
            vwo_studiegebied_code: None,
            vwo_studiegebied: None,
            vwo_opleiding_code: None,
            vwo_opleiding: None,
            vwo_module_code: None,
            vwo_module: None,
            uren_van_scholengem: random.percent(5),
            uren_van_andere_school: random.percent(3),
            opdracht_type: ORDINARY,
        }
    }

    /// Adds the substitution of the current year: the substitute gets an assignment, which that of the absent colleague
    /// refers to.
    fn link_substitution(&self, person: Person, institute: InstituteIndex, year: i16, list: &mut Vec<Assignment>) {
        if person.home() != institute || year != self.current_year() {
            return;
        }
        if let Some(substitute) = self.substitute_of(person)
            && let Some(first) = list.first_mut()
        {
            first.vervangingen.push(Vervanging {
                opdracht_id: self.assignment_id(substitute, institute, year, SUBSTITUTION),
                do_id: self.role_interruption_id(person, 0),
            });
        }
        if let Some(absent) = Population::substituted_by(person)
            && self.substitute_of(absent) == Some(person)
        {
            let hfd = self.tenure(absent, institute).structures(year).next().unwrap_or("311");
            let mut random = self.random(Purpose::Assignments, person, 1);
            let mut added = self.build_assignment(&mut random, person, institute, year, hfd, SUBSTITUTION);
            let leave = self.interruptions(absent, institute);
            if let Some(leave) = leave.iter().find(|leave| leave.state.substituted) {
                (added.begindatum, added.einddatum) = (Midnight(leave.begin), Midnight(leave.end));
            }
            (added.ato, added.aanstellingscode, added.is_vacature) = ("1", 0, false);
            list.push(added);
        }
    }

    /// The substitute of a person in the current year, if both have an assignment in it.
    pub(crate) fn substitute_of(&self, absent: Person) -> Option<Person> {
        let substitute = self.population.substitute_of(absent)?;
        let works = |person: Person| self.tenure(person, absent.home()).is_assigned(self.current_year(), None);
        (works(absent) && works(substitute)).then_some(substitute)
    }
}
