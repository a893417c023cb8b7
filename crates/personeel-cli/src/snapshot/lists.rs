//! Which lists each snapshot of a file has: a list that a newer guide added is absent from earlier snapshots, not
//! empty.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::resource::Resource;

/// Created when a snapshot is written: files of earlier versions have no such table.
const TABLE: &str = "
CREATE TABLE IF NOT EXISTS lists (
    snapshot     INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    resource     TEXT    NOT NULL,
    PRIMARY KEY (snapshot, resource)
) STRICT, WITHOUT ROWID;
";

/// The lists of every snapshot from before snapshots recorded their lists; photos were included on request.
const EARLIEST: [&str; 6] = ["employees", "assignments", "interruptions", "diplomas", "appointments", "own-fields"];

/// Records which lists a snapshot has.
pub(super) fn write(connection: &Connection, snapshot: i64, resources: &[Resource]) -> rusqlite::Result<()> {
    connection.execute_batch(TABLE)?;
    let mut statement = connection.prepare("INSERT INTO lists (snapshot, resource) VALUES (?1, ?2)")?;
    resources.iter().try_for_each(|resource| statement.execute(params![snapshot, resource.name()]).map(drop))
}

/// Reads the lists of each snapshot that recorded them.
pub(super) fn read(connection: &Connection) -> rusqlite::Result<BTreeMap<i64, BTreeSet<String>>> {
    let mut lists: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    let known = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'lists'";
    if connection.query_row(known, [], |_| Ok(())).optional()?.is_some() {
        let mut statement = connection.prepare("SELECT snapshot, resource FROM lists")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            lists.entry(row.get(0)?).or_default().insert(row.get(1)?);
        }
    }
    Ok(lists)
}

/// Returns the lists of a snapshot that did not record them.
pub(super) fn earliest_lists(photos: bool) -> BTreeSet<String> {
    EARLIEST.into_iter().chain(photos.then_some("photos")).map(str::to_owned).collect()
}
