//! Employees as API version 2 returns them.

use personeel_wire::{Date, Guid, Structure};
use serde::Serialize;

use super::contact::{Adres, Emailadres};
use super::family::{Kind as Child, Partner};
use super::ids::Kind;
use super::origin::{Purpose, World};
use super::person::{Comnr, Identity, Midnight};
use super::places::BELGIUM;
use super::population::{InstituteIndex, Person};
use super::tenure::Tenure;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Employee {
    p_persoon: i64,
    person_id: Guid,
    persona_id: Option<Guid>,
    naam: &'static str,
    voornaam: &'static str,
    bijkomende_voornamen: &'static str,
    stamnr: String,
    sort_name: String,
    nickname: String,
    geslacht: &'static str,
    initialen: String,
    geboortedatum: Midnight,
    geboorteplaats: &'static str,
    geboorteland_code: &'static str,
    nationaliteit_code: &'static str,
    rijksregisternr: String,
    bisnr: Option<String>,
    bank: Option<Bank>,
    hoofd_ambt: Option<HoofdAmbt>,
    eerste_dienst_school: Midnight,
    eerste_dienst_scholengroep: Midnight,
    eerste_dienst_scholengemeenschap: Midnight,
    is_active: bool,
    pensioendatum: Option<Midnight>,
    is_mindervalide: bool,
    is_overleden: bool,
    datum_overleden: Option<Midnight>,
    burg_stand: u8,
    aantal_kinderen: usize,
    mindervalide_kinderen: u8,
    aantal_zorgbehoevenden: u32,
    aantal_andere_ten_laste: u8,
    aantal_mindervalide_andere_ten_laste: u8,
    partner: Option<Partner>,
    adressen: Vec<Adres>,
    comnrs: Vec<Comnr>,
    emailadressen: Vec<Emailadres>,
    kinderen: Vec<Child>,
    personeelsgroepen: Vec<Personeelsgroep>,
}

#[derive(Serialize)]
struct Bank {
    iban: String,
    bic: &'static str,
}

#[derive(Serialize)]
pub(crate) struct HoofdAmbt {
    pub(crate) code: &'static str,
    naam: &'static str,
}

#[derive(Serialize)]
struct Personeelsgroep {
    id: Guid,
    naam: String,
}

/// The main functions that occur, in made-up proportions.
const FUNCTIONS: [HoofdAmbt; 4] = [
    HoofdAmbt { code: "00000007", naam: "Leraar" },
    HoofdAmbt { code: "00000006", naam: "Godsdienstleraar" },
    HoofdAmbt { code: "00000236", naam: "Opvoeder" },
    HoofdAmbt { code: "00000301", naam: "Administratief medewerker" },
];

impl World {
    /// An employee of an institute; `structure` filters the properties that depend on the place of work.
    pub(crate) fn employee(
        &self,
        person: Person,
        institute: InstituteIndex,
        structure: Option<&Structure>,
        comnrs: Vec<Comnr>,
    ) -> Employee {
        let identity = self.identity(person);
        let tenure = self.tenure(person, institute);
        let mut random = self.random(Purpose::Person, person, 2);
        let family = self.family(person, &identity);
        let first_day = tenure.first_day(structure);
        let in_group = random.percent(60);
        let sort_name = |name: &str| name.to_uppercase().replace(' ', "");
        Employee {
            persona_id: random.percent(30).then(|| self.ids.make(Kind::Persona, person.key(), 0)),
            bijkomende_voornamen: if random.percent(20) { "Maria" } else { "" },
            sort_name: format!("{},{},", sort_name(identity.naam), sort_name(identity.voornaam)),
            nickname: format!("{} {}", identity.naam, identity.voornaam),
            geslacht: if identity.is_man { "M" } else { "V" },
            initialen: initials(&identity),
            bank: random.percent(90).then(|| Bank { iban: identity.iban.clone(), bic: "XXXXBEBB" }),
            hoofd_ambt: self.main_function(person, &tenure, structure),
            eerste_dienst_school: Midnight(first_day),
            eerste_dienst_scholengroep: Midnight(if in_group { first_day } else { Date::SENTINEL }),
            eerste_dienst_scholengemeenschap: Midnight(if in_group { first_day } else { Date::SENTINEL }),
            is_active: tenure.is_active_in(structure),
            pensioendatum: None,
            is_mindervalide: random.percent(3),
            is_overleden: false,
            datum_overleden: None,
            burg_stand: family.burg_stand,
            aantal_kinderen: family.kinderen.len(),
            mindervalide_kinderen: 0,
            aantal_zorgbehoevenden: u32::from(random.percent(5)),
            aantal_andere_ten_laste: 0,
            aantal_mindervalide_andere_ten_laste: 0,
            partner: family.partner,
            adressen: vec![self.address(person, &identity)],
            comnrs,
            emailadressen: self.mail_addresses(person, &identity),
            kinderen: family.kinderen,
            personeelsgroepen: self.groups(institute, &tenure, structure),
            p_persoon: identity.p_persoon,
            person_id: identity.person_id,
            naam: identity.naam,
            voornaam: identity.voornaam,
            stamnr: identity.stamnr,
            geboortedatum: Midnight(identity.born),
            geboorteplaats: identity.birthplace,
            geboorteland_code: BELGIUM,
            nationaliteit_code: BELGIUM,
            rijksregisternr: identity.rijksregisternr,
            bisnr: None,
        }
    }

    /// The main function, for a person who ever had an assignment in the structure.
    pub(crate) fn main_function(
        &self,
        person: Person,
        tenure: &Tenure,
        structure: Option<&Structure>,
    ) -> Option<HoofdAmbt> {
        let [teacher, others @ ..] = FUNCTIONS;
        let mut random = self.random(Purpose::Person, person, 3);
        let chosen = if random.percent(75) { teacher } else { others.into_iter().nth(random.below(3) as usize)? };
        structure.is_none_or(|structure| tenure.was_ever_assigned(structure)).then_some(chosen)
    }

    fn groups(
        &self,
        institute: InstituteIndex,
        tenure: &Tenure,
        structure: Option<&Structure>,
    ) -> Vec<Personeelsgroep> {
        let of_last_year = tenure.structures(tenure.last);
        of_last_year
            .filter(|known| structure.is_none_or(|wanted| wanted.as_str() == *known))
            .map(|known| Personeelsgroep {
                id: self.ids.make(Kind::Personeelsgroep, institute.into(), known.parse().unwrap_or_default()),
                naam: format!("personeel {known}"),
            })
            .collect()
    }
}

fn initials(identity: &Identity) -> String {
    [identity.voornaam, identity.naam].iter().filter_map(|name| name.chars().next()).collect()
}
