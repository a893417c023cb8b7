//! Walks through JSON once, as it arrives, and counts where it deviates from its shape, without building a tree.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::described::DescribeType;
use crate::evidence::{EntryId, Evidence, Role};
use crate::form;
use crate::member_name::{LookUpName, MemberName};
use crate::shape::Kind;
use crate::tally::{Members, Place};

/// The state while a response is read.
pub(crate) struct Walk<'c> {
    pub(crate) evidence: &'c mut Evidence,
    /// Identifies the type of record.
    pub(crate) record: usize,
    /// The member that holds the id of the record's person.
    pub(crate) person_member: Option<&'static str>,
    /// The person that the response is about, if the call is for one person.
    pub(crate) person: Option<u64>,
    /// The number of records so far.
    pub(crate) records: u64,
    record_person: Option<u64>,
    /// Called with the id of each person.
    on_person: &'c mut dyn FnMut(&str),
    seen: Vec<EntryId>,
}

impl<'c> Walk<'c> {
    pub(crate) fn new(
        evidence: &'c mut Evidence,
        record: usize,
        person_member: Option<&'static str>,
        person: Option<u64>,
        on_person: &'c mut dyn FnMut(&str),
    ) -> Self {
        Self { evidence, record, person_member, person, records: 0, record_person: None, on_person, seen: Vec::new() }
    }

    fn end_record(&mut self) {
        self.records += 1;
        let person = self.record_person.take().or(self.person);
        for entry in self.seen.drain(..) {
            self.evidence.add_record(entry, person);
        }
    }
}

/// The level at which a value occurs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Response,
    Record,
    /// The member that holds the id of the record's person.
    Person,
    Inner,
}

/// A value that is compared with its shape.
pub(crate) struct Checked<'a, 'c> {
    place: &'a mut Place,
    walk: &'a mut Walk<'c>,
    level: Level,
}

impl<'a, 'c> Checked<'a, 'c> {
    /// Checks a complete response.
    pub(crate) fn response(place: &'a mut Place, walk: &'a mut Walk<'c>) -> Self {
        Self { place, walk, level: Level::Response }
    }

    fn count_type(self, seen: &'static str) {
        if !matches!(self.place.shape.kind, Kind::Any) {
            self.place.types.add(seen);
        }
    }

    fn check_number(self, text: &dyn fmt::Display, integer: Result<i64, &'static str>) {
        if self.level == Level::Person {
            self.walk.record_person = Some(self.walk.evidence.hash_person(&text.to_string()));
        }
        match (&self.place.shape.kind, integer) {
            (Kind::Integer { .. }, Err("number")) => self.count_type("number"),
            (Kind::Integer { .. }, Err(form)) => self.place.forms.add(form),
            (Kind::Integer { small: true, .. }, Ok(number)) if i32::try_from(number).is_err() => {
                self.place.forms.add("number beyond 32 bits");
            }
            (Kind::Integer { values, .. }, Ok(number)) if !values.is_empty() && !values.contains(&number) => {
                self.count_unlisted(&number.to_string());
            }
            (Kind::Integer { .. } | Kind::Number | Kind::Any, _) => {}
            _ => self.count_type("number"),
        }
    }

    fn count_unlisted(self, text: &str) {
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
            _ => self.count_type("boolean"),
        }
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.check_number(&number, Ok(number));
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.check_number(&number, i64::try_from(number).map_err(|_| "number beyond 64 bits"));
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        let form = match number {
            // Doubles this large are always whole, and come from integers that don't fit in 64 bits.
            _ if number.abs() >= 9.2e18 => "number beyond 64 bits",
            _ if number.fract() == 0.0 => "whole number with a fraction",
            _ => "number",
        };
        self.check_number(&number, Err(form));
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if self.place.personal {
            self.walk.evidence.rule_out_words_of(text);
        }
        if self.level == Level::Person {
            self.walk.record_person = Some(self.walk.evidence.hash_person(text));
            (self.walk.on_person)(text);
        }
        match self.place.shape.kind {
            Kind::Text(form) => {
                if let Some(seen) = form::find_deviation(form, text) {
                    self.place.forms.add(seen);
                }
            }
            Kind::OneOf { values, .. } => {
                if !values.iter().any(|known| matches_listed(known, text)) {
                    self.count_unlisted(text);
                }
            }
            Kind::Any => {}
            _ => {
                let seen = form::describe(text);
                self.count_type(if seen == "number in a string" { seen } else { "string" });
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let is_response = self.level == Level::Response;
        let Self { place, walk, .. } = self;
        let Some(item) = place.item(is_response) else {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            Checked { place, walk, level: Level::Inner }.count_type("array");
            return Ok(());
        };
        let level = if is_response { Level::Record } else { Level::Inner };
        while items.next_element_seed(Checked { place: item, walk, level })?.is_some() {
            if is_response {
                walk.end_record();
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { place, walk, level } = self;
        let Some(members) = place.start_object() else {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Checked { place, walk, level }.count_type("object");
            return Ok(());
        };
        let is_record = level != Level::Inner;
        let mut next = 0;
        while let Some(name) = map.next_key_seed(LookUpName { members: members.of.members, next })? {
            match name {
                MemberName::Member(index) => {
                    next = index + 1;
                    let name = members.of.members.get(index).map(|member| member.name);
                    let level = if is_record && name == walk.person_member { Level::Person } else { Level::Inner };
                    match members.count_member(index) {
                        Some(place) => map.next_value_seed(Checked { place, walk, level })?,
                        None => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                MemberName::Unknown(name) => {
                    let form = map.next_value_seed(DescribeType)?;
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

/// Returns whether a text matches a listed one, ignoring case and surrounding whitespace as the client does.
fn matches_listed(known: &str, text: &str) -> bool {
    known == text || known.trim().eq_ignore_ascii_case(text.trim())
}
