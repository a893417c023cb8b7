//! From counters to what is told.

use std::collections::BTreeMap;

use crate::check::{OfStatus, Tally};
use crate::difference::{Difference, DifferenceKind, Observation};
use crate::evidence::Evidence;
use crate::shape::{Call, Kind, Shape};
use crate::tally::{Counts, Members, Place, Slot, Texts, join};

/// What a call differs in.
pub(crate) fn differences(call: &Call, tally: &Tally, evidence: &Evidence) -> Vec<Difference> {
    let mut found = Vec::new();
    for (status, of) in &tally.by_status {
        let mut told = Told { call, status: *status, evidence, found: Vec::new() };
        let answers = tally.statuses.get(status).copied().unwrap_or_default();
        told.whole_answers(of, answers, tally.answers);
        if let Some(place) = &of.place {
            place.visit(&mut |place| told.place(place));
        }
        found.extend(merged(told.found));
    }
    found
}

/// What a call showed otherwise.
pub(crate) fn observation(call: &Call, tally: &Tally, evidence: &Evidence) -> Observation {
    let mut observation = Observation {
        call: call.id.to_owned(),
        statuses: tally.statuses.clone(),
        no_data: tally.no_data,
        records: tally.records,
        bytes: tally.bytes,
        ..Observation::default()
    };
    let good = tally.by_status.iter().filter(|(status, _)| (200..300).contains(*status));
    for (status, of) in good {
        let mut told = Told { call, status: *status, evidence, found: Vec::new() };
        let mut other = Told { call, status: *status, evidence, found: Vec::new() };
        let mut tolerated = Vec::new();
        let mut visit = |place: &Place| {
            if place.unlisted.count > 0 && place.shape.is_partial() {
                other.unlisted(place);
            }
            let Some(members) = &place.object else { return };
            for slot in &members.known {
                if slot.present == 0 && members.objects > 0 {
                    observation.never_seen.push(slot.place.path.to_string());
                }
                // Where there was none of these objects, there was none of their members.
                beneath(&slot.place, &mut observation.never_seen);
                if slot.repeated > 0 && members.of.repeats {
                    tolerated.push((slot.place.path.to_string(), slot.repeated, members.objects));
                }
            }
            if members.of.open {
                told.unknown(members);
            }
        };
        if let Some(place) = &of.place {
            place.visit(&mut visit);
        }
        observation.open_members.append(&mut told.found);
        observation.other_values.append(&mut other.found);
        for (path, count, of) in tolerated {
            observation.tolerated.push(told.difference(&path, DifferenceKind::RepeatedMember, count, of));
        }
    }
    observation
}

/// The members of an object that no record had.
fn beneath(place: &Place, never_seen: &mut Vec<String>) {
    fn add(path: &str, shape: &Shape, depth: usize, never_seen: &mut Vec<String>) {
        match shape.kind {
            Kind::List(item) if depth > 0 => add(&format!("{path}[]"), item, depth, never_seen),
            Kind::Object(object) if depth > 0 => {
                for member in object.members {
                    let path = join(path, member.name);
                    never_seen.push(path.clone());
                    add(&path, member.shape, depth - 1, never_seen);
                }
            }
            _ => {}
        }
    }
    let has_items = place.item.as_ref().is_some_and(|item| item.values > 0);
    if place.object.is_none() && !has_items {
        add(&place.path, place.shape, MOST_DEPTH, never_seen);
    }
}

/// Shapes may be circles.
const MOST_DEPTH: usize = 6;

struct Told<'a> {
    call: &'a Call,
    status: u16,
    evidence: &'a Evidence,
    found: Vec<Difference>,
}

