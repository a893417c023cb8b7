//! The guard: how many people would change, and whether that is too many.

use std::collections::{BTreeMap, BTreeSet};

use super::Resource;
use super::diff::{Differences, whose};

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) touched: usize,
    pub(crate) people: usize,
}

impl Share {
    /// In percent; nothing can be said of those who come where nobody was.
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

/// What came, changed or left in one list of one institute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListShares {
    /// People, of everybody who had a record in any list of the older snapshot.
    pub(crate) of_staff: Share,
    /// Of those who had a record in this list; a record without a person counts as one.
    pub(crate) of_list: Share,
}

/// The shares of one institute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shares {
    /// Somebody counts once, however many of their records differ.
    pub(crate) all: Share,
    /// Of the lists in which something differs.
    pub(crate) lists: BTreeMap<Resource, ListShares>,
}

/// The shares of each institute. People are counted against the older snapshot: whoever came is not there yet, and
/// records that are nobody's dilute nothing.
pub(crate) fn shares(differences: &Differences) -> BTreeMap<String, Shares> {
    let mut touched: BTreeMap<(&str, Resource), BTreeSet<String>> = BTreeMap::new();
    for entry in &differences.entries {
        let who = whose(entry.resource, &entry.record, entry.person.as_deref());
        touched.entry((&entry.institute, entry.resource)).or_default().insert(who);
    }
    let shares = |(institute, before): (&String, &BTreeMap<Resource, BTreeSet<String>>)| {
        let is_person = |resource: Resource, who: &String| !who.starts_with(&whose(resource, "", None));
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

/// All institutes together.
pub(crate) fn total(shares: &BTreeMap<String, Shares>) -> Share {
    shares.values().fold(Share::default(), |sum, shares| Share {
        touched: sum.touched + shares.all.touched,
        people: sum.people + shares.all.people,
    })
}

/// What is over the limit, in words. One school whose staff is suddenly gone must not hide among thirty others, nor one
/// list among seven: each counts by itself.
pub(crate) fn over(shares: &BTreeMap<String, Shares>, limit: f64) -> Option<String> {
    // No more than all can go: whoever allows that wants no guard.
    if limit >= 100.0 {
        return None;
    }
    let mut worst: Option<(f64, String)> = None;
    for (institute, shares) in shares {
        for (resource, list) in &shares.lists {
            let name = resource.name();
            // One record of a short list is news and no fault.
            let is_one = list.of_list.touched <= 1 && limit > 0.0;
            let found = [(list.of_staff, false, "people"), (list.of_list, is_one, "who had any")];
            for (share, is_passed_over, whom) in found {
                let percent = share.percent().unwrap_or_default();
                if share.is_over(limit) && !is_passed_over && worst.as_ref().is_none_or(|(most, _)| percent > *most) {
                    let text = format!(
                        "institute {institute}, {name}: {} of {} {whom} would change ({percent:.1}%), more than the {limit}% \
                         of --max-change-pct",
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

    /// Lists with how many of the staff are touched, and how many of those in the list.
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

    fn over_in(shares: Shares, limit: f64) -> Option<String> {
        over(&BTreeMap::from([("000001".to_owned(), of_lists(&[])), ("000002".to_owned(), shares)]), limit)
    }

    #[test]
    fn one_list_does_not_hide_among_others() {
        let gone =
            of_lists(&[(Operation::ListEmployees, [0, 990, 0, 990]), (Operation::ListAssignments, [10, 990, 10, 10])]);
        let text = over_in(gone.clone(), 25.0).unwrap();
        assert!(text.contains("institute 000002, assignments: 10 of 10 who had any would change (100.0%)"), "{text}");
        assert_eq!(over_in(gone, 100.0), None, "no more than all can change");
        assert_eq!(over(&BTreeMap::new(), 0.0), None);
    }

    #[test]
    fn news_in_short_lists_is_no_alarm() {
        // One of one absence was extended, and three people more are absent.
        let news = of_lists(&[(Operation::ListInterruptions, [4, 100, 1, 1])]);
        assert_eq!(over_in(news.clone(), 25.0), None);
        assert!(over_in(news, 0.0).is_some());
        let first = of_lists(&[(Operation::ListEmployees, [20, 0, 0, 0])]);
        assert_eq!(over_in(first, 25.0), None, "nobody was there whom it could be a share of");
    }
}
