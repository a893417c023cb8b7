//! Names of members.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Visitor};

use crate::shape::Member;

/// The name of a member.
pub(crate) enum MemberName {
    Member(usize),
    Unknown(String),
}

/// Looks up the name of a member. Members nearly always arrive in document order, so the next one is tried first.
pub(crate) struct LookUpName {
    pub(crate) members: &'static [Member],
    pub(crate) next: usize,
}

impl<'de> DeserializeSeed<'de> for LookUpName {
    type Value = MemberName;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<MemberName, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for LookUpName {
    type Value = MemberName;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<MemberName, E> {
        if self.members.get(self.next).is_some_and(|member| member.name == name) {
            return Ok(MemberName::Member(self.next));
        }
        let index = self.members.iter().position(|member| member.name == name);
        Ok(index.map_or_else(|| MemberName::Unknown(name.to_owned()), MemberName::Member))
    }
}
