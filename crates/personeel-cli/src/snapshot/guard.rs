//! The guard: the share of people who would change, and whether it exceeds the limit.

use std::collections::{BTreeMap, BTreeSet};

use super::Resource;
use super::diff::{Differences, counted_as};

/// A number of people out of a total.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) touched: usize,
    pub(crate) people: usize,
}

impl Share {
    /// Returns the percentage; `None` if people came where nobody was before.
    #[allow(clippy::cast_precision_loss)] // no school has 2^52 employees
    pub(crate) fn percent(self) -> Option<f64> {
        match self {
            Self { touched: 0, .. } => Some(0.0),
            Self { people: 0, .. } => None,
            Self { touched, people } => Some(100.0 * touched as f64 / people as f64),
        }
    }

    fn is_over(self, limit: f64) -> bool {
        self.percent().is_some_and(|percent| percent > limit)
    }
}

/// The shares touched by the differences in one list of one institute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListShares {
    /// Out of everybody who had a record in any list of the older snapshot.
    pub(crate) of_staff: Share,
    /// Out of those who had a record in this list; a record without a person counts as a person.
    pub(crate) of_list: Share,
}

/// The shares of one institute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shares {
    /// Each person counts once, however many of their records differ.
    pub(crate) all: Share,
    /// The lists in which something differs.
    pub(crate) lists: BTreeMap<Resource, ListShares>,
}

/// Computes the shares of each institute. The totals come from the older snapshot, so people who came are not part of
/// them, and records without a person are not counted among the staff.
pub(crate) fn shares(differences: &Differences) -> BTreeMap<String, Shares> {
    let mut touched: BTreeMap<(&str, Resource), BTreeSet<String>> = BTreeMap::new();
    for entry in &differences.entries {
        let who = counted_as(entry.resource, &entry.record, entry.person.as_deref());
        touched.entry((&entry.institute, entry.resource)).or_default().insert(who);
    }
    let shares = |(institute, before): (&String, &BTreeMap<Resource, BTreeSet<String>>)| {
        let is_person = |resource: Resource, who: &String| !who.starts_with(&counted_as(resource, "", None));
        let staff: BTreeSet<&String> =
            before.iter().flat_map(|(resource, who)| who.iter().filter(|who| is_person(*resource, who))).collect();
        let mut everybody = BTreeSet::new();
        let mut lists = BTreeMap::new();
        for (resource, listed) in before {
            let Some(touched) = touched.get(&(institute.as_str(), *resource)) else { continue };
            let people: Vec<_> = touched.iter().filter(|who| is_person(*resource, who)).cloned().collect();
            let of_list = Share { touched: touched.intersection(listed).count(), people: listed.len() };
            let of_staff = Share { touched: people.len(), people: staff.len() };
            everybody.extend(people);
            lists.insert(*resource, ListShares { of_staff, of_list });
        }
        (institute.clone(), Shares { all: Share { touched: everybody.len(), people: staff.len() }, lists })
    };
    differences.before.iter().map(shares).collect()
}

/// Returns the share of all institutes together.
pub(crate) fn total(shares: &BTreeMap<String, Shares>) -> Share {
    shares.values().fold(Share::default(), |sum, shares| Share {
        touched: sum.touched + shares.all.touched,
        people: sum.people + shares.all.people,
    })
}

/// Describes the largest share over the limit, if there is one. A school with its staff suddenly gone must not hide
/// among thirty others, nor a list among seven, so each is judged separately.
pub(crate) fn find_excess(shares: &BTreeMap<String, Shares>, limit: f64) -> Option<String> {
    // No more than all can change, so a limit of 100 switches the guard off.
    if limit >= 100.0 {
        return None;
    }
    let mut worst: Option<(f64, String)> = None;
    for (institute, shares) in shares {
        for (resource, list) in &shares.lists {
            let name = resource.name();
            // One record of a short list is news, not a fault.
            let is_one = list.of_list.touched <= 1 && limit > 0.0;
            let found = [(list.of_staff, false, "people"), (list.of_list, is_one, "people with records")];
            for (share, is_exempt, whom) in found {
                let percent = share.percent().unwrap_or_default();
                if share.is_over(limit) && !is_exempt && worst.as_ref().is_none_or(|(highest, _)| percent > *highest) {
                    let text = format!(
                        "institute {institute}, {name}: {} of {} {whom} would change ({percent:.1}%), \
                         over the {limit}% limit of --max-change-pct",
                        share.touched, share.people
                    );
                    worst = Some((percent, text));
                }
            }
        }
    }
    worst.map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use personeel::Operation;

    use super::*;

    /// Shares by list: how many are touched out of the staff, and out of the people in the list.
    fn of_lists(lists: &[(Operation, [usize; 4])]) -> Shares {
        let lists = lists.iter().map(|(operation, [touched, staff, touched_there, there])| {
            let of_staff = Share { touched: *touched, people: *staff };
            (
                Resource::of(*operation),
                ListShares { of_staff, of_list: Share { touched: *touched_there, people: *there } },
            )
        });
        Shares { all: Share::default(), lists: lists.collect() }
    }

    fn excess_in(shares: Shares, limit: f64) -> Option<String> {
        find_excess(&BTreeMap::from([("000001".to_owned(), of_lists(&[])), ("000002".to_owned(), shares)]), limit)
    }

    #[test]
    fn one_list_cannot_hide_among_others() {
        let gone =
            of_lists(&[(Operation::ListEmployees, [0, 990, 0, 990]), (Operation::ListAssignments, [10, 990, 10, 10])]);
        let text = excess_in(gone.clone(), 25.0).unwrap();
        assert!(
            text.contains("institute 000002, assignments: 10 of 10 people with records would change (100.0%)"),
            "{text}"
        );
        assert_eq!(excess_in(gone, 100.0), None, "no more than all can change");
        assert_eq!(find_excess(&BTreeMap::new(), 0.0), None);
    }

    #[test]
    fn a_single_change_in_a_short_list_is_allowed() {
        // The only absence was extended, and three more people are absent.
        let news = of_lists(&[(Operation::ListInterruptions, [4, 100, 1, 1])]);
        assert_eq!(excess_in(news.clone(), 25.0), None);
        assert!(excess_in(news, 0.0).is_some());
        let first = of_lists(&[(Operation::ListEmployees, [20, 0, 0, 0])]);
        assert_eq!(excess_in(first, 25.0), None, "with nobody there before, there is no share");
    }
}
