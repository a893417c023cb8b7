//! What every connection of a sandbox works on.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use personeel_wire::Guid;

use super::counters::Counters;
use crate::admin::Stats;
use crate::builder::SandboxBuilder;
use crate::error::StartError;
use crate::faults::{Dice, Faults};
use crate::identity::{Keys, Lives};
use crate::inspect;
use crate::record::RecordedRequest;
use crate::world::World;
use crate::world::interruption::InterruptionState;
use crate::world::overlay::{Overlay, Snapshot};

pub(crate) struct Shared {
    pub(crate) world: Arc<World>,
    pub(crate) keys: &'static Keys,
    pub(crate) api_url: String,
    pub(crate) identity_url: String,
    pub(crate) token_lifetime: Duration,
    pub(crate) counters: Counters,
    pub(crate) lives: Lives,
    pub(crate) dice: Dice,
    overlay: RwLock<Arc<Overlay>>,
    faults: RwLock<Arc<Faults>>,
    /// The requests so far, where they are kept.
    record: Option<Mutex<Vec<RecordedRequest>>>,
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
            lives: Lives::default(),
            dice: Dice::new(settings.seed),
            overlay: RwLock::default(),
            faults: RwLock::new(Arc::new(settings.faults.clone())),
            record: settings.record_requests.then(Mutex::default),
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

    pub(crate) fn faults(&self) -> Arc<Faults> {
        Arc::clone(&self.faults.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set_faults(&self, faults: Faults) {
        *self.faults.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(faults);
    }

    /// Forgets every change, count and recorded request; faults and tokens stay.
    pub(crate) fn reset(&self) {
        self.change(|snapshot| snapshot.overlay = Arc::default());
        self.counters.reset();
        self.dice.reset();
        if let Some(record) = &self.record {
            record.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    pub(crate) fn stats(&self) -> Stats {
        Stats {
            token_requests: self.counters.token_requests(),
            requests: self.counters.requests(),
            attachments: self.snapshot().overlay.attachments.len(),
        }
    }

    pub(crate) fn set_interruption_state(&self, id: Guid, state: InterruptionState) -> bool {
        self.change(|snapshot| inspect::set_state(snapshot, id, state))
    }

    /// Whether requests are kept.
    pub(crate) fn records(&self) -> bool {
        self.record.is_some()
    }

    pub(crate) fn record(&self, request: RecordedRequest) {
        if let Some(record) = &self.record {
            record.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        }
    }

    pub(crate) fn recorded(&self) -> Vec<RecordedRequest> {
        let record = self.record.as_ref();
        record.map(|record| record.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap_or_default()
    }
}
