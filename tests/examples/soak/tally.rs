//! What came of the calls.

use std::collections::{BTreeMap, BTreeSet};

use personeel::{Error, ErrorKind, Guid};

/// What a task has seen.
#[derive(Default)]
pub struct Tally {
    /// Calls that succeeded.
    pub done: u64,
    /// Refused or failed for good, by kind and status or code.
    pub failed: BTreeMap<String, u64>,
    /// Leaves that were reported as done.
    pub interruptions: BTreeSet<Guid>,
    /// Files that were reported as done.
    pub attachments: BTreeSet<Guid>,
    /// Writes of which nobody knows whether they were carried out.
    pub unknown: BTreeSet<Guid>,
    /// Lists and records that were empty and cannot have been.
    pub false_empties: u64,
    /// Errors that say too little.
    pub untyped: u64,
}

impl Tally {
    /// Adds what another task has seen.
    pub fn add(&mut self, other: Self) {
        self.done += other.done;
        for (kind, count) in other.failed {
            *self.failed.entry(kind).or_default() += count;
        }
        self.interruptions.extend(other.interruptions);
        self.attachments.extend(other.attachments);
        self.unknown.extend(other.unknown);
        self.false_empties += other.false_empties;
        self.untyped += other.untyped;
    }

    /// Counts a call that failed for good.
    pub fn fail(&mut self, error: &Error, written: Option<Guid>) {
        *self.failed.entry(describe(error)).or_default() += 1;
        // A page is told as one, with the call that it answered.
        let is_odd = error.kind() == ErrorKind::Internal
            || (error.is_decode() && error.status() != Some(200))
            || (error.status().is_some() && error.attempts() == 0 && !error.is_connection())
            || error.operation().is_none();
        self.untyped += u64::from(is_odd);
        if let Some(id) = written.filter(|_| error.may_have_been_applied()) {
            self.untyped += u64::from(error.id() != Some(id));
            self.unknown.insert(id);
        }
    }
}

fn describe(error: &Error) -> String {
    match (error.kind(), error.status(), error.codes().first()) {
        (ErrorKind::Refused, _, Some(refusal)) => refusal.code().to_string(),
        (kind, Some(status), _) => format!("{} {status}", kind.as_str()),
        (kind, None, _) => kind.as_str().to_owned(),
    }
}
