//! Counters of one call, in the form of its answers: one place for each path, made when it is first met.

use std::collections::HashMap;

use crate::evidence::{EntryId, Evidence, PlaceId, Role};
use crate::shape::{Kind, Object, Shape};

/// Values at one path.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) path: Box<str>,
    pub(crate) shape: &'static Shape,
    /// Whether a value here is personal, as one within something personal is.
    pub(crate) personal: bool,
    pub(crate) values: u64,
    pub(crate) nulls: u64,
    pub(crate) types: Counts,
    pub(crate) forms: Counts,
    pub(crate) unlisted: Texts,
    pub(crate) item: Option<Box<Place>>,
    pub(crate) object: Option<Box<Members>>,
}

/// Objects at one path.
#[derive(Debug)]
pub(crate) struct Members {
    pub(crate) path: Box<str>,
    pub(crate) objects: u64,
    pub(crate) of: &'static Object,
    pub(crate) known: Vec<Slot>,
    pub(crate) unknown: Texts,
}

/// A member that the document knows.
#[derive(Debug)]
pub(crate) struct Slot {
    /// The object that had it last, so that none needs a list of what it had.
    last: u64,
    pub(crate) present: u64,
    pub(crate) repeated: u64,
    pub(crate) place: Place,
}

/// How often each of a few words was the case.
#[derive(Debug, Default)]
pub(crate) struct Counts(pub(crate) Vec<(&'static str, u64)>);

/// Texts at a place, most of which will not be told.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    pub(crate) count: u64,
    pub(crate) forms: Counts,
    pub(crate) each: HashMap<Box<str>, OneText>,
    place: Option<PlaceId>,
}

/// One of them.
#[derive(Debug)]
pub(crate) struct OneText {
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

    /// The place of the items of a list. Those of the answer itself are its records, which paths begin with.
    pub(crate) fn item(&mut self, is_answer: bool) -> Option<&mut Self> {
        let Kind::List(item) = &self.shape.kind else { return None };
        let path = if is_answer { String::new() } else { format!("{}[]", self.path) };
        let personal = self.personal;
        Some(self.item.get_or_insert_with(|| Box::new(Self::new(&path, item, personal))))
    }

    /// The members of an object, of which one more begins.
    pub(crate) fn object(&mut self) -> Option<&mut Members> {
        let Kind::Object(object) = self.shape.kind else { return None };
        let (path, personal) = (&self.path, self.personal);
        let members = self.object.get_or_insert_with(|| Box::new(Members::new(object, path, personal)));
        members.objects += 1;
        Some(members)
    }

    /// Every place at and below this one.
    pub(crate) fn visit<'p>(&'p self, look: &mut impl FnMut(&'p Self)) {
        look(self);
        if let Some(item) = &self.item {
            item.visit(look);
        }
        for slot in self.object.iter().flat_map(|members| &members.known) {
            slot.place.visit(look);
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

    /// The place of a member of the object that is being read, by its number.
    pub(crate) fn member(&mut self, index: usize) -> Option<&mut Place> {
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
    /// Counts a text. What is told of it in the end depends on the records that it is in: those are noted in `seen`.
    pub(crate) fn add(
        &mut self,
        text: &str,
        form: &'static str,
        at: (usize, &str, Role),
        evidence: &mut Evidence,
        seen: &mut Vec<EntryId>,
    ) {
        self.count += 1;
        if let Some(one) = self.each.get_mut(text) {
            one.count += 1;
            one.forms.add(form);
            note(seen, one.entry);
            return;
        }
        let place = *self.place.get_or_insert_with(|| evidence.place(at.0, at.1, at.2));
        let Some(entry) = evidence.entry(place, text) else {
            self.forms.add(form);
            return;
        };
        note(seen, entry);
        let mut forms = Counts::default();
        forms.add(form);
        self.each.insert(text.into(), OneText { count: 1, forms, entry });
    }
}

/// A record has an entry once, however often it has it.
fn note(seen: &mut Vec<EntryId>, entry: EntryId) {
    if !seen.contains(&entry) {
        seen.push(entry);
    }
}

/// The path of a member.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
