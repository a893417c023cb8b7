//! Speed, memory and size of `personeel` beside a client that is written by hand.

pub mod baseline;
pub mod fixed;
pub mod line;
pub mod memory;
pub mod ours;

/// What a benchmark may fail with.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The school year of every call.
pub const SCHOOL_YEAR: &str = "2025-26";

/// The institute of every call that is for one.
pub const INSTITUTE: &str = "011007";

/// Small calls whose instructions are counted together.
pub const CALLS: u32 = 100;