impl Told<'_> {
    fn difference(&self, path: &str, kind: DifferenceKind, count: u64, of: u64) -> Difference {
        Difference {
            call: self.call.id.to_owned(),
            path: path.to_owned(),
            kind,
            count,
            of,
            status: (!(200..300).contains(&self.status) || kind == DifferenceKind::Status).then_some(self.status),
            expected: None,
            seen: BTreeMap::new(),
            values: BTreeMap::new(),
        }
    }

    fn whole_answers(&mut self, of: &OfStatus, answers: u64, all: u64) {
        if of.undeclared > 0 {
            let mut difference = self.difference("", DifferenceKind::Status, of.undeclared, all);
            let declared: Vec<_> = self.call.answers.iter().map(|answer| answer.status.to_string()).collect();
            difference.expected = Some(declared.join(", "));
            difference.seen.insert(self.status.to_string(), of.undeclared);
            self.found.push(difference);
        }
        if !of.media.is_empty() {
            let mut difference = self.difference("", DifferenceKind::MediaType, of.media.values().sum(), answers);
            difference.expected = self.call.response(self.status).map(|answer| answer.media.join(", "));
            difference.seen.clone_from(&of.media);
            self.found.push(difference);
        }
        if of.bodies.total() > 0 {
            let mut difference = self.difference("", DifferenceKind::Body, of.bodies.total(), answers);
            difference.seen = seen(&of.bodies);
            self.found.push(difference);
        }
    }

    fn place(&mut self, place: &Place) {
        let path = &*place.path;
        let expected = || Some(place.shape.name().to_owned());
        if place.nulls > 0 {
            let difference = self.difference(path, DifferenceKind::Null, place.nulls, place.values);
            self.found.push(Difference { expected: expected(), ..difference });
        }
        for (kind, counts) in [(DifferenceKind::Type, &place.types), (DifferenceKind::Form, &place.forms)] {
            if counts.total() > 0 {
                let difference = self.difference(path, kind, counts.total(), place.values);
                self.found.push(Difference { expected: expected(), seen: seen(counts), ..difference });
            }
        }
        if place.unlisted.count > 0 && !place.shape.is_partial() {
            self.unlisted(place);
        }
        if let Some(members) = &place.object {
            for (member, slot) in members.of.members.iter().zip(&members.known) {
                if member.required {
                    self.missing(members, slot);
                }
                if slot.repeated > 0 && !members.of.repeats {
                    let kind = DifferenceKind::RepeatedMember;
                    self.found.push(self.difference(&slot.place.path, kind, slot.repeated, members.objects));
                }
            }
            if !members.of.open {
                self.unknown(members);
            }
        }
    }

    fn missing(&mut self, members: &Members, slot: &Slot) {
        let missing = members.objects - slot.present;
        if missing > 0 {
            let difference = self.difference(&slot.place.path, DifferenceKind::MissingMember, missing, members.objects);
            self.found.push(Difference { expected: Some(slot.place.shape.name().to_owned()), ..difference });
        }
    }

    fn unlisted(&mut self, place: &Place) {
        let Texts { count, each, .. } = &place.unlisted;
        let mut difference = self.difference(&place.path, DifferenceKind::UnlistedValue, *count, place.values);
        difference.expected = Some(match place.shape.kind {
            Kind::OneOf { values, .. } => values.join(", "),
            Kind::Integer { values, .. } => values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            _ => String::new(),
        });
        for (text, one) in each {
            if self.evidence.may_tell(one.entry, one.count, place.values) {
                difference.values.insert(text.to_string(), one.count);
            }
        }
        self.found.push(difference);
    }

    /// Members that the document doesn't know: by name where it may be told, and else as many as there were.
    fn unknown(&mut self, members: &Members) {
        let Texts { count, forms, each, .. } = &members.unknown;
        if *count == 0 {
            return;
        }
        let (mut untold, mut untold_seen) = (forms.total(), seen(forms));
        let mut names: Vec<_> = each.iter().collect();
        names.sort_unstable_by_key(|(name, _)| *name);
        for (name, one) in names {
            if self.evidence.may_tell(one.entry, one.count, members.objects) {
                let path = join(&members.path, name);
                let difference = self.difference(&path, DifferenceKind::UnknownMember, one.count, members.objects);
                self.found.push(Difference { seen: seen(&one.forms), ..difference });
            } else {
                untold += one.count;
                add(&mut untold_seen, &one.forms);
            }
        }
        if untold > 0 {
            let difference = self.difference(&members.path, DifferenceKind::UnknownMember, untold, members.objects);
            self.found.push(Difference { seen: untold_seen, ..difference });
        }
    }
}

fn seen(counts: &Counts) -> BTreeMap<String, u64> {
    let mut seen = BTreeMap::new();
    add(&mut seen, counts);
    seen
}

fn add(seen: &mut BTreeMap<String, u64>, counts: &Counts) {
    for (what, count) in &counts.0 {
        *seen.entry((*what).to_owned()).or_default() += count;
    }
}

/// The answer and its records share a path: what is the same there is one difference.
fn merged(found: Vec<Difference>) -> Vec<Difference> {
    let mut merged: Vec<Difference> = Vec::new();
    for difference in found {
        let same = |known: &&mut Difference| known.path == difference.path && known.kind == difference.kind;
        match merged.iter_mut().find(same) {
            Some(known) => {
                known.count += difference.count;
                known.of += difference.of;
                for (what, count) in difference.seen {
                    *known.seen.entry(what).or_default() += count;
                }
            }
            None => merged.push(difference),
        }
    }
    merged
}
