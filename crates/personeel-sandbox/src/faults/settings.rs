//! Which faults occur, and how often.

use std::collections::BTreeSet;
use std::time::Duration;

use personeel_wire::InstituteNumber;
use serde::{Deserialize, Serialize};

use super::duration;
use super::error::FaultsError;

/// The faults that a sandbox simulates: none by default.
///
/// Probabilities run from 0 to 1. The seed and the number of the request determine what happens. Faults apply to the
/// calls of the API, never to the reference page or the admin calls. Build them with `..Faults::default()`, or parse
/// them from a string:
///
/// ```
/// use personeel_sandbox::Faults;
///
/// let faults: Faults = "latency=20ms,drop=0.01,status429=0.02,retry-after=1,fail-institute=038281".parse()?;
/// assert_eq!(faults.drop, 0.01);
/// assert_eq!(faults.to_string().parse::<Faults>()?, faults);
/// # Ok::<(), personeel_sandbox::FaultsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Faults {
    /// How long every response is delayed.
    #[serde(with = "duration")]
    pub latency: Duration,
    /// The probability that a connection is cut: in the middle of a response that has a body, or before the first byte
    /// of one that has none. Changes have been made by then.
    pub drop: f64,
    /// The probability that a call returns status 500 without being performed.
    pub status500: f64,
    /// Likewise for 502.
    pub status502: f64,
    /// Likewise for 503.
    pub status503: f64,
    /// Likewise for 429, with a `Retry-After` header.
    pub status429: f64,
    /// The value of `Retry-After`, in seconds.
    pub retry_after: u64,
    /// The probability, from a token's second use on, that it expires early and permanently.
    pub expire_early: f64,
    /// Whether responses contain the unexpected values that clients of the real service have met.
    pub dirty: bool,
    /// Institutes whose calls always return 500.
    pub fail_institute: BTreeSet<InstituteNumber>,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            latency: Duration::ZERO,
            drop: 0.0,
            status500: 0.0,
            status502: 0.0,
            status503: 0.0,
            status429: 0.0,
            retry_after: 1,
            expire_early: 0.0,
            dirty: false,
            fail_institute: BTreeSet::new(),
        }
    }
}

impl Faults {
    /// The probabilities with their names in strings and JSON.
    pub(super) fn probabilities(&self) -> [(&'static str, f64); 6] {
        [
            ("drop", self.drop),
            ("status500", self.status500),
            ("status502", self.status502),
            ("status503", self.status503),
            ("status429", self.status429),
            ("expire-early", self.expire_early),
        ]
    }

    /// Checks every value, whether it comes from a string, JSON or code.
    pub(crate) fn check(&self) -> Result<(), FaultsError> {
        for (name, probability) in self.probabilities() {
            if !(0.0..=1.0).contains(&probability) {
                return Err(FaultsError::new(format!("{name}={probability}"), "expected a number from 0 to 1"));
            }
        }
        let statuses = self.probabilities().into_iter().filter(|(name, _)| name.starts_with("status"));
        let (names, shares): (Vec<_>, Vec<_>) =
            statuses.map(|(name, share)| (format!("{name}={share}"), share)).unzip();
        if shares.iter().sum::<f64>() > 1.0 {
            return Err(FaultsError::new(names.join(","), "the statuses add up to more than 1"));
        }
        Ok(())
    }
}
