//! The people for whom the calls for one person are made. Their ids are only kept in memory.

use std::collections::BTreeMap;

use personeel::{Guid, InstituteNumber, OperationInfo};

/// The first few people of each list.
#[derive(Default)]
pub(super) struct People {
    max: usize,
    of_list: BTreeMap<(InstituteNumber, &'static str), Vec<Guid>>,
}

impl People {
    pub(super) fn new(max: u16) -> Self {
        Self { max: usize::from(max), of_list: BTreeMap::new() }
    }

    /// Records people of a list, in order of arrival.
    pub(super) fn record(
        &mut self,
        institute: InstituteNumber,
        list: &OperationInfo,
        ids: impl IntoIterator<Item = Guid>,
    ) {
        let known = self.of_list.entry((institute, list.resource)).or_default();
        for id in ids {
            if known.len() < self.max && !known.contains(&id) {
                known.push(id);
            }
        }
    }

    /// Returns how many people a list may contribute.
    pub(super) fn max(&self) -> usize {
        self.max
    }

    /// Returns people for a call. Those in the list of the same resource come first, since they certainly have records.
    pub(super) fn of(&self, institute: InstituteNumber, call: &OperationInfo) -> Vec<Guid> {
        let own = self.of_list.get(&(institute, call.resource)).into_iter().flatten();
        let others = self.of_list.iter().filter(|((other, _), _)| *other == institute).flat_map(|(_, ids)| ids);
        let mut chosen: Vec<Guid> = Vec::new();
        for id in own.chain(others) {
            if chosen.len() < self.max && !chosen.contains(id) {
                chosen.push(*id);
            }
        }
        chosen
    }
}
