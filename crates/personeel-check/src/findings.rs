//! Turns counters into differences and observations.

use std::collections::BTreeMap;

use crate::difference::{Difference, DifferenceKind, Observation};
use crate::evidence::Evidence;
use crate::shape::{Call, Kind, Shape};
use crate::tally::{Counts, Members, Place, Slot, StatusTally, Tally, Texts, join};

/// Returns the differences of a call.
pub(crate) fn differences(call: &Call, tally: &Tally, evidence: &Evidence) -> Vec<Difference> {
    let mut found = Vec::new();
    for (status, of) in &tally.by_status {
        let mut report = Report { call, status: *status, evidence, found: Vec::new() };
        let responses = tally.statuses.get(status).copied().unwrap_or_default();
        report.add_response_differences(of, responses, tally.responses);
        if let Some(place) = &of.place {
            place.visit(&mut |place| report.add_place_differences(place));
        }
        found.extend(merge_same_paths(report.found));
    }
    found
}

/// Returns what is known about a call's responses apart from differences.
pub(crate) fn observation(call: &Call, tally: &Tally, evidence: &Evidence) -> Observation {
    let mut observation = Observation {
        call: call.id.to_owned(),
        statuses: tally.statuses.clone(),
        no_data: tally.no_data,
        records: tally.records,
        bytes: tally.bytes,
        ..Observation::default()
    };
    let successes = tally.by_status.iter().filter(|(status, _)| (200..300).contains(*status));
    for (status, of) in successes {
        let mut report = Report { call, status: *status, evidence, found: Vec::new() };
        let mut other = Report { call, status: *status, evidence, found: Vec::new() };
        let mut tolerated = Vec::new();
        let mut visit = |place: &Place| {
            if place.unlisted.count > 0 && place.shape.is_partial() {
                other.add_unlisted_values(place);
            }
            let Some(members) = &place.object else { return };
            for slot in &members.known {
                if slot.present == 0 && members.objects > 0 {
                    observation.never_seen.push(slot.place.path.to_string());
                }
                // If there were no objects here, their members weren't seen either.
                add_members_below(&slot.place, &mut observation.never_seen);
                if slot.repeated > 0 && members.of.repeats {
                    tolerated.push((slot.place.path.to_string(), slot.repeated, members.objects));
                }
            }
            if members.of.open {
                report.add_unknown_members(members);
            }
        };
        if let Some(place) = &of.place {
            place.visit(&mut visit);
        }
        observation.open_members.append(&mut report.found);
        observation.other_values.append(&mut other.found);
        for (path, count, of) in tolerated {
            observation.tolerated.push(report.difference(&path, DifferenceKind::RepeatedMember, count, of));
        }
    }
    observation
}

/// Adds the members of an object that no record had.
fn add_members_below(place: &Place, never_seen: &mut Vec<String>) {
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
        add(&place.path, place.shape, MAX_DEPTH, never_seen);
    }
}

/// How many levels of never-seen members are listed. Shapes can be recursive.
const MAX_DEPTH: usize = 6;

struct Report<'a> {
    call: &'a Call,
    status: u16,
    evidence: &'a Evidence,
    found: Vec<Difference>,
}

