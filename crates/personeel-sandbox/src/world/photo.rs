//! Photos: a pattern of five by five coloured squares, the same for the same person.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use personeel_wire::{Date, Guid};
use serde::Serialize;

use super::ids::Kind;
use super::jpeg::{self, SIDE};
use super::origin::{Purpose, World};
use super::person::random_day_in;
use super::population::Person;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Photo {
    id: Guid,
    person_id: Guid,
    #[serde(rename = "photo")]
    base64: String,
    /// The day of the last change, by which lists filter.
    #[serde(skip)]
    pub(crate) changed: Date,
}

impl World {
    /// A person's photo; three in four people have one.
    pub(crate) fn photo(&self, person: Person) -> Option<Photo> {
        let mut random = self.random(Purpose::Photo, person, 0);
        if person.slot() > 0 && !random.percent(75) {
            return None;
        }
        let year = self.current_year() - random.between(0, 3);
        let changed = random_day_in(&mut random, year);
        let (foreground, background) = (random.pick(COLOURS), (200, -4, 4));
        let left: [[bool; 3]; SIDE] = [(); SIDE].map(|()| [(); 3].map(|()| random.percent(50)));
        let squares = left.map(|[edge, inner, middle]| {
            [edge, inner, middle, inner, edge].map(|is_set| if is_set { foreground } else { background })
        });
        Some(Photo {
            id: self.ids.make(Kind::Photo, person.key(), 0),
            person_id: self.person_id(person),
            base64: BASE64_STANDARD.encode(jpeg::encode(&squares)),
            changed,
        })
    }
}

/// The foreground colours.
const COLOURS: &[(u8, i8, i8)] = &[(70, 60, -40), (90, -30, 80), (110, -60, -40), (60, 40, 40), (120, -70, 30)];
