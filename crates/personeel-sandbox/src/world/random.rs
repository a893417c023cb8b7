//! Repeatable randomness.

/// A stream of numbers that depends on its seeds alone, in every build and release (SplitMix64).
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

/// Mixes the bits of a number, so that similar inputs give unrelated outputs.
pub(crate) const fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

impl Random {
    /// The stream for these seeds.
    pub(crate) fn new(seeds: &[u64]) -> Self {
        Self(seeds.iter().fold(0x9e37_79b9_7f4a_7c15, |state, seed| mix(state ^ mix(seed.wrapping_add(1)))))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        // The high half is a fraction of 2^32; multiplied by `end` it stays below `end`.
        let wide = (self.next() >> 32) * u64::from(end);
        (wide >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i16, high: i16) -> i16 {
        let width = u32::from(high.abs_diff(low)) + 1;
        low.saturating_add(i16::try_from(self.below(width)).unwrap_or(0))
    }

    pub(crate) fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        let index = self.below(u32::try_from(items.len()).unwrap_or(u32::MAX));
        items[index as usize]
    }

    /// A number from 0 up to, but not including, 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        f64::from((self.next() >> 32) as u32) / 4_294_967_296.0
    }
}
