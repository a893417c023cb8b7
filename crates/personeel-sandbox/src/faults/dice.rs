//! Decides which fault a request meets.

use std::sync::atomic::{AtomicU64, Ordering};

use http::StatusCode;

use super::settings::Faults;
use crate::world::random::Random;

/// Rolls for every request; the same seed rolls the same numbers.
#[derive(Debug)]
pub(crate) struct Dice {
    seed: u64,
    rolls: AtomicU64,
}

/// What happens to one request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Fate {
    /// The status to return before the call is performed.
    pub(crate) status: Option<StatusCode>,
    pub(crate) is_cut: bool,
    /// Whether its token expires now, if it was used before.
    pub(crate) ends_token: bool,
}

/// Separates these random streams from those of the staff.
const PURPOSE: u64 = 0x6661_756c_7473;

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, rolls: AtomicU64::new(0) }
    }

    pub(crate) fn reset(&self) {
        self.rolls.store(0, Ordering::Relaxed);
    }

    pub(crate) fn roll_fate(&self, faults: &Faults) -> Fate {
        let mut random = Random::new(&[self.seed, PURPOSE, self.rolls.fetch_add(1, Ordering::Relaxed)]);
        let statuses = [
            (faults.status500, StatusCode::INTERNAL_SERVER_ERROR),
            (faults.status502, StatusCode::BAD_GATEWAY),
            (faults.status503, StatusCode::SERVICE_UNAVAILABLE),
            (faults.status429, StatusCode::TOO_MANY_REQUESTS),
        ];
        let mut left = random.fraction();
        let status = statuses.into_iter().find_map(|(chance, status)| {
            left -= chance;
            (left < 0.0).then_some(status)
        });
        let is_cut = random.fraction() < faults.drop;
        let ends_token = random.fraction() < faults.expire_early;
        Fate { status, is_cut, ends_token }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(seed: u64, faults: &Faults) -> Vec<Fate> {
        let dice = Dice::new(seed);
        (0..1000).map(|_| dice.roll_fate(faults)).collect()
    }

    #[test]
    fn the_same_seed_rolls_the_same_fates_and_faults_have_their_probabilities() {
        let faults = Faults { status503: 0.2, status429: 0.1, drop: 0.5, ..Faults::default() };
        let rolled = fates(3, &faults);
        assert_eq!(rolled, fates(3, &faults));
        assert_ne!(rolled, fates(4, &faults));
        let count = |status| rolled.iter().filter(|fate| fate.status == Some(status)).count();
        assert!((150..250).contains(&count(StatusCode::SERVICE_UNAVAILABLE)));
        assert!((60..140).contains(&count(StatusCode::TOO_MANY_REQUESTS)));
        assert!((420..580).contains(&rolled.iter().filter(|fate| fate.is_cut).count()));
        assert!(rolled.iter().all(|fate| !fate.ends_token));
        assert!(fates(3, &Faults::default()).iter().all(|fate| fate.status.is_none() && !fate.is_cut));
        assert!(fates(3, &Faults { status500: 1.0, ..Faults::default() }).iter().all(|fate| fate.status.is_some()));
    }
}
