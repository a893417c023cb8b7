//! The snapshot file: private to its owner, and written in one transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use personeel::wire::jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Transaction, TransactionBehavior, params};

use super::copying::copy_list;
use super::place::{
    create_private, database_failure, file_failure, read_failure, refuse_if_shared, require_file, unsupported_file,
};
use super::schema::{APPLICATION_ID, TABLES, VERSION};
use super::staged::Staged;
use super::{Resource, lists};
use crate::failure::Failure;
use crate::json::Json;

/// How long to wait for another run that is writing, unless the timeout of a call is shorter.
const PATIENCE: Duration = Duration::from_secs(30);

/// Memory for pages: the index of bodies is accessed in random order, and pages that do not fit are written repeatedly.
const CACHE_KIB: i32 = 24 * 1024;

/// The description of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) id: i64,
    pub(crate) taken_at: String,
    pub(crate) school_year: String,
    pub(crate) structure: Option<String>,
    pub(crate) photos: bool,
    pub(crate) complete: bool,
    /// The names of its lists.
    pub(crate) lists: BTreeSet<String>,
    /// Each requested institute, with the reason if it failed.
    pub(crate) institutes: BTreeMap<String, Option<String>>,
}

/// A snapshot file.
pub(crate) struct Store {
    connection: Connection,
}

impl Store {
    /// Opens a file for writing, and creates it if it does not exist.
    pub(crate) fn open_or_create(path: &Path, limit: Option<Duration>) -> Result<Self, Failure> {
        let path = &require_file(path)?;
        let file = create_private(path).map_err(|error| file_failure(path, &error))?;
        refuse_if_shared(&file, path)?;
        let store = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, limit)?;
        store.prepare_tables(path)?;
        Ok(store)
    }

    /// Opens an existing file for reading.
    pub(crate) fn open(path: &Path, limit: Option<Duration>) -> Result<Self, Failure> {
        let path = &require_file(path)?;
        let file = File::open(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Failure::usage(format!(
                "--db: there is no file '{}'; `personeel snapshot --db` creates one",
                path.display()
            )),
            _ => file_failure(path, &error),
        })?;
        refuse_if_shared(&file, path)?;
        // Rolling back an interrupted transaction, which happens on the next open, needs write access.
        let store = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, limit)
            .or_else(|_| Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY, limit))?;
        match store.identity().map_err(|error| read_failure(path, &error))? {
            (APPLICATION_ID, VERSION) => Ok(store),
            (APPLICATION_ID, version) => Err(unsupported_file(path, &format!("it has version {version}"))),
            _ => Err(unsupported_file(path, "it is another program's database")),
        }
    }

    fn connect(path: &Path, access: OpenFlags, limit: Option<Duration>) -> Result<Self, Failure> {
        // SQLite does not treat `:memory:` and `file:…` as file names, so the path must be absolute.
        let place = std::path::absolute(path).map_err(|error| file_failure(path, &error))?;
        let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(place, flags).map_err(|error| database_failure(&error))?;
        let patience = limit.map_or(PATIENCE, |limit| limit.min(PATIENCE));
        connection.busy_timeout(patience).map_err(|error| database_failure(&error))?;
        connection.pragma_update(None, "foreign_keys", true).map_err(|error| database_failure(&error))?;
        // This is the first statement that reads the file.
        connection.pragma_update(None, "cache_size", -CACHE_KIB).map_err(|error| read_failure(path, &error))?;
        Ok(Self { connection })
    }

    /// Returns the connection, for queries that are not about records.
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    fn identity(&self) -> rusqlite::Result<(i32, i32)> {
        let number = |name| self.connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        Ok((number("application_id")?, number("user_version")?))
    }

    fn prepare_tables(&self, path: &Path) -> Result<(), Failure> {
        let prepare = || -> rusqlite::Result<Option<(i32, i32)>> {
            // Two runs may find the file empty at the same time, so this takes the write lock.
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
            let tables: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
            let (application, version) = self.identity()?;
            if tables > 0 || application != 0 {
                return Ok(Some((application, version)));
            }
            transaction.execute_batch(TABLES)?;
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", VERSION)?;
            transaction.commit()?;
            Ok(None)
        };
        match prepare().map_err(|error| read_failure(path, &error))? {
            None | Some((APPLICATION_ID, VERSION)) => Ok(()),
            Some((APPLICATION_ID, version)) => Err(unsupported_file(path, &format!("it has version {version}"))),
            Some(_) => Err(unsupported_file(path, "it is another program's database")),
        }
    }

    /// Begins a snapshot. Nothing of it is visible until [`Writing::finish`].
    pub(crate) fn begin(
        &mut self,
        school_year: &str,
        structure: Option<&str>,
        resources: &[Resource],
    ) -> Result<Writing<'_>, Failure> {
        let photos = resources.iter().any(|resource| resource.is_extra());
        let begin = |connection| -> rusqlite::Result<Writing<'_>> {
            let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
            transaction.execute(
                "INSERT INTO snapshots (taken_at, school_year, structure, photos, complete) VALUES (?1, ?2, ?3, ?4, 0)",
                params![now(), school_year, structure, photos],
            )?;
            let id = transaction.last_insert_rowid();
            lists::write(&transaction, id, resources)?;
            Ok(Writing { transaction, id })
        };
        begin(&mut self.connection).map_err(|error| database_failure(&error))
    }

    /// Returns every snapshot, oldest first.
    pub(crate) fn read_headers(&self) -> Result<Vec<Header>, Failure> {
        let read = || -> rusqlite::Result<Vec<Header>> {
            let mut statement = self
                .connection
                .prepare("SELECT id, taken_at, school_year, structure, photos, complete FROM snapshots ORDER BY id")?;
            let headers = statement.query_map([], |row| {
                Ok(Header {
                    id: row.get(0)?,
                    taken_at: row.get(1)?,
                    school_year: row.get(2)?,
                    structure: row.get(3)?,
                    photos: row.get(4)?,
                    complete: row.get(5)?,
                    lists: BTreeSet::new(),
                    institutes: BTreeMap::new(),
                })
            })?;
            let mut headers = headers.collect::<rusqlite::Result<Vec<_>>>()?;
            let mut statement =
                self.connection.prepare("SELECT institute, complete, failure FROM institutes WHERE snapshot = ?1")?;
            let mut lists = lists::read(&self.connection)?;
            for header in &mut headers {
                header.lists = lists.remove(&header.id).unwrap_or_else(|| lists::earliest_lists(header.photos));
                let institutes = statement.query_map([header.id], |row| {
                    let (complete, failure): (bool, Option<String>) = (row.get(1)?, row.get(2)?);
                    Ok((row.get(0)?, (!complete).then(|| failure.unwrap_or_default())))
                })?;
                header.institutes = institutes.collect::<rusqlite::Result<_>>()?;
            }
            Ok(headers)
        };
        read().map_err(|error| database_failure(&error))
    }

    /// Returns the records of one list of one institute by key, each with its person and the id of its body. Equal ids
    /// mean equal bodies.
    pub(crate) fn read_records(
        &self,
        snapshot: i64,
        institute: &str,
        resource: Resource,
    ) -> Result<BTreeMap<String, Stored>, Failure> {
        let read = || -> rusqlite::Result<BTreeMap<String, Stored>> {
            let mut statement = self.connection.prepare_cached(
                "SELECT record, person, body FROM records WHERE snapshot = ?1 AND institute = ?2 AND resource = ?3",
            )?;
            let rows = statement.query_map(params![snapshot, institute, resource.name()], |row| {
                Ok((row.get(0)?, Stored { person: row.get(1)?, body: row.get(2)? }))
            })?;
            rows.collect()
        };
        read().map_err(|error| database_failure(&error))
    }

    /// Returns the latest of these snapshots of a school year and structure in which the institute is complete, and the
    /// number of its employees there.
    pub(crate) fn employees_before(
        &self,
        headers: &[Header],
        institute: &str,
        school_year: &str,
        structure: Option<&str>,
    ) -> Result<Option<(i64, usize)>, Failure> {
        let is_alike = |header: &&Header| {
            (header.school_year.as_str(), header.structure.as_deref()) == (school_year, structure)
                && header.institutes.get(institute).is_some_and(Option::is_none)
        };
        match headers.iter().rev().find(is_alike) {
            Some(header) => Ok(Some((header.id, self.read_records(header.id, institute, Resource::people())?.len()))),
            None => Ok(None),
        }
    }

    /// Returns a body.
    pub(crate) fn read_body(&self, id: i64) -> Result<Json, Failure> {
        let read = || -> rusqlite::Result<Option<String>> {
            self.connection
                .prepare_cached("SELECT json FROM bodies WHERE id = ?1")?
                .query_row([id], |row| row.get(0))
                .optional()
        };
        let text = read().map_err(|error| database_failure(&error))?.unwrap_or_default();
        Json::read(text.as_bytes())
            .map_err(|_| Failure::internal(format!("body {id} in the snapshot file is not valid JSON")))
    }
}

