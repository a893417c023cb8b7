//! What a sandbox is made of.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use personeel_wire::{Date, InstituteNumber};

use crate::document::Document;
use crate::faults::Faults;

/// What a sandbox is made of.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) seed: u64,
    pub(crate) employees: usize,
    pub(crate) institutes: Vec<InstituteNumber>,
    pub(crate) bind: SocketAddr,
    pub(crate) identity_bind: Option<SocketAddr>,
    pub(crate) admin_bind: SocketAddr,
    pub(crate) token_lifetime: Duration,
    /// The day that it is; the real one where nobody chose.
    pub(crate) today: Option<Date>,
    pub(crate) faults: Faults,
    pub(crate) record_requests: bool,
    pub(crate) compresses: bool,
    /// The document that it answers by.
    pub(crate) document: Arc<Document>,
}
