//! Diplomas, own fields and appointments.

use personeel_wire::{Date, Guid};
use serde::Serialize;

use super::ids::Kind;
use super::origin::{Purpose, World};
use super::person::Midnight;
use super::population::{InstituteIndex, Person};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Diploma {
    id: Guid,
    person_id: Guid,
    omschrijving: &'static str,
    uitgereikt_door: &'static str,
    uitgereikt_op: Midnight,
    is_hoofddiploma: bool,
    is_bekwaamheidsbewijs: bool,
}

const DIPLOMAS: &[&str] = &[
    "Bachelor in het onderwijs: secundair onderwijs",
    "Bachelor in het onderwijs: lager onderwijs",
    "Master in de taal- en letterkunde",
    "Master in de wiskunde",
    "Bachelor in de lichamelijke opvoeding",
    "Educatieve master in de wetenschappen",
];

const SCHOOLS: &[&str] = &["Verzonnen Hogeschool Vlaanderen", "Universiteit van Nergens", "Hogeschool De Zandbak"];

/// A person's value of one of the school's own fields.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnField {
    person_id: Guid,
    vv_id: Guid,
    naam: &'static str,
    waarde: String,
    data_type: &'static str,
    rubriek: u8,
    /// The structure of the school that it belongs to.
    #[serde(skip)]
    pub(crate) hfd: &'static str,
}

/// The guide documents no response for this call, so the record states that it is made up.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Appointment {
    id: Guid,
    person_id: Guid,
    pub(crate) hfd: &'static str,
    omschrijving: &'static str,
    vanaf: Midnight,
    #[serde(rename = "x-sandbox")]
    remark: &'static str,
}

impl World {
    pub(crate) fn diplomas(&self, person: Person) -> Vec<Diploma> {
        let mut random = self.random(Purpose::Diplomas, person, 0);
        let graduated = self.identity(person).born.year() + 22;
        (0..=random.below(3))
            .map(|which| Diploma {
                id: self.ids.make(Kind::Diploma, person.key(), which),
                person_id: self.person_id(person),
                omschrijving: random.pick(DIPLOMAS),
                uitgereikt_door: random.pick(SCHOOLS),
                uitgereikt_op: Midnight(
                    Date::new(graduated + i16::try_from(which).unwrap_or(0), 6, 30).unwrap_or(Date::SENTINEL),
                ),
                is_hoofddiploma: which == 0,
                is_bekwaamheidsbewijs: random.percent(50),
            })
            .collect()
    }

    /// A person's own fields in the schools where that person works in a year. Everybody has a locker; some have a
    /// badge and a first aid certificate.
    pub(crate) fn own_fields(&self, person: Person, institute: InstituteIndex, year: i16) -> Vec<OwnField> {
        let mut random = self.random(Purpose::OwnFields, person, institute.into());
        let fields = [
            (100, "kastnummer", (1000 + random.below(9000)).to_string(), "Getal", 1),
            (50, "kleur badge", random.pick(&["groen", "blauw", "rood"]).to_owned(), "Tekst", 2),
            (20, "EHBO-attest sinds", format!("2024-0{}-15", 1 + random.below(9)), "Datum", 2),
        ];
        let tenure = self.tenure(person, institute);
        let is_current = year >= self.current_year() && tenure.is_active;
        let year = if is_current && !tenure.is_assigned(year, None) { tenure.last } else { year };
        let Some(hfd) = tenure.structures(year).next() else { return Vec::new() };
        fields
            .into_iter()
            .zip(0..)
            .filter_map(|((share, naam, waarde, data_type, rubriek), which)| {
                random.percent(share).then(|| OwnField {
                    person_id: self.person_id(person),
                    vv_id: self.ids.make(Kind::OwnField, institute.into(), which),
                    naam,
                    waarde,
                    data_type,
                    rubriek,
                    hfd,
                })
            })
            .collect()
    }

    pub(crate) fn appointments(&self, person: Person, institute: InstituteIndex) -> Vec<Appointment> {
        let mut random = self.random(Purpose::Appointments, person, institute.into());
        let tenure = self.tenure(person, institute);
        if !random.percent(60) {
            return Vec::new();
        }
        tenure
            .structures(tenure.last)
            .zip(u32::from(institute) << 8..)
            .map(|(hfd, which)| Appointment {
                id: self.ids.make(Kind::Appointment, person.key(), which),
                person_id: self.person_id(person),
                hfd,
                omschrijving: "Vaste benoeming",
                vanaf: Midnight(tenure.first_day(None)),
                remark: "Invented: the guide documents no response for this call.",
            })
            .collect()
    }
}
