//! The counters of one call, structured like its responses: one place per path, created when it is first seen.

use std::collections::{BTreeMap, HashMap};

use crate::evidence::{EntryId, Evidence, PlaceId, Role};
use crate::shape::{Kind, Object, Shape};

/// The counters of one call.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) responses: u64,
    pub(crate) statuses: BTreeMap<u16, u64>,
    pub(crate) no_data: u64,
    pub(crate) records: u64,
    pub(crate) bytes: u64,
    pub(crate) by_status: BTreeMap<u16, StatusTally>,
}

/// The counters of a call's responses with one status.
#[derive(Debug, Default)]
pub(crate) struct StatusTally {
    pub(crate) undeclared: u64,
    pub(crate) media: BTreeMap<String, u64>,
    pub(crate) bodies: Counts,
    pub(crate) place: Option<Place>,
}

/// The values at one path.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) path: Box<str>,
    pub(crate) shape: &'static Shape,
    /// Whether values here are personal, which includes everything within a personal value.
    pub(crate) personal: bool,
    pub(crate) values: u64,
    pub(crate) nulls: u64,
    pub(crate) types: Counts,
    pub(crate) forms: Counts,
    pub(crate) unlisted: Texts,
    pub(crate) item: Option<Box<Place>>,
    pub(crate) object: Option<Box<Members>>,
}

/// The objects at one path.
#[derive(Debug)]
pub(crate) struct Members {
    pub(crate) path: Box<str>,
    pub(crate) objects: u64,
    pub(crate) of: &'static Object,
    pub(crate) known: Vec<Slot>,
    pub(crate) unknown: Texts,
}

/// A member that the document declares.
#[derive(Debug)]
pub(crate) struct Slot {
    /// The number of the last object that had it, to detect repeated members without a list per object.
    last: u64,
    pub(crate) present: u64,
    pub(crate) repeated: u64,
    pub(crate) place: Place,
}

/// How often each of a few descriptions applied.
#[derive(Debug, Default)]
pub(crate) struct Counts(pub(crate) Vec<(&'static str, u64)>);

/// The texts at a place, most of which will not be reported.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub(crate) count: u64,
    pub(crate) forms: Counts,
    pub(crate) by_text: HashMap<Box<str>, TextCounts>,
    place: Option<PlaceId>,
}

/// The counters of one text.
#[derive(Debug)]
pub(crate) struct TextCounts {
    pub(crate) count: u64,
    pub(crate) forms: Counts,
    pub(crate) entry: EntryId,
}

impl Place {
    pub(crate) fn new(path: &str, shape: &'static Shape, personal: bool) -> Self {
        Self {
            path: path.into(),
            shape,
            personal,
            values: 0,
            nulls: 0,
            types: Counts::default(),
            forms: Counts::default(),
            unlisted: Texts::default(),
            item: None,
            object: None,
        }
    }

    /// Returns the place of the items of a list. The items of the response itself are its records, where paths start.
    pub(crate) fn item(&mut self, is_response: bool) -> Option<&mut Self> {
        let Kind::List(item) = &self.shape.kind else { return None };
        let path = if is_response { String::new() } else { format!("{}[]", self.path) };
        let personal = self.personal;
        Some(self.item.get_or_insert_with(|| Box::new(Self::new(&path, item, personal))))
    }

    /// Starts another object, and returns its members.
    pub(crate) fn start_object(&mut self) -> Option<&mut Members> {
        let Kind::Object(object) = self.shape.kind else { return None };
        let (path, personal) = (&self.path, self.personal);
        let members = self.object.get_or_insert_with(|| Box::new(Members::new(object, path, personal)));
        members.objects += 1;
        Some(members)
    }

    /// Visits this place and every place below it.
    pub(crate) fn visit<'p>(&'p self, visitor: &mut impl FnMut(&'p Self)) {
        visitor(self);
        if let Some(item) = &self.item {
            item.visit(visitor);
        }
        for slot in self.object.iter().flat_map(|members| &members.known) {
            slot.place.visit(visitor);
        }
    }
}

impl Members {
    fn new(of: &'static Object, path: &str, personal: bool) -> Self {
        let slot = |member: &'static crate::shape::Member| Slot {
            last: 0,
            present: 0,
            repeated: 0,
            place: Place::new(&join(path, member.name), member.shape, personal || member.personal),
        };
        let known = of.members.iter().map(slot).collect();
        Self { path: path.into(), objects: 0, of, known, unknown: Texts::default() }
    }

    /// Counts a member of the current object, given its index, and returns its place.
    pub(crate) fn count_member(&mut self, index: usize) -> Option<&mut Place> {
        let object = self.objects;
        let slot = self.known.get_mut(index)?;
        if slot.last == object {
            slot.repeated += 1;
        } else {
            slot.last = object;
            slot.present += 1;
        }
        Some(&mut slot.place)
    }
}

impl Counts {
    pub(crate) fn add(&mut self, what: &'static str) {
        match self.0.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => *count += 1,
            None => self.0.push((what, 1)),
        }
    }

    pub(crate) fn total(&self) -> u64 {
        self.0.iter().map(|(_, count)| count).sum()
    }
}

impl Texts {
    /// Counts a text. Whether it is reported depends on the records it occurs in, so its entry is added to `seen`.
    pub(crate) fn add(
        &mut self,
        text: &str,
        form: &'static str,
        at: (usize, &str, Role),
        evidence: &mut Evidence,
        seen: &mut Vec<EntryId>,
    ) {
        self.count += 1;
        if let Some(counts) = self.by_text.get_mut(text) {
            counts.count += 1;
            counts.forms.add(form);
            insert_once(seen, counts.entry);
            return;
        }
        let place = *self.place.get_or_insert_with(|| evidence.place_of(at.0, at.1, at.2));
        let Some(entry) = evidence.entry_of(place, text) else {
            self.forms.add(form);
            return;
        };
        insert_once(seen, entry);
        let mut forms = Counts::default();
        forms.add(form);
        self.by_text.insert(text.into(), TextCounts { count: 1, forms, entry });
    }
}

/// Adds an entry unless it is present: a record counts once, however often the text occurs in it.
fn insert_once(seen: &mut Vec<EntryId>, entry: EntryId) {
    if !seen.contains(&entry) {
        seen.push(entry);
    }
}

/// Returns the path of a member.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
