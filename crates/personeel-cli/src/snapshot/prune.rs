//! Removing old snapshots and reclaiming their space.

use std::collections::{BTreeMap, BTreeSet};

use personeel::wire::jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior};

use super::Store;
use super::place::database_failure;
use super::store::Header;
use crate::failure::Failure;

/// Which snapshots to keep, in addition to those that later comparisons need.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kept {
    /// This many of the latest.
    Latest(usize),
    /// Those taken since this time.
    Since(Timestamp),
}

impl Kept {
    /// Keeps snapshots taken within this many days.
    pub(crate) fn within_days(days: u32) -> Self {
        let age = SignedDuration::from_hours(i64::from(days) * 24);
        Self::Since(Timestamp::now().checked_sub(age).unwrap_or(Timestamp::MIN))
    }
}

/// Returns the ids of snapshots that may be removed. `headers` holds all snapshots, oldest first.
pub(crate) fn find_removable(headers: &[Header], kept: Kept) -> Vec<i64> {
    let first_kept = match kept {
        Kept::Latest(count) => headers.len().saturating_sub(count),
        Kept::Since(_) => 0,
    };
    let is_old = |(index, header): &(usize, &Header)| match kept {
        Kept::Latest(_) => *index < first_kept,
        // A snapshot without a valid time is never too old.
        Kept::Since(moment) => header.taken_at.parse::<Timestamp>().is_ok_and(|taken| taken < moment),
    };
    let needed = find_needed(headers);
    let old = headers.iter().enumerate().filter(is_old).map(|(_, header)| header.id);
    old.filter(|id| !needed.contains(id)).collect()
}

/// Finds the snapshots that the next ones will be compared with: for each structure and institute, the latest snapshot
/// in which the institute is complete, and the latest complete snapshot with the institute. Snapshots of earlier school
/// years are compared with nothing.
fn find_needed(headers: &[Header]) -> BTreeSet<i64> {
    let Some(latest) = headers.last() else { return BTreeSet::new() };
    let mut needed = BTreeMap::new();
    for header in headers.iter().filter(|header| header.school_year == latest.school_year) {
        for (institute, _) in header.institutes.iter().filter(|(_, failure)| failure.is_none()) {
            needed.insert((&header.structure, institute, false), header.id);
            if header.complete {
                needed.insert((&header.structure, institute, true), header.id);
            }
        }
    }
    needed.into_values().collect()
}

impl Store {
    /// Removes snapshots and returns their space to the file system.
    pub(crate) fn remove(&mut self, snapshots: &[i64]) -> Result<(), Failure> {
        self.remove_rows(snapshots).map_err(|error| database_failure(&error))?;
        // Without this the file keeps its size, and the removed data stays in it.
        self.connection().execute_batch("VACUUM").map_err(|error| {
            database_failure(&error)
                .with_detail("the snapshots were removed, but their space was not reclaimed; run the command again")
        })
    }

    fn remove_rows(&self, snapshots: &[i64]) -> rusqlite::Result<()> {
        // SQLite would scan all records for each body removed; the query below removes only bodies that no record uses.
        self.connection().pragma_update(None, "foreign_keys", false)?;
        let transaction = Transaction::new_unchecked(self.connection(), TransactionBehavior::Immediate)?;
        let known = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'lists'";
        let has_lists = transaction.query_row(known, [], |_| Ok(())).optional()?.is_some();
        let of_snapshots = ["records", "institutes"].into_iter().chain(has_lists.then_some("lists"));
        for table in of_snapshots {
            let mut statement = transaction.prepare(&format!("DELETE FROM {table} WHERE snapshot = ?1"))?;
            snapshots.iter().try_for_each(|id| statement.execute([id]).map(drop))?;
        }
        let mut statement = transaction.prepare("DELETE FROM snapshots WHERE id = ?1")?;
        snapshots.iter().try_for_each(|id| statement.execute([id]).map(drop))?;
        drop(statement);
        transaction.execute("DELETE FROM bodies WHERE id NOT IN (SELECT body FROM records)", [])?;
        transaction.commit()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(id: i64, year: &str, institutes: &[(&str, bool)]) -> Header {
        let institutes: BTreeMap<_, _> = institutes
            .iter()
            .map(|(institute, is_complete)| ((*institute).to_owned(), (!is_complete).then(|| "failed".to_owned())))
            .collect();
        Header {
            id,
            taken_at: format!("2026-11-{id:02}T02:00:00Z"),
            school_year: year.to_owned(),
            structure: None,
            photos: false,
            complete: institutes.values().all(Option::is_none),
            lists: BTreeSet::new(),
            institutes,
        }
    }

    #[test]
    fn snapshots_that_the_next_one_is_compared_with_stay() {
        let complete = |id| header(id, "2026-27", &[("011007", true), ("038281", true)]);
        let partial = |id| header(id, "2026-27", &[("011007", true), ("038281", false)]);
        let headers = [complete(1), complete(2), partial(3), partial(4)];
        // 2 is the latest complete one; 4 is the latest of the school that did not fail.
        assert_eq!(find_removable(&headers, Kept::Latest(1)), [1, 3]);
        assert_eq!(find_removable(&headers, Kept::Latest(3)), [1]);
        assert_eq!(find_removable(&headers, Kept::Latest(9)), [0_i64; 0]);
        let since = "2026-11-03T00:00:00Z".parse().unwrap();
        assert_eq!(find_removable(&headers, Kept::Since(since)), [1]);
        assert_eq!(find_removable(&[], Kept::Latest(1)), [0_i64; 0]);
    }

    #[test]
    fn earlier_school_years_are_compared_with_nothing() {
        let headers = [header(1, "2025-26", &[("011007", true)]), header(2, "2026-27", &[("011007", true)])];
        assert_eq!(find_removable(&headers, Kept::Latest(1)), [1]);
    }
}
