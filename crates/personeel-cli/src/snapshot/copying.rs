//! Copying a list into the tables of a snapshot, each record with a unique key.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, Statement, params};

use super::place::database_failure;
use super::staged::{Record, Staged};
use crate::failure::Failure;

/// A list of a snapshot that is being written.
pub(super) struct Copying<'a> {
    place: (i64, &'a str, String),
    known_body: Statement<'a>,
    add_body: Statement<'a>,
    add: Statement<'a>,
    /// Records whose key is already taken, by key.
    repeated: BTreeMap<String, Vec<Repeated>>,
}

/// A record without its key.
struct Repeated {
    person: Option<String>,
    body: i64,
}

/// Copies a list into a snapshot.
pub(super) fn copy_list(connection: &Connection, snapshot: i64, institute: &str, list: &Staged) -> Result<(), Failure> {
    let place = (snapshot, institute, list.resource.name());
    let prepare = |text| connection.prepare(text).map_err(|error| database_failure(&error));
    let mut copying = Copying {
        place,
        known_body: prepare("SELECT id FROM bodies WHERE hash = ?1")?,
        add_body: prepare("INSERT INTO bodies (hash, json) VALUES (?1, ?2)")?,
        add: prepare(
            "INSERT OR IGNORE INTO records (snapshot, institute, resource, record, person, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?,
        repeated: BTreeMap::new(),
    };
    list.for_each(|record| copying.copy_record(record).map_err(|error| database_failure(&error)))?;
    copying.number_repeated(connection).map_err(|error| database_failure(&error))
}

impl Copying<'_> {
    fn copy_record(&mut self, record: &Record<'_>) -> rusqlite::Result<()> {
        let hash = record.hash.as_slice();
        let known = self.known_body.query_row([hash], |row| row.get(0)).optional()?;
        let body = match known {
            Some(body) => body,
            None => self.add_body.insert(params![hash, record.body])?,
        };
        if !self.insert(record.key, record.person, body)? {
            let repeated = Repeated { person: record.person.map(str::to_owned), body };
            self.repeated.entry(record.key.to_owned()).or_default().push(repeated);
        }
        Ok(())
    }

    /// Inserts a record. Returns whether its key was free.
    fn insert(&mut self, key: &str, person: Option<&str>, body: i64) -> rusqlite::Result<bool> {
        let (snapshot, institute, resource) = &self.place;
        let added = self.add.execute(params![snapshot, institute, resource, key, person, body])?;
        Ok(added == 1)
    }

    /// Makes keys unique: if several records share a key, the second in the order of content gets `#2` appended. Every
    /// id from the service keeps its key, even one that looks like a numbered key.
    fn number_repeated(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let (snapshot, institute, resource) = self.place.clone();
        let of_key = "snapshot = ?1 AND institute = ?2 AND resource = ?3 AND record = ?4";
        let mut first = connection.prepare(&format!("SELECT person, body FROM records WHERE {of_key}"))?;
        let mut remove = connection.prepare(&format!("DELETE FROM records WHERE {of_key}"))?;
        let mut body = connection.prepare("SELECT json FROM bodies WHERE id = ?1")?;
        for (id, mut alike) in std::mem::take(&mut self.repeated) {
            let key = params![snapshot, institute, resource, id];
            alike.push(first.query_row(key, |row| Ok(Repeated { person: row.get(0)?, body: row.get(1)? }))?);
            let mut sorted = Vec::with_capacity(alike.len());
            for record in alike {
                sorted.push((body.query_row([record.body], |row| row.get::<_, String>(0))?, record));
            }
            sorted.sort_by(|(left, _), (right, _)| left.cmp(right));
            remove.execute(key)?;
            let mut number = 1_u64;
            for (_, record) in sorted {
                let mut key = id.clone();
                while !self.insert(&key, record.person.as_deref(), record.body)? {
                    number += 1;
                    key = format!("{id}#{number}");
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use personeel::Operation;

    use crate::json::Json;
    use crate::rows::Spool;
    use crate::snapshot::{Resource, Staging, Store};

    /// Stores lists that arrive at the same time, and returns their keys and bodies from the snapshot.
    fn store_lists(lists: &[(Operation, &str)]) -> Vec<Vec<(String, String)>> {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(&folder.path().join("s.db"), None).unwrap();
        let spool = Spool::default();
        let mut staged: Vec<_> = lists
            .iter()
            .map(|(operation, text)| (Staging::new(Resource::of(*operation), &spool), Json::rows(text)))
            .collect();
        for (staging, rows) in &mut staged {
            // Rows that arrived before the list broke off.
            for row in rows.iter() {
                staging.push(row.clone()).unwrap();
            }
            staging.clear();
        }
        let longest = staged.iter().map(|(_, rows)| rows.len()).max().unwrap();
        for index in 0..longest {
            for (staging, rows) in &mut staged {
                if let Some(row) = rows.get(index) {
                    staging.push(row.clone()).unwrap();
                }
            }
        }
        let staged: Vec<_> = staged.into_iter().map(|(staging, _)| staging.finish().unwrap()).collect();
        let resources: Vec<_> = staged.iter().map(|list| list.resource).collect();
        let writing = store.begin("2026-27", None, &resources).unwrap();
        for (index, list) in staged.iter().enumerate() {
            writing.add(&index.to_string(), std::slice::from_ref(list)).unwrap();
        }
        let id = writing.finish(true).unwrap();
        let lists = staged.iter().enumerate().map(|(index, list)| {
            let records = store.read_records(id, &index.to_string(), list.resource).unwrap();
            assert_eq!(records.len(), list.count);
            let body = |id| store.read_body(id).unwrap().to_text();
            records.into_iter().map(|(key, stored)| (key, body(stored.body))).collect()
        });
        lists.collect()
    }

    fn keys(list: &[(String, String)]) -> Vec<&str> {
        list.iter().map(|(key, _)| key.as_str()).collect()
    }

    #[test]
    fn records_with_equal_keys_are_all_kept() {
        let lists = store_lists(&[
            (
                Operation::ListOwnFields,
                r#"[{"personId":"a","vvId":"b","waarde":2},{"personId":"a","vvId":"b","waarde":1}]"#,
            ),
            (
                Operation::ListDiplomas,
                r#"[{"id":"a","x":3},{"id":"a","x":1},{"id":"a#2"},{"id":"a#2"},{"id":"a","x":2}]"#,
            ),
            (Operation::ListAppointments, r#"[{"x":1},{"x":1},{"x":2}]"#),
            (Operation::ListEmployees, r#"[{"personId":"a"}]"#),
            (Operation::ListAssignments, "[]"),
        ]);
        // Numbered in the order of content, not of arrival.
        assert_eq!(keys(&lists[0]), ["a/b", "a/b#2"]);
        assert!(lists[0][0].1.contains(r#""waarde":1"#));
        assert_eq!(keys(&lists[1]), ["a", "a#2", "a#2#2", "a#3", "a#4"]);
        let values: Vec<_> = [0, 3, 4].map(|index| lists[1][index].1.as_str()).into();
        assert_eq!(values, [r#"{"id":"a","x":1}"#, r#"{"id":"a","x":2}"#, r#"{"id":"a","x":3}"#]);
        assert_eq!(lists[2].len(), 3);
        let contents = keys(&lists[2]);
        assert!(
            contents.iter().all(|key| key.starts_with("content:")) && contents.iter().any(|key| key.ends_with("#2"))
        );
        assert_eq!((keys(&lists[3]), lists[4].len()), (vec!["a"], 0));
    }
}
