//! The changes that calls have made. People without changes take no memory.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use personeel_wire::Guid;

use super::ids::Kind;
use super::interruption::Interruption;
use super::origin::World;
use super::person::Comnr;
use super::population::{InstituteIndex, Person};

/// The changes since the start.
#[derive(Clone, Default)]
pub(crate) struct Overlay {
    /// The complete lists of those with a changed interruption.
    interruptions: HashMap<(InstituteIndex, Person), Vec<Interruption>>,
    /// The institute and person of each added interruption.
    added: HashMap<Guid, (InstituteIndex, Person)>,
    /// The complete lists of those with a changed number.
    comnrs: HashMap<Person, Vec<Comnr>>,
    pub(crate) attachments: HashMap<Guid, Attachment>,
}

/// A file attached to interruptions.
#[derive(Clone)]
pub(crate) struct Attachment {
    pub(crate) person: Person,
    pub(crate) filename: String,
    pub(crate) size: usize,
    pub(crate) interruptions: BTreeSet<Guid>,
}

/// The staff at one moment; later changes don't affect it.
#[derive(Clone)]
pub(crate) struct Snapshot {
    pub(crate) world: Arc<World>,
    pub(crate) overlay: Arc<Overlay>,
}

impl Snapshot {
    pub(crate) fn interruptions(&self, person: Person, institute: InstituteIndex) -> Cow<'_, [Interruption]> {
        match self.overlay.interruptions.get(&(institute, person)) {
            Some(list) => Cow::Borrowed(list),
            None => Cow::Owned(self.world.interruptions(person, institute)),
        }
    }

    /// The interruption with an id, at any institute.
    pub(crate) fn find_interruption(&self, id: Guid) -> Option<Interruption> {
        let (institute, person) = self.locate_interruption(id)?;
        self.interruptions(person, institute).iter().find(|known| known.id == id).cloned()
    }

    fn locate_interruption(&self, id: Guid) -> Option<(InstituteIndex, Person)> {
        if let Some(place) = self.overlay.added.get(&id) {
            return Some(*place);
        }
        let (key, which) = self.world.ids.read(Kind::Interruption, id)?;
        Some((u8::try_from(which >> 16).ok()?, self.world.population.person(key)?))
    }

    pub(crate) fn comnrs(&self, person: Person) -> Vec<Comnr> {
        self.overlay.comnrs.get(&person).cloned().unwrap_or_else(|| self.world.comnrs(person))
    }

    /// Replaces the interruption with the same id, or adds it.
    pub(crate) fn put_interruption(&mut self, changed: Interruption) {
        let place = (changed.institute, changed.person);
        let mut list = self.interruptions(changed.person, changed.institute).into_owned();
        let overlay = Arc::make_mut(&mut self.overlay);
        if let Some(known) = list.iter_mut().find(|known| known.id == changed.id) {
            *known = changed;
        } else {
            overlay.added.insert(changed.id, place);
            list.push(changed);
        }
        overlay.interruptions.insert(place, list);
    }

    /// Removes an interruption, and the attachments that are linked to no other.
    pub(crate) fn remove_interruption(&mut self, removed: &Interruption) {
        let mut list = self.interruptions(removed.person, removed.institute).into_owned();
        list.retain(|known| known.id != removed.id);
        let overlay = Arc::make_mut(&mut self.overlay);
        overlay.interruptions.insert((removed.institute, removed.person), list);
        overlay.added.remove(&removed.id);
        overlay.attachments.retain(|_, attachment| {
            attachment.interruptions.remove(&removed.id);
            !attachment.interruptions.is_empty()
        });
    }

    pub(crate) fn set_comnrs(&mut self, person: Person, list: Vec<Comnr>) {
        Arc::make_mut(&mut self.overlay).comnrs.insert(person, list);
    }

    /// Adds or replaces an attachment and links it to an interruption; returns `false` if the attachment belongs to
    /// another employee.
    pub(crate) fn put_attachment(
        &mut self,
        id: Guid,
        interruption: &Interruption,
        filename: String,
        size: usize,
    ) -> bool {
        let attachments = &mut Arc::make_mut(&mut self.overlay).attachments;
        let known = attachments.get(&id);
        if known.is_some_and(|known| known.person != interruption.person) {
            return false;
        }
        let mut interruptions = known.map(|known| known.interruptions.clone()).unwrap_or_default();
        interruptions.insert(interruption.id);
        let changed = Attachment { person: interruption.person, filename, size, interruptions };
        attachments.insert(id, changed);
        true
    }

    /// Removes a link, and the attachment along with its last one; returns `false` if there is no such link.
    pub(crate) fn unlink_attachment(&mut self, id: Guid, interruption: Guid) -> bool {
        let attachments = &mut Arc::make_mut(&mut self.overlay).attachments;
        let Some(known) = attachments.get_mut(&id) else { return false };
        let was_linked = known.interruptions.remove(&interruption);
        if known.interruptions.is_empty() {
            attachments.remove(&id);
        }
        was_linked
    }
}
