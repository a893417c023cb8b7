//! Record counts of the snapshots in a file.

use std::collections::BTreeMap;

use rusqlite::params;

use super::Store;
use super::place::database_failure;
use crate::failure::Failure;

impl Store {
    /// Counts the records of each snapshot; snapshots without records are left out.
    pub(crate) fn count_records(&self) -> Result<BTreeMap<i64, u64>, Failure> {
        let read = || -> rusqlite::Result<BTreeMap<i64, u64>> {
            let mut statement =
                self.connection().prepare("SELECT snapshot, count(*) FROM records GROUP BY snapshot")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
            rows.collect()
        };
        read().map_err(|error| database_failure(&error))
    }

    /// Counts the records of each list of an institute in a snapshot.
    pub(crate) fn count_lists(&self, snapshot: i64, institute: &str) -> Result<BTreeMap<String, u64>, Failure> {
        let read = || -> rusqlite::Result<BTreeMap<String, u64>> {
            let mut statement = self.connection().prepare(
                "SELECT resource, count(*) FROM records WHERE snapshot = ?1 AND institute = ?2 GROUP BY resource",
            )?;
            let rows = statement.query_map(params![snapshot, institute], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
            })?;
            rows.collect()
        };
        read().map_err(|error| database_failure(&error))
    }
}
