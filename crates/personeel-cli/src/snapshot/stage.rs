//! Rows on their way into a snapshot: they wait in a temporary table until it is known which institutes are whole.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::key::Keyed;
use super::place::fault;
use super::staged::Staged;
use super::store::Store;
use super::{Resource, hash, staged};
use crate::failure::Failure;
use crate::json::Json;

/// Rows are put into the table together until there are so many, or so many bytes of them.
const MOST_ROWS: usize = 256;
const MOST_BYTES: usize = 256 * 1024;

/// A file of snapshots with rows that are in none of them yet.
#[derive(Clone)]
pub(crate) struct Stage(Arc<Mutex<Inner>>);

struct Inner {
    store: Store,
    lists: i64,
}

impl Stage {
    pub(crate) fn new(store: Store) -> Result<Self, Failure> {
        store.connection.execute_batch(staged::TABLES).map_err(|error| fault(&error))?;
        Ok(Self(Arc::new(Mutex::new(Inner { store, lists: 0 }))))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the file.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Store) -> T) -> T {
        work(&mut self.lock().store)
    }

    /// A list that has no rows yet.
    pub(crate) fn list(&self, resource: Resource) -> Staging {
        Staging { stage: self.clone(), list: self.number(), resource, count: 0, batch: Vec::new(), bytes: 0 }
    }

    fn number(&self) -> i64 {
        let mut inner = self.lock();
        inner.lists += 1;
        inner.lists
    }
}

/// A list whose rows are coming.
pub(crate) struct Staging {
    stage: Stage,
    list: i64,
    resource: Resource,
    count: usize,
    batch: Vec<Keyed>,
    bytes: usize,
}

impl Staging {
    pub(crate) fn push(&mut self, row: Json) -> Result<(), Failure> {
        let record = Keyed::of(self.resource, row);
        self.count += 1;
        self.bytes += record.body.len();
        self.batch.push(record);
        if self.batch.len() < MOST_ROWS && self.bytes < MOST_BYTES { Ok(()) } else { self.put_away() }
    }

    /// Begins again. What is in the table stays there, and is nobody's.
    pub(crate) fn clear(&mut self) {
        self.list = self.stage.number();
        self.batch.clear();
        (self.count, self.bytes) = (0, 0);
    }

    pub(crate) fn finish(mut self) -> Result<Staged, Failure> {
        self.put_away()?;
        Ok(Staged { list: self.list, resource: self.resource, count: self.count })
    }

    fn put_away(&mut self) -> Result<(), Failure> {
        self.bytes = 0;
        // Hashing is work that others need not wait for.
        let rows: Vec<_> = self.batch.drain(..).map(|record| (hash::of(&record.body), record)).collect();
        staged::insert(&self.stage.lock().store.connection, self.list, rows).map_err(|error| fault(&error))
    }
}

#[cfg(test)]
mod tests {
    use personeel::Operation;

    use super::*;

    /// The keys and bodies of lists that come at the same time, as a snapshot has them.
    fn stored(lists: &[(Operation, &str)]) -> Vec<Vec<(String, String)>> {
        let folder = tempfile::tempdir().unwrap();
        let stage = Stage::new(Store::open_or_create(&folder.path().join("s.db"), None).unwrap()).unwrap();
        let mut staged: Vec<_> =
            lists.iter().map(|(operation, _)| (stage.list(Resource::of(*operation)), Vec::new())).collect();
        for ((staging, rows), (_, text)) in staged.iter_mut().zip(lists) {
            *rows = Json::rows(text);
            // What came before the list broke off.
            rows.iter().for_each(|row| staging.push(row.clone()).unwrap());
            staging.put_away().unwrap();
            staging.clear();
        }
        let most = staged.iter().map(|(_, rows)| rows.len()).max().unwrap();
        for index in 0..most {
            for (staging, rows) in &mut staged {
                rows.get(index).into_iter().for_each(|row| staging.push(row.clone()).unwrap());
                staging.put_away().unwrap();
            }
        }
        let staged: Vec<_> = staged.into_iter().map(|(staging, _)| staging.finish().unwrap()).collect();
        stage.with(|store| {
            let resources: Vec<_> = staged.iter().map(|list| list.resource).collect();
            let writing = store.begin("2026-27", None, &resources).unwrap();
            for (index, list) in staged.iter().enumerate() {
                writing.add(&index.to_string(), &[*list]).unwrap();
            }
            let id = writing.finish(true).unwrap();
            let lists = staged.iter().enumerate().map(|(index, list)| {
                let records = store.records(id, &index.to_string(), list.resource).unwrap();
                assert_eq!(records.len(), list.count);
                let body = |id| store.body(id).unwrap().to_text();
                records.into_iter().map(|(key, stored)| (key, body(stored.body))).collect()
            });
            lists.collect()
        })
    }

    fn keys(list: &[(String, String)]) -> Vec<&str> {
        list.iter().map(|(key, _)| key.as_str()).collect()
    }

    #[test]
    fn no_record_gets_lost() {
        let lists = stored(&[
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
        // In the order of their content, however they came.
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