impl Report<'_> {
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

    fn add_response_differences(&mut self, of: &StatusTally, responses: u64, all: u64) {
        if of.undeclared > 0 {
            let mut difference = self.difference("", DifferenceKind::Status, of.undeclared, all);
            let declared: Vec<_> = self.call.responses.iter().map(|response| response.status.to_string()).collect();
            difference.expected = Some(declared.join(", "));
            difference.seen.insert(self.status.to_string(), of.undeclared);
            self.found.push(difference);
        }
        if !of.media.is_empty() {
            let mut difference = self.difference("", DifferenceKind::MediaType, of.media.values().sum(), responses);
            difference.expected = self.call.response(self.status).map(|response| response.media.join(", "));
            difference.seen.clone_from(&of.media);
            self.found.push(difference);
        }
        if of.bodies.total() > 0 {
            let mut difference = self.difference("", DifferenceKind::Body, of.bodies.total(), responses);
            difference.seen = descriptions(&of.bodies);
            self.found.push(difference);
        }
    }

    fn add_place_differences(&mut self, place: &Place) {
        let path = &*place.path;
        let expected = || Some(place.shape.name().to_owned());
        if place.nulls > 0 {
            let difference = self.difference(path, DifferenceKind::Null, place.nulls, place.values);
            self.found.push(Difference { expected: expected(), ..difference });
        }
        for (kind, counts) in [(DifferenceKind::Type, &place.types), (DifferenceKind::Form, &place.forms)] {
            if counts.total() > 0 {
                let difference = self.difference(path, kind, counts.total(), place.values);
                self.found.push(Difference { expected: expected(), seen: descriptions(counts), ..difference });
            }
        }
        if place.unlisted.count > 0 && !place.shape.is_partial() {
            self.add_unlisted_values(place);
        }
        if let Some(members) = &place.object {
            for (member, slot) in members.of.members.iter().zip(&members.known) {
                if member.required {
                    self.add_missing_member(members, slot);
                }
                if slot.repeated > 0 && !members.of.repeats {
                    let kind = DifferenceKind::RepeatedMember;
                    self.found.push(self.difference(&slot.place.path, kind, slot.repeated, members.objects));
                }
            }
            if !members.of.open {
                self.add_unknown_members(members);
            }
        }
    }

    fn add_missing_member(&mut self, members: &Members, slot: &Slot) {
        let missing = members.objects - slot.present;
        if missing > 0 {
            let difference = self.difference(&slot.place.path, DifferenceKind::MissingMember, missing, members.objects);
            self.found.push(Difference { expected: Some(slot.place.shape.name().to_owned()), ..difference });
        }
    }

    fn add_unlisted_values(&mut self, place: &Place) {
        let Texts { count, by_text, .. } = &place.unlisted;
        let mut difference = self.difference(&place.path, DifferenceKind::UnlistedValue, *count, place.values);
        difference.expected = Some(match place.shape.kind {
            Kind::OneOf { values, .. } => values.join(", "),
            Kind::Integer { values, .. } => values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            _ => String::new(),
        });
        for (text, counts) in by_text {
            if self.evidence.may_report(counts.entry, counts.count, place.values) {
                difference.values.insert(text.to_string(), counts.count);
            }
        }
        self.found.push(difference);
    }

    /// Adds the members that the document doesn't have: by name if it may be reported, and otherwise as a count.
    fn add_unknown_members(&mut self, members: &Members) {
        let Texts { count, forms, by_text, .. } = &members.unknown;
        if *count == 0 {
            return;
        }
        let (mut unnamed, mut unnamed_seen) = (forms.total(), descriptions(forms));
        let mut names: Vec<_> = by_text.iter().collect();
        names.sort_unstable_by_key(|(name, _)| *name);
        for (name, counts) in names {
            if self.evidence.may_report(counts.entry, counts.count, members.objects) {
                let path = join(&members.path, name);
                let difference = self.difference(&path, DifferenceKind::UnknownMember, counts.count, members.objects);
                self.found.push(Difference { seen: descriptions(&counts.forms), ..difference });
            } else {
                unnamed += counts.count;
                add_counts(&mut unnamed_seen, &counts.forms);
            }
        }
        if unnamed > 0 {
            let difference = self.difference(&members.path, DifferenceKind::UnknownMember, unnamed, members.objects);
            self.found.push(Difference { seen: unnamed_seen, ..difference });
        }
    }
}

fn descriptions(counts: &Counts) -> BTreeMap<String, u64> {
    let mut seen = BTreeMap::new();
    add_counts(&mut seen, counts);
    seen
}

fn add_counts(seen: &mut BTreeMap<String, u64>, counts: &Counts) {
    for (what, count) in &counts.0 {
        *seen.entry((*what).to_owned()).or_default() += count;
    }
}

/// Merges differences of the same kind at the same path, because the response and its records share the empty path.
fn merge_same_paths(found: Vec<Difference>) -> Vec<Difference> {
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
