//! The tables of a snapshot file.

/// Marks this program's files in the file header ("PRSL").
pub(super) const APPLICATION_ID: i32 = 0x5052_534c;

/// The version of the tables below.
pub(super) const VERSION: i32 = 1;

/// The tables. A body is stored once, however many snapshots hold it.
pub(super) const TABLES: &str = "
CREATE TABLE snapshots (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    taken_at     TEXT    NOT NULL,
    school_year  TEXT    NOT NULL,
    structure    TEXT,
    photos       INTEGER NOT NULL,
    complete     INTEGER NOT NULL
) STRICT;

CREATE TABLE institutes (
    snapshot     INTEGER NOT NULL REFERENCES snapshots (id),
    institute    TEXT    NOT NULL,
    complete     INTEGER NOT NULL,
    failure      TEXT,
    PRIMARY KEY (snapshot, institute)
) STRICT, WITHOUT ROWID;

CREATE TABLE bodies (
    id           INTEGER PRIMARY KEY,
    hash         BLOB    NOT NULL UNIQUE,
    json         TEXT    NOT NULL
) STRICT;

CREATE TABLE records (
    snapshot     INTEGER NOT NULL REFERENCES snapshots (id),
    institute    TEXT    NOT NULL,
    resource     TEXT    NOT NULL,
    record       TEXT    NOT NULL,
    person       TEXT,
    body         INTEGER NOT NULL REFERENCES bodies (id),
    PRIMARY KEY (snapshot, institute, resource, record)
) STRICT, WITHOUT ROWID;

CREATE VIEW snapshot_records AS
    SELECT records.snapshot, records.institute, records.resource, records.record, records.person, bodies.json
    FROM records JOIN bodies ON bodies.id = records.body;
";
