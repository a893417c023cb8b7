//! The outcomes of the calls.

use std::collections::{BTreeMap, BTreeSet};

use personeel::{Error, ErrorKind, Guid};

/// The outcomes that a task has counted.
#[derive(Default)]
pub struct Tally {
    /// Calls that succeeded.
    pub done: u64,
    /// Calls that were refused or failed permanently, by kind and status or code.
    pub failed: BTreeMap<String, u64>,
    /// Leaves whose write was reported as done.
    pub interruptions: BTreeSet<Guid>,
    /// Files whose write was reported as done.
    pub attachments: BTreeSet<Guid>,
    /// Writes with an unknown outcome.
    pub unknown: BTreeSet<Guid>,
    /// Lists and records that were falsely empty.
    pub false_empties: u64,
    /// Errors that lack information.
    pub untyped: u64,
}

impl Tally {
    /// Adds the outcomes of another task.
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

    /// Counts a call that failed permanently.
    pub fn count_failure(&mut self, error: &Error, written: Option<Guid>) {
        *self.failed.entry(describe(error)).or_default() += 1;
        // A page must be reported as a decode error with status 200, and with its call.
        let is_untyped = error.kind() == ErrorKind::Internal
            || (error.is_decode() && error.status() != Some(200))
            || (error.status().is_some() && error.attempts() == 0 && !error.is_connection())
            || error.operation().is_none();
        self.untyped += u64::from(is_untyped);
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
