//! How many records the snapshots of a file hold.

use std::collections::BTreeMap;

use rusqlite::params;

use super::Store;
use super::place::fault;
use crate::failure::Failure;

impl Store {
    /// How many records each snapshot has; one without any is not named.
    pub(crate) fn sizes(&self) -> Result<BTreeMap<i64, u64>, Failure> {
        let read = || -> rusqlite::Result<BTreeMap<i64, u64>> {
            let mut statement =
                self.connection().prepare("SELECT snapshot, count(*) FROM records GROUP BY snapshot")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
            rows.collect()
        };
        read().map_err(|error| fault(&error))
    }

    /// How many records each list of an institute has in a snapshot.
    pub(crate) fn counts(&self, snapshot: i64, institute: &str) -> Result<BTreeMap<String, u64>, Failure> {
        let read = || -> rusqlite::Result<BTreeMap<String, u64>> {
            let mut statement = self.connection().prepare(
                "SELECT resource, count(*) FROM records WHERE snapshot = ?1 AND institute = ?2 GROUP BY resource",
            )?;
            let rows = statement.query_map(params![snapshot, institute], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
            })?;
            rows.collect()
        };
        read().map_err(|error| fault(&error))
    }
}
