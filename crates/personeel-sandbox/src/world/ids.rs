//! GUIDs that encode what they identify, so that no index of 100,000 people is needed.

use personeel_wire::Guid;
use personeel_wire::uuid::Uuid;

use super::random::mix;

/// What a GUID identifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    Person = 1,
    Persona,
    Partner,
    Adres,
    Comnr,
    Emailadres,
    Child,
    Personeelsgroep,
    Assignment,
    Interruption,
    Diploma,
    Appointment,
    Photo,
    OwnField,
}

/// Makes and reads the GUIDs of one seed. They look random and have version 4.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ids {
    key: u64,
}

const ROUNDS: u64 = 4;
const TAG_BITS: u32 = 58;

impl Ids {
    pub(crate) const fn new(seed: u64) -> Self {
        Self { key: mix(seed ^ 0x6775_6964) }
    }

    /// Makes the GUID of a record from its kind, its person and its number among that person's records of the kind.
    pub(crate) fn make(self, kind: Kind, person: u32, which: u32) -> Guid {
        let payload = (kind as u64) << 56 | u64::from(person) << 24 | u64::from(which & 0x00ff_ffff);
        let hidden = self.hide(payload);
        let tag = self.tag(payload);
        let bits = u128::from(hidden >> 16) << 80
            | 0x4 << 76
            | u128::from((hidden >> 4) & 0xfff) << 64
            | 0b10 << 62
            | u128::from(hidden & 0xf) << TAG_BITS
            | u128::from(tag);
        Guid::from(Uuid::from_u128(bits))
    }

    /// Reads the person and the number from a GUID, if [`Ids::make`] made it for this kind.
    pub(crate) fn read(self, kind: Kind, id: Guid) -> Option<(u32, u32)> {
        let (high, low) = id.as_uuid().as_u64_pair();
        let hidden = (high >> 16) << 16 | (high & 0xfff) << 4 | (low >> TAG_BITS) & 0xf;
        let payload = self.reveal(hidden);
        let (person, which) = (((payload >> 24) & 0xffff_ffff) as u32, (payload & 0x00ff_ffff) as u32);
        // This also checks the version, the variant and the kind.
        (self.make(kind, person, which) == id).then_some((person, which))
    }

    fn tag(self, payload: u64) -> u64 {
        mix(self.key.rotate_left(17) ^ mix(payload)) >> (64 - TAG_BITS)
    }

    fn round(self, round: u64, half: u64) -> u64 {
        mix(self.key ^ mix(half ^ (round << 40))) & 0xffff_ffff
    }

    /// A Feistel network, which is invertible whatever the round function is.
    fn hide(self, payload: u64) -> u64 {
        let (mut left, mut right) = (payload >> 32, payload & 0xffff_ffff);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ self.round(round, right));
        }
        left << 32 | right
    }

    fn reveal(self, hidden: u64) -> u64 {
        let (mut left, mut right) = (hidden >> 32, hidden & 0xffff_ffff);
        for round in (0..ROUNDS).rev() {
            (left, right) = (right ^ self.round(round, left), left);
        }
        left << 32 | right
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_guid_reads_back_only_as_its_own_kind_and_seed() {
        let ids = Ids::new(7);
        let mut seen = HashSet::new();
        for person in [0, 1, 2, 99_999, 1 << 20, u32::MAX] {
            for which in [0, 1, 0x00ff_ffff] {
                let id = ids.make(Kind::Interruption, person, which);
                assert_eq!(ids.read(Kind::Interruption, id), Some((person, which)));
                assert_eq!(ids.read(Kind::Assignment, id), None);
                assert_eq!(Ids::new(8).read(Kind::Interruption, id), None);
                assert_eq!(id.as_uuid().get_version_num(), 4);
                assert!(seen.insert(id));
            }
        }
        assert_eq!(ids.read(Kind::Interruption, Guid::random()), None);
    }
}
