//! The settings of a sandbox.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, SystemTime};

use personeel_wire::jiff::Timestamp;
use personeel_wire::{Date, DateTime, InstituteNumber};

use crate::document::Document;
use crate::drift::Drift;
use crate::error::StartError;
use crate::faults::Faults;
use crate::sandbox::Sandbox;
use crate::settings::Settings;
use crate::world::World;

/// Configures a sandbox. Every setting has a default.
#[derive(Clone, Debug)]
#[must_use = "nothing runs until `start`"]
pub struct SandboxBuilder(Settings);

/// Any free port.
const LOOPBACK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// The default institutes; the last is the one in the guide's examples.
const INSTITUTES: [&str; 3] = ["011007", "038281", "999999"];

const MAX_INSTITUTES: usize = 100;

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self(Settings {
            seed: 1,
            employees: 25,
            institutes: INSTITUTES.iter().filter_map(|number| number.parse().ok()).collect(),
            bind: LOOPBACK,
            identity_bind: None,
            admin_bind: LOOPBACK,
            token_lifetime: Duration::from_secs(3600),
            today: None,
            faults: Faults::default(),
            drift: Drift::default(),
            record_requests: false,
            compresses: true,
            document: Document::of_this_crate(),
        })
    }
}

impl SandboxBuilder {
    /// Sets the seed of the invented staff, 1 by default. The same seed gives the same bytes on every day of a school
    /// year, except for the interruptions that make somebody absent today.
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }

    /// Sets how many current and former employees each institute has: 25 by default, 100,000 at most.
    pub fn employees(mut self, employees: usize) -> Self {
        self.0.employees = employees;
        self
    }

    /// Sets the sandbox's institutes, all of which the demo client may access: 011007, 038281 and 999999 by default, 1
    /// to 100 different ones.
    pub fn institutes(mut self, institutes: impl IntoIterator<Item = InstituteNumber>) -> Self {
        self.0.institutes = institutes.into_iter().collect();
        self
    }

    /// Sets the loopback address on which the API listens, and by default also the identity server. Port 0, the
    /// default, takes any free port.
    pub fn bind(mut self, address: SocketAddr) -> Self {
        self.0.bind = address;
        self
    }

    /// Gives the identity server a loopback address of its own.
    pub fn identity_bind(mut self, address: SocketAddr) -> Self {
        self.0.identity_bind = Some(address);
        self
    }

    /// Sets the loopback address of the admin calls, which never share the API's.
    pub fn admin_bind(mut self, address: SocketAddr) -> Self {
        self.0.admin_bind = address;
        self
    }

    /// Sets how long a token is valid: one hour by default.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.0.token_lifetime = lifetime;
        self
    }

    /// Sets the day that decides which school year is current: the real date by default.
    pub fn today(mut self, today: Date) -> Self {
        self.0.today = Some(today);
        self
    }

    /// Sets the faults that the sandbox simulates from the start: none by default.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.0.faults = faults;
        self
    }

    /// Sets whether responses contain the unexpected values that clients of the real service have met. Same as
    /// [`Faults::dirty`].
    pub fn dirty(mut self, dirty: bool) -> Self {
        self.0.faults.dirty = dirty;
        self
    }

    /// Sets how the service departs from its document: not at all by default.
    pub fn drift(mut self, drift: Drift) -> Self {
        self.0.drift = drift;
        self
    }

    /// Sets whether the API compresses responses for clients that accept gzip, as a service behind IIS does: true by
    /// default.
    pub fn compression(mut self, compression: bool) -> Self {
        self.0.compresses = compression;
        self
    }

    /// Sets whether the sandbox keeps every request for [`Sandbox::requests`]: false by default.
    pub fn record_requests(mut self, record: bool) -> Self {
        self.0.record_requests = record;
        self
    }

    /// Replaces this crate's document, to test the sandbox of a later crate.
    #[cfg(test)]
    pub(crate) fn document(mut self, document: Document) -> Self {
        self.0.document = std::sync::Arc::new(document);
        self
    }

    /// Starts the sandbox on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// An invalid setting, an address that cannot be bound, or a signing key that cannot be generated: see
    /// [`StartError`].
    pub async fn start(self) -> Result<Sandbox, StartError> {
        let Self(settings) = self;
        for address in [Some(settings.bind), settings.identity_bind, Some(settings.admin_bind)].into_iter().flatten() {
            if !address.ip().is_loopback() {
                return Err(StartError::NotLoopback(address));
            }
        }
        let different: BTreeSet<_> = settings.institutes.iter().collect();
        if different.is_empty() || different.len() != settings.institutes.len() || different.len() > MAX_INSTITUTES {
            return Err(StartError::Institutes);
        }
        settings.faults.check()?;
        let today = settings.today.or_else(|| date_of(SystemTime::now())).ok_or(StartError::Clock)?;
        let world = World::new(settings.seed, settings.employees, settings.institutes.clone(), today)
            .ok_or(StartError::TooManyEmployees(settings.employees))?;
        Sandbox::run(&settings, world).await
    }
}

impl Sandbox {
    /// Starts a sandbox with the default settings on free ports of this machine.
    ///
    /// # Errors
    ///
    /// See [`SandboxBuilder::start`].
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// Returns a builder with the default settings.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }
}

/// The date in UTC, which is close enough to determine the school year.
fn date_of(time: SystemTime) -> Option<Date> {
    Timestamp::try_from(time).ok().map(|time| DateTime::from(time).date())
}
