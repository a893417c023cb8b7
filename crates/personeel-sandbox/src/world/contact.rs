//! Postal and email addresses.

use personeel_wire::Guid;
use serde::Serialize;

use super::ids::Kind;
use super::origin::{Purpose, World};
use super::person::Identity;
use super::places::{BELGIUM, MUNICIPALITIES, STREETS};
use super::population::Person;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Adres {
    id: Guid,
    aanspreek_titel: &'static str,
    aanspreek_naam: String,
    straat: &'static str,
    nummer: String,
    bus: &'static str,
    postcode: &'static str,
    gemeente: &'static str,
    land_code: &'static str,
    is_domicilie: bool,
    is_verblijf: bool,
}

#[derive(Serialize)]
pub(crate) struct Emailadres {
    id: Guid,
    #[serde(rename = "type")]
    kind: &'static str,
    email: String,
}

impl World {
    pub(crate) fn address(&self, person: Person, identity: &Identity) -> Adres {
        let mut random = self.random(Purpose::Person, person, 4);
        let (postcode, gemeente) = random.pick(MUNICIPALITIES);
        Adres {
            id: self.ids.make(Kind::Adres, person.key(), 0),
            aanspreek_titel: "Aan",
            aanspreek_naam: format!("{} {}", identity.naam, identity.voornaam),
            straat: random.pick(STREETS),
            nummer: (1 + random.below(180)).to_string(),
            bus: random.pick(&["", "", "", "1", "2A"]),
            postcode,
            gemeente,
            land_code: BELGIUM,
            is_domicilie: true,
            is_verblijf: true,
        }
    }

    pub(crate) fn mail_addresses(&self, person: Person, identity: &Identity) -> Vec<Emailadres> {
        let local = mail_name(identity, person);
        [("Privé", format!("{local}@prive.example")), ("School", school_address(&local))]
            .into_iter()
            .zip(0..)
            .map(|((kind, email), which)| Emailadres {
                id: self.ids.make(Kind::Emailadres, person.key(), which),
                kind,
                email,
            })
            .collect()
    }

    /// A person's email address at school, the only one that API version 1 returns.
    pub(crate) fn school_address(person: Person, identity: &Identity) -> String {
        school_address(&mail_name(identity, person))
    }
}

/// The part before the `@`: the letters of the name, and the person's number to make it unique.
fn mail_name(identity: &Identity, person: Person) -> String {
    let plain = |name: &str| {
        let letters = name.to_lowercase().replace('ë', "e");
        letters.chars().filter(char::is_ascii_alphabetic).collect::<String>()
    };
    format!("{}.{}{}", plain(identity.voornaam), plain(identity.naam), person.key())
}

/// Mail to `.example` reaches nobody: RFC 2606 reserves the domain.
fn school_address(local: &str) -> String {
    format!("{local}@school.example")
}
