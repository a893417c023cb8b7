//! Goes through JSON once, as it comes, and counts where it departs from its shape. Nothing is built of it.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::evidence::{EntryId, Evidence, Role};
use crate::form;
use crate::shape::{Kind, Member};
use crate::tally::{Members, Place};

/// What is known while an answer is read.
pub(crate) struct Walk<'c> {
    pub(crate) evidence: &'c mut Evidence,
    /// What tells kinds of records apart.
    pub(crate) record: usize,
    /// The member that says whose a record is.
    pub(crate) person_member: Option<&'static str>,
    /// Whose the whole answer is, where it is one person's.
    pub(crate) person: Option<u64>,
    /// How many records there were.
    pub(crate) records: u64,
    whose: Option<u64>,
    /// Is told the id of each person.
    tell: &'c mut dyn FnMut(&str),
    seen: Vec<EntryId>,
}

impl<'c> Walk<'c> {
    pub(crate) fn new(
        evidence: &'c mut Evidence,
        record: usize,
        person_member: Option<&'static str>,
        person: Option<u64>,
        tell: &'c mut dyn FnMut(&str),
    ) -> Self {
        Self { evidence, record, person_member, person, records: 0, whose: None, tell, seen: Vec::new() }
    }

    fn end_record(&mut self) {
        self.records += 1;
        let whose = self.whose.take().or(self.person);
        for entry in self.seen.drain(..) {
            self.evidence.seen(entry, whose);
        }
    }
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Response,
    Record,
    /// The member that says whose the record is.
    Person,
    Inner,
}

/// A value that is held against its shape.
pub(crate) struct Checked<'a, 'c> {
    place: &'a mut Place,
    walk: &'a mut Walk<'c>,
    level: Level,
}

impl<'a, 'c> Checked<'a, 'c> {
    /// A whole answer.
    pub(crate) fn answer(place: &'a mut Place, walk: &'a mut Walk<'c>) -> Self {
        Self { place, walk, level: Level::Response }
    }

    fn other_type(self, seen: &'static str) {
        if !matches!(self.place.shape.kind, Kind::Any) {
            self.place.types.add(seen);
        }
    }

    fn number(self, text: &dyn fmt::Display, whole: Result<i64, &'static str>) {
        if self.level == Level::Person {
            self.walk.whose = Some(self.walk.evidence.person(&text.to_string()));
        }
        match (&self.place.shape.kind, whole) {
            (Kind::Integer { .. }, Err("number")) => self.other_type("number"),
            (Kind::Integer { .. }, Err(form)) => self.place.forms.add(form),
            (Kind::Integer { small: true, .. }, Ok(number)) if i32::try_from(number).is_err() => {
                self.place.forms.add("number beyond 32 bits");
            }
            (Kind::Integer { values, .. }, Ok(number)) if !values.is_empty() && !values.contains(&number) => {
                self.unlisted(&number.to_string());
            }
            (Kind::Integer { .. } | Kind::Number | Kind::Any, _) => {}
            _ => self.other_type("number"),
        }
    }

    fn unlisted(self, text: &str) {
        let Place { personal, path, unlisted, .. } = self.place;
        if *personal {
            unlisted.count += 1;
            return;
        }
        let at = (self.walk.record, &**path, Role::Value);
        unlisted.add(text, "", at, self.walk.evidence, &mut self.walk.seen);
    }
}

