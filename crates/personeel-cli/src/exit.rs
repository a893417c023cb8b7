//! Exit codes, which scripts branch on.

use std::process::ExitCode;

/// How the program ended.
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
    /// `diff --exit-code` found a difference; 11 is the doctor's.
    Changed = 12,
    /// Ctrl-C, reported as shells do: 128 plus the signal number.
    Interrupted = 130,
    /// SIGTERM while a write was in progress.
    Terminated = 143,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The exit codes as `--help` describes them.
pub(crate) const HELP: &str = "\
Exit codes:
   0  success
   1  internal error
   2  usage: a flag, an argument or a setting
   3  credentials, or the service refused the token (401)
   4  forbidden: the institute is outside the token's scopes (403)
   5  refused by the rules (BR and MNA codes), by the service or before sending
   6  network, timeout or service (5xx, 999, other 4xx), after retries
   7  a response that cannot be decoded
   8  partial: some institutes failed
   9  not found (one record)
  10  diff: more changed than --max-change-pct allows
  11  doctor: the service differs from the document
  12  diff --exit-code: something changed
 130  interrupted by Ctrl-C (143: by SIGTERM during a write)";
