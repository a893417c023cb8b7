//! Exit codes: scripts branch on them.

use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    Done = 0,
    Internal = 1,
    Usage = 2,
    Credentials = 3,
    Forbidden = 4,
    Refused = 5,
    Unavailable = 6,
    Undecodable = 7,
    Partial = 8,
    NotFound = 9,
    TooMuchChange = 10,
    Differs = 11,
    /// `diff --exit-code` found something; 11 is the doctor's.
    Changed = 12,
    /// Ctrl-C, as a shell counts it: 128 and the number of the signal.
    Interrupted = 130,
    /// SIGTERM while a write was under way.
    Terminated = 143,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What `--help` says of them.
pub(crate) const HELP: &str = "\
Exit codes:
   0  done
   1  internal
   2  usage: a flag, an argument or a setting
   3  credentials, or the service refused the token (401)
   4  forbidden: the institute is outside the token's scopes (403)
   5  refused by the rules (BR and MNA codes), by the service or before sending
   6  network, time limit or service (5xx, 999, other 4xx), after retries
   7  an answer that cannot be decoded
   8  partial: some institutes failed
   9  not found (one record)
  10  diff: more would change than --max-change-pct allows
  11  doctor: the service differs from the document
  12  diff --exit-code: something changed
 130  ended by Ctrl-C (143: by SIGTERM, during a write)";
