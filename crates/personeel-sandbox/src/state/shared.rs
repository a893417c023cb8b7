//! The state that all connections of a sandbox share.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use personeel_client::codes::ErrorCode;
use personeel_wire::Guid;

use super::counters::Counters;
use super::refusals::Refusals;
use crate::document::Document;
use crate::drift::Drift;
use crate::error::StartError;
use crate::faults::{Dice, Faults, FaultsError};
use crate::inspect;
use crate::record::RecordedRequest;
use crate::settings::Settings;
use crate::stats::Stats;
use crate::tokens::{Keys, Lives};
use crate::world::World;
use crate::world::interruption::InterruptionState;
use crate::world::overlay::{Overlay, Snapshot};

pub(crate) struct Shared {
    pub(crate) world: Arc<World>,
    pub(crate) keys: &'static Keys,
    pub(crate) api_url: String,
    pub(crate) identity_url: String,
    pub(crate) token_lifetime: Duration,
    pub(crate) compresses: bool,
    pub(crate) counters: Counters,
    pub(crate) lives: Lives,
    pub(crate) dice: Dice,
    pub(crate) drift: Drift,
    pub(crate) refusals: Refusals,
    pub(crate) document: Arc<Document>,
    overlay: RwLock<Arc<Overlay>>,
    faults: RwLock<Arc<Faults>>,
    /// The requests so far, if they are kept.
    record: Option<Mutex<Vec<RecordedRequest>>>,
}

impl Shared {
    pub(crate) fn new(
        settings: &Settings,
        world: World,
        api_url: &str,
        identity_url: String,
    ) -> Result<Self, StartError> {
        Ok(Self {
            world: Arc::new(world),
            keys: Keys::of_this_process().ok_or(StartError::Key)?,
            api_url: api_url.to_owned(),
            identity_url,
            token_lifetime: settings.token_lifetime,
            compresses: settings.compresses,
            counters: Counters::default(),
            lives: Lives::default(),
            dice: Dice::new(settings.seed),
            drift: settings.drift.clone(),
            refusals: Refusals::default(),
            document: Arc::clone(&settings.document),
            overlay: RwLock::default(),
            faults: RwLock::new(Arc::new(settings.faults.clone())),
            record: settings.record_requests.then(Mutex::default),
        })
    }

    /// Whether the identity server shares the API's port.
    pub(crate) fn has_one_port(&self) -> bool {
        self.api_url == self.identity_url
    }

    /// Returns the current state of the staff.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let overlay = Arc::clone(&self.overlay.read().unwrap_or_else(PoisonError::into_inner));
        Snapshot { world: Arc::clone(&self.world), overlay }
    }

    /// Changes the staff, under a lock that excludes other changes.
    pub(crate) fn change<R>(&self, change: impl FnOnce(&mut Snapshot) -> R) -> R {
        let mut overlay = self.overlay.write().unwrap_or_else(PoisonError::into_inner);
        let mut changing = Changing::of(&self.world, &mut overlay);
        change(&mut changing.snapshot)
    }

    pub(crate) fn faults(&self) -> Arc<Faults> {
        Arc::clone(&self.faults.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set_faults(&self, faults: Faults) -> Result<(), FaultsError> {
        faults.check()?;
        *self.faults.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(faults);
        Ok(())
    }

    /// Returns `false` if the document doesn't list the code for the call.
    pub(crate) fn refuse_next(&self, operation_id: &str, code: ErrorCode) -> bool {
        let call = self.document.call(operation_id).and_then(|call| call.operation);
        let is_known = code.info().zip(call).is_some_and(|(info, call)| info.operations.contains(&call));
        if is_known {
            self.refusals.add(operation_id, code);
        }
        is_known
    }

    /// Discards every change, count, recorded request and pending refusal; faults and tokens stay.
    pub(crate) fn reset(&self) {
        self.change(|snapshot| snapshot.overlay = Arc::default());
        self.counters.reset();
        self.dice.reset();
        self.refusals.clear();
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
    pub(crate) fn keeps_requests(&self) -> bool {
        self.record.is_some()
    }

    pub(crate) fn record_request(&self, request: RecordedRequest) {
        if let Some(record) = &self.record {
            record.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        }
    }

    pub(crate) fn recorded_requests(&self) -> Vec<RecordedRequest> {
        let record = self.record.as_ref();
        record.map(|record| record.lock().unwrap_or_else(PoisonError::into_inner).clone()).unwrap_or_default()
    }
}

/// A change in progress. The overlay is moved out rather than cloned, so that a change copies it only while a list is
/// being sent from it. It is put back however the change ends, so that a panic loses no earlier changes.
struct Changing<'a> {
    snapshot: Snapshot,
    place: &'a mut Arc<Overlay>,
}

impl<'a> Changing<'a> {
    fn of(world: &Arc<World>, place: &'a mut Arc<Overlay>) -> Self {
        let snapshot = Snapshot { world: Arc::clone(world), overlay: mem::take(place) };
        Self { snapshot, place }
    }
}

impl Drop for Changing<'_> {
    fn drop(&mut self) {
        *self.place = mem::take(&mut self.snapshot.overlay);
    }
}
