//! Choosing the snapshots to compare: each institute with the latest snapshot in which it is complete.

use std::collections::{BTreeMap, BTreeSet};

use super::store::Header;
use crate::failure::Failure;

/// Which snapshots are compared with which.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) new: Header,
    /// The older snapshot of each institute that can be compared.
    pub(crate) old: BTreeMap<String, Header>,
    /// The other institutes, with the reason.
    pub(crate) left_out: BTreeMap<String, String>,
}

impl Plan {
    /// Plans the comparison of two snapshots that the user named.
    pub(crate) fn of_two(headers: &[Header], old: i64, new: i64, allow_partial: bool) -> Result<Self, Failure> {
        let (old, new) = (find_snapshot(headers, old)?, find_snapshot(headers, new)?);
        // People missing from a snapshot of another structure have not left.
        if old.structure != new.structure {
            return Err(Failure::usage(format!(
                "snapshots {} and {} have different structures and cannot be compared",
                old.id, new.id
            )));
        }
        if !allow_partial {
            refuse_partial(old)?;
            refuse_partial(new)?;
        }
        Self::build(new, old.institutes.keys(), |institute| match old.institutes.get(institute) {
            None => Err(format!("not in snapshot {}", old.id)),
            Some(Some(failure)) => Err(format!("failed in snapshot {}: {failure}", old.id)),
            Some(None) => Ok(old),
        })
    }

    /// Plans the comparison of the latest snapshot with earlier ones. A night in which an institute failed must not
    /// hide what happened in it meanwhile, so each institute is compared with the latest earlier snapshot in which it
    /// is complete.
    ///
    /// If partial snapshots are not allowed, none was compared when it was taken, so changes in its other institutes
    /// were never reported. Such snapshots are skipped as well, unless the institute is complete in no other.
    pub(crate) fn of_the_latest(headers: &[Header], allow_partial: bool) -> Result<Self, Failure> {
        let missing =
            || Failure::not_found("there are no two snapshots of the same school year and structure to compare");
        let (new, earlier) = headers.split_last().ok_or_else(missing)?;
        let is_alike =
            |header: &&Header| (&header.school_year, &header.structure) == (&new.school_year, &new.structure);
        let earlier: Vec<_> = earlier.iter().rev().filter(is_alike).collect();
        let last = earlier.first().ok_or_else(missing)?;
        if !allow_partial {
            refuse_partial(new)?;
        }
        Self::build(new, last.institutes.keys(), |institute| {
            let is_complete = |header: &&&Header| header.institutes.get(institute).is_some_and(Option::is_none);
            let compared_then = |header: &&&Header| is_complete(header) && (allow_partial || header.complete);
            let found = earlier.iter().find(compared_then).or_else(|| earlier.iter().find(is_complete));
            found.copied().ok_or_else(|| "not complete in any earlier snapshot".to_owned())
        })
    }

    fn build<'a>(
        new: &'a Header,
        others: impl Iterator<Item = &'a String>,
        old_of: impl Fn(&str) -> Result<&'a Header, String>,
    ) -> Result<Self, Failure> {
        let mut plan = Self { new: new.clone(), old: BTreeMap::new(), left_out: BTreeMap::new() };
        let all: BTreeSet<&String> = others.chain(new.institutes.keys()).collect();
        for institute in all {
            let found = match new.institutes.get(institute) {
                None => Err(format!("not in snapshot {}", new.id)),
                Some(Some(failure)) => Err(format!("failed in snapshot {}: {failure}", new.id)),
                Some(None) => old_of(institute),
            };
            match found {
                Ok(old) => drop(plan.old.insert(institute.clone(), old.clone())),
                Err(reason) => drop(plan.left_out.insert(institute.clone(), reason)),
            }
        }
        if plan.old.is_empty() {
            return Err(Failure::partial("no institute is complete in both snapshots"));
        }
        Ok(plan)
    }

    /// Returns the newest of the older snapshots, which most institutes are compared with.
    pub(crate) fn latest_old(&self) -> Option<&Header> {
        self.old.values().max_by_key(|header| header.id)
    }
}

