//! The temporary table in which rows wait.
//!
//! It is in a file of its own that SQLite removes. Nobody who reads or writes snapshots meanwhile has to wait, and what is
//! copied from it is copied in one transaction that takes no longer than the copying.

use rusqlite::{Connection, params};

use super::Resource;
use super::key::Keyed;

pub(super) const TABLES: &str = "
PRAGMA temp.journal_mode = MEMORY;
CREATE TEMP TABLE staged (
    list         INTEGER NOT NULL,
    record       TEXT    NOT NULL,
    person       TEXT,
    hash         BLOB    NOT NULL,
    json         TEXT    NOT NULL
) STRICT;
CREATE TEMP TABLE kept (
    list         INTEGER PRIMARY KEY,
    institute    TEXT    NOT NULL,
    resource     TEXT    NOT NULL
) STRICT;
";

/// A list whose rows are all in the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Staged {
    pub(super) list: i64,
    pub(crate) resource: Resource,
    pub(crate) count: usize,
}

/// Puts rows of a list into the table, each with the hash of its body.
pub(super) fn insert(connection: &Connection, list: i64, rows: Vec<([u8; 32], Keyed)>) -> rusqlite::Result<()> {
    let transaction = connection.unchecked_transaction()?;
    let mut statement = transaction
        .prepare_cached("INSERT INTO staged (list, record, person, hash, json) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (hash, Keyed { key, person, body }) in rows {
        statement.execute(params![list, key, person, hash.as_slice(), body])?;
    }
    drop(statement);
    transaction.commit()
}

/// Says that a list counts, and what it is.
pub(super) fn keep(connection: &Connection, institute: &str, staged: Staged) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT INTO kept (list, institute, resource) VALUES (?1, ?2, ?3)")?
        .execute(params![staged.list, institute, staged.resource.name()])
        .map(drop)
}

/// Copies the rows of every list that counts into a snapshot.
pub(super) fn copy(connection: &Connection, snapshot: i64) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT OR IGNORE INTO bodies (hash, json) \
         SELECT hash, json FROM staged WHERE list IN (SELECT list FROM kept)",
        [],
    )?;
    match copy_records(connection, snapshot) {
        // Lists in which a key stands twice are few, and looking for them is work.
        Err(error) if is_repeated_key(&error) => {
            number_repeated(connection)?;
            copy_records(connection, snapshot)
        }
        copied => copied,
    }
}

fn copy_records(connection: &Connection, snapshot: i64) -> rusqlite::Result<()> {
    connection
        .execute(
            "INSERT INTO records (snapshot, institute, resource, record, person, body) \
             SELECT ?1, institute, resource, record, person, bodies.id \
             FROM staged CROSS JOIN kept USING (list) CROSS JOIN bodies USING (hash) \
             ORDER BY institute, resource, record",
            [snapshot],
        )
        .map(drop)
}

fn is_repeated_key(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY)
}

/// Gives every record a key of its own: where several have the same, the second in the order of their content gets `#2`
/// behind it. Every id that the service gave keeps its key, also one that looks like the second of another.
fn number_repeated(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("CREATE INDEX temp.by_record ON staged (list, record)")?;
    let mut repeated = connection.prepare(
        "SELECT staged.rowid, list, record \
         FROM (SELECT list, record FROM staged GROUP BY list, record HAVING count(*) > 1) \
         JOIN staged USING (list, record) ORDER BY list, record, json",
    )?;
    let repeated: Vec<(i64, i64, String)> =
        repeated.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<rusqlite::Result<_>>()?;
    let mut known = connection.prepare("SELECT 1 FROM staged WHERE list = ?1 AND record = ?2")?;
    let mut rename = connection.prepare("UPDATE staged SET record = ?2 WHERE rowid = ?1")?;
    let mut last: Option<(i64, &str)> = None;
    let mut number = 1_u64;
    for (row, list, id) in &repeated {
        if last.replace((*list, id)) != Some((*list, id)) {
            number = 1;
            continue;
        }
        loop {
            number += 1;
            let key = format!("{id}#{number}");
            if !known.exists(params![list, key])? {
                rename.execute(params![row, key])?;
                break;
            }
        }
    }
    Ok(())
}
