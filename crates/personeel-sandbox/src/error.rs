//! Why a sandbox does not start.

use std::net::SocketAddr;

use crate::faults::FaultsError;

/// Why a sandbox does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// An address that other machines can reach. A sandbox has public credentials and serves this machine only.
    #[error("{0} is no loopback address; a sandbox serves this machine only, for example 127.0.0.1:8080")]
    NotLoopback(SocketAddr),
    /// The address is taken, or may not be used.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// More employees than a sandbox keeps apart.
    #[error("{0} employees per institute are too many; 100000 is the most")]
    TooManyEmployees(usize),
    /// No institute, one twice, or more than a sandbox keeps apart.
    #[error("a sandbox needs 1 to 100 different institutes")]
    Institutes,
    /// A fault that can't be.
    #[error(transparent)]
    Faults(#[from] FaultsError),
    /// The key that signs tokens could not be made.
    #[error("cannot make the key that signs tokens")]
    Key,
    /// The operating system's clock stands outside the years that school years are made of.
    #[error("today's date lies outside the school years that a sandbox knows")]
    Clock,
}