fn find_snapshot(headers: &[Header], number: i64) -> Result<&Header, Failure> {
    headers.iter().find(|header| header.id == number).ok_or_else(|| {
        let known: Vec<_> = headers.iter().map(|header| header.id.to_string()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        Failure::not_found(format!("there is no snapshot {number} in the file; existing snapshots: {known}"))
    })
}

fn refuse_partial(header: &Header) -> Result<(), Failure> {
    if header.complete {
        return Ok(());
    }
    let failed: Vec<_> =
        header.institutes.iter().filter(|(_, failure)| failure.is_some()).map(|(number, _)| number.as_str()).collect();
    Err(Failure::partial(format!(
        "snapshot {} is partial ({} failed); --allow-partial compares the complete institutes",
        header.id,
        failed.join(", ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(id: i64, institutes: &[(&str, Option<&str>)]) -> Header {
        Header {
            id,
            taken_at: String::new(),
            school_year: "2026-27".to_owned(),
            structure: None,
            photos: false,
            lists: BTreeSet::new(),
            complete: institutes.iter().all(|(_, failure)| failure.is_none()),
            institutes: institutes
                .iter()
                .map(|(number, failure)| ((*number).to_owned(), failure.map(str::to_owned)))
                .collect(),
        }
    }

    fn olds(plan: &Plan) -> Vec<(&str, i64)> {
        plan.old.iter().map(|(institute, old)| (institute.as_str(), old.id)).collect()
    }

    #[test]
    fn failed_and_missing_institutes_are_left_out() {
        let old = header(1, &[("000001", None), ("000002", None), ("000003", Some("503")), ("000004", None)]);
        let new = header(2, &[("000001", None), ("000002", Some("timeout")), ("000003", None), ("000005", None)]);
        let plan = Plan::of_two(&[old, new], 1, 2, true).unwrap();
        assert_eq!(olds(&plan), [("000001", 1)]);
        assert_eq!(plan.left_out["000002"], "failed in snapshot 2: timeout");
        assert_eq!(plan.left_out["000003"], "failed in snapshot 1: 503");
        assert_eq!(plan.left_out["000004"], "not in snapshot 2");
        assert_eq!(plan.left_out["000005"], "not in snapshot 1");
    }

    #[test]
    fn each_institute_is_compared_with_its_latest_complete_snapshot() {
        let mut headers = vec![
            header(1, &[("000001", None), ("000002", None)]),
            header(2, &[("000001", None), ("000002", Some("503"))]),
            header(3, &[("000001", None), ("000002", None), ("000003", None)]),
        ];
        let plan = Plan::of_the_latest(&headers, true).unwrap();
        assert_eq!(olds(&plan), [("000001", 2), ("000002", 1)]);
        assert_eq!(plan.left_out["000003"], "not complete in any earlier snapshot");
        assert_eq!(plan.latest_old().unwrap().id, 2);
        // Snapshot 2 is partial, so its changes to the first institute were never reported.
        assert_eq!(olds(&Plan::of_the_latest(&headers, false).unwrap()), [("000001", 1), ("000002", 1)]);
        headers.push(header(4, &[("000001", None), ("000002", None), ("000003", None)]));
        assert_eq!(olds(&Plan::of_the_latest(&headers, false).unwrap()), [("000001", 3), ("000002", 3), ("000003", 3)]);
        headers.push(header(5, &[("000002", Some("503"))]));
        assert!(Plan::of_the_latest(&headers, false).is_err());
        assert!(Plan::of_the_latest(&headers, true).unwrap_err().line().contains("no institute is complete"));
        assert!(Plan::of_the_latest(&headers[..1], true).is_err() && Plan::of_the_latest(&[], true).is_err());
    }
}
