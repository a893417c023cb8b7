//! The settings of a sandbox.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use personeel_wire::{Date, InstituteNumber};

use crate::document::Document;
use crate::drift::Drift;
use crate::faults::Faults;

/// The settings of a sandbox, as the builder collects them.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) employees: usize,
    pub(crate) institutes: Vec<InstituteNumber>,
    pub(crate) bind: SocketAddr,
    pub(crate) identity_bind: Option<SocketAddr>,
    pub(crate) admin_bind: SocketAddr,
    pub(crate) token_lifetime: Duration,
    /// The current day; `None` for the real date.
    pub(crate) today: Option<Date>,
    pub(crate) faults: Faults,
    pub(crate) drift: Drift,
    pub(crate) record_requests: bool,
    pub(crate) compresses: bool,
    /// The document that the sandbox follows.
    pub(crate) document: Arc<Document>,
}
