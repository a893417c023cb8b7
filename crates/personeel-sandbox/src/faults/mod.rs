//! What goes wrong on purpose.

mod dice;
mod text;

use std::collections::BTreeSet;
use std::time::Duration;

use personeel_wire::InstituteNumber;
use serde::{Deserialize, Serialize};

pub(crate) use dice::{Dice, Fate};
pub use text::FaultsParseError;

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
/// # Ok::<(), personeel_sandbox::FaultsParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default, deny_unknown_fields)]
pub struct Faults {
    /// How long every answer waits.
    #[serde(with = "text::duration")]
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
