//! What every connection of a sandbox works on.

use std::mem;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use super::counters::Counters;
use crate::builder::SandboxBuilder;
use crate::error::StartError;
use crate::identity::Keys;
use crate::world::World;
use crate::world::overlay::{Overlay, Snapshot};

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) world: Arc<World>,
    pub(crate) keys: &'static Keys,
    pub(crate) api_url: String,
    pub(crate) identity_url: String,
    pub(crate) token_lifetime: Duration,
    pub(crate) counters: Counters,
    overlay: RwLock<Arc<Overlay>>,
}

impl Shared {
    pub(crate) fn new(settings: &SandboxBuilder, api_url: &str, identity_url: String) -> Result<Self, StartError> {
        Ok(Self {
            world: Arc::new(World::new(settings)?),
            keys: Keys::of_this_process().ok_or(StartError::Key)?,
            api_url: api_url.to_owned(),
            identity_url,
            token_lifetime: settings.token_lifetime,
            counters: Counters::default(),
            overlay: RwLock::default(),
        })
    }

    /// Whether the identity server shares the API's port.
    pub(crate) fn has_one_port(&self) -> bool {
        self.api_url == self.identity_url
    }

    /// The staff as it is now.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let overlay = Arc::clone(&self.overlay.read().unwrap_or_else(PoisonError::into_inner));
        Snapshot { world: Arc::clone(&self.world), overlay }
    }

    /// Changes the staff; nobody else changes it meanwhile.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut Snapshot) -> R) -> R {
        let mut guard = self.overlay.write().unwrap_or_else(PoisonError::into_inner);
        // Moved out rather than cloned: a change copies it only where a list is being sent from it.
        let mut snapshot = Snapshot { world: Arc::clone(&self.world), overlay: mem::take(&mut *guard) };
        let result = change(&mut snapshot);
        *guard = snapshot.overlay;
        result
    }

    /// Forgets every change and count.
    pub(crate) fn reset(&self) {
        self.change(|snapshot| snapshot.overlay = Arc::default());
        self.counters.reset();
    }
}
