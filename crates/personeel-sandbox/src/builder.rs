//! What a sandbox is made of.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use personeel_wire::{Date, InstituteNumber};

use crate::document::Document;
use crate::error::StartError;
use crate::faults::Faults;
use crate::sandbox::Sandbox;
use crate::settings::Settings;
use crate::world::World;

/// What a sandbox is made of. Every setting has a default.
#[derive(Clone, Debug)]
#[must_use = "nothing runs until `start`"]
pub struct SandboxBuilder(Settings);

/// Any free port.
const LOOPBACK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// The numbers of the default institutes, of which the last is the one in the guide's examples.
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
            record_requests: false,
            compresses: true,
            document: Document::of_this_crate(),
        })
    }
}

impl SandboxBuilder {
    /// What the invented staff follows from: the same seed on a day of the same school year gives the same bytes.
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }

    /// How many employees each institute has or had, 25 by default and 100,000 at most.
    pub fn employees(mut self, employees: usize) -> Self {
        self.0.employees = employees;
        self
    }

    /// The institutes of the sandbox, and so of the demo client.
    pub fn institutes(mut self, institutes: impl IntoIterator<Item = InstituteNumber>) -> Self {
        self.0.institutes = institutes.into_iter().collect();
        self
    }

    /// Where the API listens, and by default the identity server: a loopback address; port 0 takes any free one.
    pub fn bind(mut self, address: SocketAddr) -> Self {
        self.0.bind = address;
        self
    }

    /// Gives the identity server an address of its own.
    pub fn identity_bind(mut self, address: SocketAddr) -> Self {
        self.0.identity_bind = Some(address);
        self
    }

    /// Where the admin calls listen; never on the API's address.
    pub fn admin_bind(mut self, address: SocketAddr) -> Self {
        self.0.admin_bind = address;
        self
    }

    /// How long a token is valid, an hour by default.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.0.token_lifetime = lifetime;
        self
    }

    /// The day that decides which school year is the current one; the real date by default.
    pub fn today(mut self, today: Date) -> Self {
        self.0.today = Some(today);
        self
    }

    /// What goes wrong on purpose from the start; nothing by default.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.0.faults = faults;
        self
    }

    /// Whether answers carry the odd values that clients of the real service have met; part of the faults too.
    pub fn dirty(mut self, dirty: bool) -> Self {
        self.0.faults.dirty = dirty;
        self
    }

    /// Whether answers of the API are compressed for whoever takes gzip, as a service behind IIS does; they are by
    /// default.
    pub fn compression(mut self, compression: bool) -> Self {
        self.0.compresses = compression;
        self
    }

    /// Keeps every request for [`Sandbox::requests`].
    pub fn record_requests(mut self, record: bool) -> Self {
        self.0.record_requests = record;
        self
    }

    /// Answers by another document than that of this crate, as a sandbox of a later crate will.
    #[cfg(test)]
    pub(crate) fn document(mut self, document: Document) -> Self {
        self.0.document = std::sync::Arc::new(document);
        self
    }

    /// Starts the sandbox on the current tokio run time.
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
    /// Starts a sandbox with the default settings on any free port of this machine.
    pub async fn start() -> Result<Self, StartError> {
        Self::builder().start().await
    }

    /// The settings of a sandbox.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }
}

/// The date in UTC, which is near enough to tell school years apart.
fn date_of(time: SystemTime) -> Option<Date> {
    let days = time.duration_since(UNIX_EPOCH).ok()?.as_secs() / 86_400;
    let span = personeel_wire::jiff::Span::new().try_days(i64::try_from(days).ok()?).ok()?;
    personeel_wire::jiff::civil::date(1970, 1, 1).checked_add(span).ok().map(Date::from)
}
