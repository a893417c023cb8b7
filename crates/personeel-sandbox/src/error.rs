//! The error of starting a sandbox.

use std::net::SocketAddr;

use crate::faults::FaultsError;

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is not a loopback address, so other machines could reach it. A sandbox has public credentials and
    /// serves this machine only.
    #[error("{0} is not a loopback address: a sandbox serves this machine only; use an address such as 127.0.0.1:8080")]
    NotLoopback(SocketAddr),
    /// The address is in use, or this process may not use it.
    #[error("cannot listen on {address}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// The operating system's error.
        source: std::io::Error,
    },
    /// More employees than a sandbox supports.
    #[error("too many employees per institute: {0}; the maximum is 100000")]
    TooManyEmployees(usize),
    /// No institute, a repeated one, or more than a sandbox supports.
    #[error("a sandbox needs 1 to 100 different institutes")]
    Institutes,
    /// Invalid faults.
    #[error(transparent)]
    Faults(#[from] FaultsError),
    /// The key that signs tokens could not be generated.
    #[error("cannot generate the key that signs tokens")]
    Key,
    /// The operating system's clock is outside the supported school years.
    #[error("today's date is outside the school years that a sandbox supports")]
    Clock,
}
