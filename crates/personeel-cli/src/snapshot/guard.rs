//! The guard: how many people would change, and whether that is too many.

use std::collections::{BTreeMap, BTreeSet};

use super::diff::{Differences, whose};

/// How many of how many people came, changed or left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) touched: usize,
    pub(crate) people: usize,
}

impl Share {
    /// In percent; nobody of nobody is none.
    #[allow(clippy::cast_precision_loss)] // no school has 2^52 employees
    pub(crate) fn percent(self) -> f64 {
        if self.people == 0 { 0.0 } else { 100.0 * self.touched as f64 / self.people as f64 }
    }
}

/// The shares of each institute. Somebody counts once, however many of their records differ.
pub(crate) fn shares(differences: &Differences) -> BTreeMap<String, Share> {
    let mut touched: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for entry in &differences.entries {
        let who = whose(entry.resource, &entry.record, entry.person.as_deref());
        touched.entry(&entry.institute).or_default().insert(who);
    }
    differences
        .compared
        .iter()
        .map(|(institute, people)| {
            let touched = touched.get(institute.as_str()).map_or(0, BTreeSet::len);
            (institute.clone(), Share { touched, people: people.len() })
        })
        .collect()
}

/// All institutes together.
pub(crate) fn total(shares: &BTreeMap<String, Share>) -> Share {
    shares.values().fold(Share::default(), |sum, share| Share {
        touched: sum.touched + share.touched,
        people: sum.people + share.people,
    })
}

/// What is over the limit, in words. One school whose staff is suddenly gone must not hide among thirty others, so each
/// institute counts by itself as well.
pub(crate) fn over(shares: &BTreeMap<String, Share>, limit: f64) -> Option<String> {
    let worst = shares
        .iter()
        .map(|(institute, share)| (format!("institute {institute}"), *share))
        .chain([("all institutes".to_owned(), total(shares))])
        .filter(|(_, share)| share.percent() > limit)
        .max_by(|(_, one), (_, other)| one.percent().total_cmp(&other.percent()));
    worst.map(|(where_, share)| {
        format!(
            "{:.1}% of the people of {where_} would change ({} of {}), more than the {limit}% of --max-change-pct",
            share.percent(),
            share.touched,
            share.people
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_school_does_not_hide_among_others() {
        let share = |touched, people| Share { touched, people };
        let shares = BTreeMap::from([("000001".to_owned(), share(10, 10)), ("000002".to_owned(), share(0, 990))]);
        assert!((total(&shares).percent() - 1.0).abs() < 1e-9);
        assert!(over(&shares, 10.0).unwrap().contains("100.0% of the people of institute 000001"));
        assert_eq!(over(&shares, 100.0), None, "no more than all can change");
        assert_eq!(over(&BTreeMap::new(), 0.0), None);
    }
}