/// A record of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) person: Option<String>,
    pub(crate) body: i64,
}

/// A snapshot that is being written.
pub(crate) struct Writing<'a> {
    transaction: Transaction<'a>,
    id: i64,
}

impl Writing<'_> {
    /// Adds an institute that was read completely.
    pub(crate) fn add(&self, institute: &str, lists: &[Staged]) -> Result<(), Failure> {
        self.transaction
            .execute(
                "INSERT INTO institutes (snapshot, institute, complete) VALUES (?1, ?2, 1)",
                params![self.id, institute],
            )
            .map_err(|error| database_failure(&error))?;
        lists.iter().try_for_each(|list| copy_list(&self.transaction, self.id, institute, list))
    }

    /// Adds an institute that failed: it is listed without records.
    pub(crate) fn add_failure(&self, institute: &str, failure: &Failure) -> Result<(), Failure> {
        self.transaction
            .execute(
                "INSERT INTO institutes (snapshot, institute, complete, failure) VALUES (?1, ?2, 0, ?3)",
                params![self.id, institute, failure.line()],
            )
            .map(drop)
            .map_err(|error| database_failure(&error))
    }

    /// Commits the snapshot.
    pub(crate) fn finish(self, complete: bool) -> Result<i64, Failure> {
        let finish = || -> rusqlite::Result<()> {
            self.transaction.execute("UPDATE snapshots SET complete = ?2 WHERE id = ?1", params![self.id, complete])?;
            self.transaction.commit()
        };
        let id = self.id;
        finish().map(|()| id).map_err(|error| database_failure(&error))
    }
}

fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let moment = i64::try_from(seconds).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment.unwrap_or_default().to_string()
}
