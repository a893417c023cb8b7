//! A few people for whom the calls for one person are made. Their ids stay in memory, and end with the command.

use std::collections::BTreeMap;

use personeel::{Guid, InstituteNumber, OperationInfo};

/// The first few people of each list.
#[derive(Default)]
pub(super) struct People {
    most: usize,
    of_list: BTreeMap<(InstituteNumber, &'static str), Vec<Guid>>,
}

impl People {
    pub(super) fn new(most: u16) -> Self {
        Self { most: usize::from(most), of_list: BTreeMap::new() }
    }

    /// Notes people of a list, in the order in which they came.
    pub(super) fn note(
        &mut self,
        institute: InstituteNumber,
        list: &OperationInfo,
        ids: impl IntoIterator<Item = Guid>,
    ) {
        let known = self.of_list.entry((institute, list.resource)).or_default();
        for id in ids {
            if known.len() < self.most && !known.contains(&id) {
                known.push(id);
            }
        }
    }

    /// How many more a list may give.
    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// People for a call: those of the list of its own resource have something to show, and others may.
    pub(super) fn of(&self, institute: InstituteNumber, call: &OperationInfo) -> Vec<Guid> {
        let own = self.of_list.get(&(institute, call.resource)).into_iter().flatten();
        let others = self.of_list.iter().filter(|((other, _), _)| *other == institute).flat_map(|(_, ids)| ids);
        let mut chosen: Vec<Guid> = Vec::new();
        for id in own.chain(others) {
            if chosen.len() < self.most && !chosen.contains(id) {
                chosen.push(*id);
            }
        }
        chosen
    }
}
