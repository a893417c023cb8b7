//! Removing old snapshots: which may go, and giving back their space.

use std::collections::{BTreeMap, BTreeSet};

use personeel::wire::jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior};

use super::Store;
use super::place::fault;
use super::store::Header;
use crate::failure::Failure;

/// Which of the snapshots stay, whatever they are compared with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kept {
    /// So many of the latest.
    Latest(usize),
    /// What was taken since.
    Since(Timestamp),
}

impl Kept {
    /// What was taken within so many days.
    pub(crate) fn within_days(days: u32) -> Self {
        let age = SignedDuration::from_hours(i64::from(days) * 24);
        Self::Since(Timestamp::now().checked_sub(age).unwrap_or(Timestamp::MIN))
    }
}

/// The snapshots that may go, the oldest first. `headers` are all of them, the oldest first.
pub(crate) fn removable(headers: &[Header], kept: Kept) -> Vec<i64> {
    let first_kept = match kept {
        Kept::Latest(count) => headers.len().saturating_sub(count),
        Kept::Since(_) => 0,
    };
    let is_old = |(index, header): &(usize, &Header)| match kept {
        Kept::Latest(_) => *index < first_kept,
        // One that doesn't say when it was taken is no older than any other.
        Kept::Since(moment) => header.taken_at.parse::<Timestamp>().is_ok_and(|taken| taken < moment),
    };
    let needed = needed(headers);
    let old = headers.iter().enumerate().filter(is_old).map(|(_, header)| header.id);
    old.filter(|id| !needed.contains(id)).collect()
}

/// What the next snapshots are compared with: of each structure the last in which an institute is whole, and the last
/// whole one that has it. Those of earlier school years are compared with nothing.
fn needed(headers: &[Header]) -> BTreeSet<i64> {
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
    /// Removes snapshots, and gives their space back to the disk.
    pub(crate) fn remove(&mut self, snapshots: &[i64]) -> Result<(), Failure> {
        self.remove_rows(snapshots).map_err(|error| fault(&error))?;
        // Otherwise the file keeps its length, and with it what was removed.
        self.connection().execute_batch("VACUUM").map_err(|error| {
            fault(&error).adding("the snapshots are removed, and their space is not given back; run it again")
        })
    }

    fn remove_rows(&self, snapshots: &[i64]) -> rusqlite::Result<()> {
        // For each body that goes SQLite would look through all records; that none has it is known here.
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
            .map(|(institute, is_whole)| ((*institute).to_owned(), (!is_whole).then(|| "failed".to_owned())))
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
    fn what_the_next_night_is_compared_with_stays() {
        let whole = |id| header(id, "2026-27", &[("011007", true), ("038281", true)]);
        let half = |id| header(id, "2026-27", &[("011007", true), ("038281", false)]);
        let headers = [whole(1), whole(2), half(3), half(4)];
        // 2 is the last whole one; 4 the last of the school that did not fail.
        assert_eq!(removable(&headers, Kept::Latest(1)), [1, 3]);
        assert_eq!(removable(&headers, Kept::Latest(3)), [1]);
        assert_eq!(removable(&headers, Kept::Latest(9)), [0_i64; 0]);
        let since = "2026-11-03T00:00:00Z".parse().unwrap();
        assert_eq!(removable(&headers, Kept::Since(since)), [1]);
        assert_eq!(removable(&[], Kept::Latest(1)), [0_i64; 0]);
    }

    #[test]
    fn earlier_school_years_are_compared_with_nothing() {
        let headers = [header(1, "2025-26", &[("011007", true)]), header(2, "2026-27", &[("011007", true)])];
        assert_eq!(removable(&headers, Kept::Latest(1)), [1]);
    }
}