impl<'de> DeserializeSeed<'de> for Checked<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.place.values += 1;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Checked<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        if !self.place.shape.nullable {
            self.place.nulls += 1;
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        match self.place.shape.kind {
            Kind::Boolean => {}
            _ => self.other_type("boolean"),
        }
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.number(&number, Ok(number));
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.number(&number, i64::try_from(number).map_err(|_| "number beyond 64 bits"));
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        let form = match number {
            // Above that every number is whole, and was one too long for 64 bits.
            _ if number.abs() >= 9.2e18 => "number beyond 64 bits",
            _ if number.fract() == 0.0 => "whole number with a fraction",
            _ => "number",
        };
        self.number(&number, Err(form));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if self.place.personal {
            self.walk.evidence.personal(text);
        }
        if self.level == Level::Person {
            self.walk.whose = Some(self.walk.evidence.person(text));
            (self.walk.tell)(text);
        }
        match self.place.shape.kind {
            Kind::Text(form) => {
                if let Some(seen) = form::departs(form, text) {
                    self.place.forms.add(seen);
                }
            }
            Kind::OneOf { values, .. } => {
                if !values.iter().any(|known| is_same(known, text)) {
                    self.unlisted(text);
                }
            }
            Kind::Any => {}
            _ => {
                let seen = form::name(text);
                self.other_type(if seen == "number in a string" { seen } else { "string" });
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let is_answer = self.level == Level::Response;
        let Self { place, walk, .. } = self;
        if !matches!(place.shape.kind, Kind::List(_)) {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            Checked { place, walk, level: Level::Inner }.other_type("array");
            return Ok(());
        }
        let level = if is_answer { Level::Record } else { Level::Inner };
        while let Some(place) = place.item(is_answer)
            && items.next_element_seed(Checked { place, walk, level })?.is_some()
        {
            if is_answer {
                walk.end_record();
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { place, walk, level } = self;
        if !matches!(place.shape.kind, Kind::Object(_)) {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Checked { place, walk, level }.other_type("object");
            return Ok(());
        }
        let Some(members) = place.object() else { return Ok(()) };
        let is_record = level != Level::Inner;
        let mut next = 0;
        while let Some(name) = map.next_key_seed(Name { members: members.of.members, next })? {
            match name {
                Known::Member(index) => {
                    next = index + 1;
                    let name = members.of.members.get(index).map(|member| member.name);
                    let level = if is_record && name == walk.person_member { Level::Person } else { Level::Inner };
                    match members.member(index) {
                        Some(place) => map.next_value_seed(Checked { place, walk, level })?,
                        None => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                Known::Unknown(name) => {
                    let form = map.next_value_seed(Described)?;
                    let role = if members.of.open { Role::OpenName } else { Role::Name };
                    let Members { path, unknown, .. } = &mut *members;
                    unknown.add(&name, form, (walk.record, path, role), walk.evidence, &mut walk.seen);
                }
            }
        }
        if level == Level::Response {
            walk.end_record();
        }
        Ok(())
    }
}

/// The name of a member.
enum Known {
    Member(usize),
    Unknown(String),
}

/// Looks a name up. Members nearly always come in the order of the document, so that the next one is tried first.
struct Name {
    members: &'static [Member],
    next: usize,
}

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Known;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Known, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Known;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E>(self, name: &str) -> Result<Known, E> {
        if self.members.get(self.next).is_some_and(|member| member.name == name) {
            return Ok(Known::Member(self.next));
        }
        let index = self.members.iter().position(|member| member.name == name);
        Ok(index.map_or_else(|| Known::Unknown(name.to_owned()), Known::Member))
    }
}

/// What a value is that the document says nothing about, in a word.
struct Described;

impl<'de> DeserializeSeed<'de> for Described {
    type Value = &'static str;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<&'static str, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Described {
    type Value = &'static str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_unit<E>(self) -> Result<&'static str, E> {
        Ok("null")
    }

    fn visit_bool<E>(self, _: bool) -> Result<&'static str, E> {
        Ok("boolean")
    }

    fn visit_i64<E>(self, _: i64) -> Result<&'static str, E> {
        Ok("integer")
    }

    fn visit_u64<E>(self, _: u64) -> Result<&'static str, E> {
        Ok("integer")
    }

    fn visit_f64<E>(self, _: f64) -> Result<&'static str, E> {
        Ok("number")
    }

    fn visit_str<E>(self, text: &str) -> Result<&'static str, E> {
        // That a text is empty or holds a number says something about its owner, and little about its type.
        Ok(match form::name(text) {
            "empty" | "number in a string" => "string",
            form => form,
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<&'static str, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok("array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<&'static str, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok("object")
    }
}

/// Whether a text is a listed one, as the client reads it: blanks around it and its case don't matter.
fn is_same(known: &str, text: &str) -> bool {
    known == text || known.trim().eq_ignore_ascii_case(text.trim())
}
