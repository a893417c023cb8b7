//! What can go wrong, how often, and what is too often.

use std::collections::BTreeSet;
use std::time::Duration;

use personeel_wire::InstituteNumber;
use serde::{Deserialize, Serialize};

use super::duration;
use super::error::FaultsError;

/// What goes wrong on purpose: nothing by default.
///
/// Probabilities run from 0 to 1, and what happens follows from the seed and the number of the request. Faults concern
/// the calls of the API, never the reference page or the admin calls; build one with `..Faults::default()`, or read it
/// from a text:
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
    /// How long every answer waits.
    #[serde(with = "duration")]
    pub latency: Duration,
    /// How often a connection is cut: in the middle of an answer that has a body, and before the first byte of one that
    /// has none, after a change has been made.
    pub drop: f64,
    /// How often a call is answered with status 500, before anything is done.
    pub status500: f64,
    /// Likewise with 502.
    pub status502: f64,
    /// Likewise with 503.
    pub status503: f64,
    /// Likewise with 429 and a `Retry-After`.
    pub status429: f64,
    /// The seconds in `Retry-After`.
    pub retry_after: u64,
    /// How often a token ends early: from its second use on, and then for good.
    pub expire_early: f64,
    /// Whether answers carry the odd values that clients of the real service have met.
    pub dirty: bool,
    /// Institutes whose calls always answer 500.
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
    /// The probabilities by their names in texts and JSON.
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

    /// Whether every value can be: text, JSON and code are all held to this.
    pub(crate) fn check(&self) -> Result<(), FaultsError> {
        for (name, probability) in self.probabilities() {
            if !(0.0..=1.0).contains(&probability) {
                return Err(FaultsError::new(format!("{name}={probability}"), "it needs a number from 0 to 1"));
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
