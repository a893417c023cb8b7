//! Which lists each snapshot of a file has: one that a newer guide brought is not empty in the snapshots before it, it is
//! not there.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::resource::Resource;

/// Made when a snapshot is written: files of earlier versions have none.
const TABLE: &str = "
CREATE TABLE IF NOT EXISTS lists (
    snapshot     INTEGER NOT NULL REFERENCES snapshots (id) ON DELETE CASCADE,
    resource     TEXT    NOT NULL,
    PRIMARY KEY (snapshot, resource)
) STRICT, WITHOUT ROWID;
";

/// What every snapshot had before they said which lists they have; photos where they were asked for.
const EARLIEST: [&str; 6] = ["employees", "assignments", "interruptions", "diplomas", "appointments", "own-fields"];

/// Says which lists a snapshot has.
pub(super) fn write(connection: &Connection, snapshot: i64, resources: &[Resource]) -> rusqlite::Result<()> {
    connection.execute_batch(TABLE)?;
    let mut statement = connection.prepare("INSERT INTO lists (snapshot, resource) VALUES (?1, ?2)")?;
    resources.iter().try_for_each(|resource| statement.execute(params![snapshot, resource.name()]).map(drop))
}

/// The lists of each snapshot that says which it has.
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

/// The lists of a snapshot that doesn't say which it has.
pub(super) fn earliest(photos: bool) -> BTreeSet<String> {
    EARLIEST.into_iter().chain(photos.then_some("photos")).map(str::to_owned).collect()
}
