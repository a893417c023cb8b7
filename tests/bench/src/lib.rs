//! Speed, memory and size of `personeel` compared with a hand-written client.

pub mod baseline;
pub mod fixed;
pub mod line;
pub mod memory;
pub mod ours;

/// The error of a benchmark.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The school year of every call.
pub const SCHOOL_YEAR: &str = "2025-26";

/// The institute of every call for one institute.
pub const INSTITUTE: &str = "011007";

/// The number of small calls whose instructions are counted together.
pub const CALLS: u32 = 100;
