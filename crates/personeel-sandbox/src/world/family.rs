//! Partners and children.

use personeel_wire::Guid;
use serde::Serialize;

use super::ids::Kind as IdKind;
use super::names::{FAMILIES, MEN, WOMEN};
use super::origin::{Purpose, World};
use super::person::{Identity, Midnight, random_day_in};
use super::population::Person;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Partner {
    id: Guid,
    naam: &'static str,
    voornaam: &'static str,
    geboortedatum: Option<Midnight>,
    nationaliteit_code: &'static str,
    is_overleden: bool,
    datum_overleden: Option<Midnight>,
    inkomen: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Kind {
    id: Guid,
    naam: &'static str,
    voornaam: &'static str,
    geslacht: &'static str,
    geboortedatum: Midnight,
    is_overleden: bool,
    datum_overleden: Option<Midnight>,
    fiscaal_ten_laste: bool,
    fiscaal_ten_laste_tot: Option<Midnight>,
}

pub(crate) struct Family {
    pub(crate) burg_stand: u8,
    pub(crate) partner: Option<Partner>,
    pub(crate) kinderen: Vec<Kind>,
}

/// The civil status of people who are married or in legal cohabitation.
const MARRIED: u8 = 2;

impl World {
    pub(crate) fn family(&self, person: Person, identity: &Identity) -> Family {
        let mut random = self.random(Purpose::Family, person, 0);
        let burg_stand = random.pick(&[1, 1, MARRIED, MARRIED, MARRIED, 3, 4, 5, 6]);
        let partner = (burg_stand == MARRIED).then(|| Partner {
            id: self.ids.make(IdKind::Partner, person.key(), 0),
            naam: random.pick(FAMILIES),
            voornaam: random.pick(if identity.is_man { WOMEN } else { MEN }),
            geboortedatum: Some(Midnight(random_day_in(&mut random, identity.born.year()))),
            nationaliteit_code: "00150",
            is_overleden: false,
            datum_overleden: None,
            inkomen: random.below(4),
        });
        let year = self.current_year();
        let first_birth = identity.born.year() + 24;
        let count = if first_birth < year { random.below(4) } else { 0 };
        let kinderen = (0..count)
            .map(|which| {
                let is_boy = random.percent(50);
                let born = random_day_in(&mut random, birth_year(first_birth, which, year));
                Kind {
                    id: self.ids.make(IdKind::Child, person.key(), which),
                    naam: identity.naam,
                    voornaam: random.pick(if is_boy { MEN } else { WOMEN }),
                    geslacht: if is_boy { "M" } else { "V" },
                    geboortedatum: Midnight(born),
                    is_overleden: false,
                    datum_overleden: None,
                    fiscaal_ten_laste: born.year() + 18 > year,
                    fiscaal_ten_laste_tot: None,
                }
            })
            .collect();
        Family { burg_stand, partner, kinderen }
    }
}

/// The year of birth of a child: two years apart, and never in the future.
fn birth_year(first: i16, which: u32, current: i16) -> i16 {
    (first + 2 * i16::try_from(which).unwrap_or(0)).min(current - 1)
}
