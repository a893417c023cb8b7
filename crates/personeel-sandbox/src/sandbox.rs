//! A running sandbox.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use personeel_client::codes::ErrorCode;
use personeel_client::operations::Operation;
use personeel_wire::{Guid, InstituteNumber};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::credentials::{CLIENT_ID, CLIENT_SECRET};
use crate::error::StartError;
use crate::faults::{Faults, FaultsError};
use crate::inspect::{self, AttachmentView, InterruptionView};
use crate::listener::{self, Port};
use crate::record::RecordedRequest;
use crate::settings::Settings;
use crate::state::Shared;
use crate::stats::Stats;
use crate::world::World;
use crate::world::interruption::InterruptionState;

/// A running sandbox, which stops when it is dropped. `Debug` shows its URLs.
pub struct Sandbox {
    shared: Arc<Shared>,
    api_url: String,
    admin_url: String,
    tasks: Vec<JoinHandle<()>>,
}

impl Sandbox {
    pub(crate) async fn run(settings: &Settings, world: World) -> Result<Self, StartError> {
        let api = bind_listener(settings.bind).await?;
        let admin = bind_listener(settings.admin_bind).await?;
        let identity = match settings.identity_bind {
            Some(address) => Some(bind_listener(address).await?),
            None => None,
        };
        let api_url = url_of(&api, settings.bind)?;
        let admin_url = url_of(&admin, settings.admin_bind)?;
        let identity_url = match (&identity, settings.identity_bind) {
            (Some(listener), Some(address)) => url_of(listener, address)?,
            _ => api_url.clone(),
        };
        let shared = Arc::new(Shared::new(settings, world, &api_url, identity_url)?);
        let mut ports = vec![(Port::Api, api), (Port::Admin, admin)];
        ports.extend(identity.map(|listener| (Port::Identity, listener)));
        let serve = |(port, socket)| tokio::spawn(listener::serve_port(socket, port, Arc::clone(&shared)));
        let tasks = ports.into_iter().map(serve).collect();
        Ok(Self { shared, api_url, admin_url, tasks })
    }

    #[cfg(test)]
    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Returns the API's base URL, for example `http://127.0.0.1:43210`.
    pub fn api_url(&self) -> &str {
        &self.api_url
    }

    /// Returns the identity server's base URL: append `/connect/token` for the token endpoint.
    pub fn identity_url(&self) -> &str {
        &self.shared.identity_url
    }

    /// Returns the base URL of the admin calls.
    pub fn admin_url(&self) -> &str {
        &self.admin_url
    }

    /// Returns the client id of the demo client, [`CLIENT_ID`].
    #[allow(clippy::unused_self)] // callers need not know that it is the same for every sandbox
    pub fn client_id(&self) -> &str {
        CLIENT_ID
    }

    /// Returns the client secret of the demo client, [`CLIENT_SECRET`].
    #[allow(clippy::unused_self)] // callers need not know that it is the same for every sandbox
    pub fn client_secret(&self) -> &str {
        CLIENT_SECRET
    }

    /// Returns the institutes, all of which the demo client may access.
    pub fn institutes(&self) -> &[InstituteNumber] {
        &self.shared.world.institutes
    }

    /// Returns how many token requests were received.
    pub fn token_requests(&self) -> u64 {
        self.shared.counters.token_requests()
    }

    /// Returns the counts since the start or the last reset.
    pub fn stats(&self) -> Stats {
        self.shared.stats()
    }

    /// Returns the requests to the API in the order in which they were answered, if
    /// [`record_requests`](crate::SandboxBuilder::record_requests) is set.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.shared.recorded_requests()
    }

    /// Returns the interruptions of an institute, with the state that lists don't show; none for an unknown institute.
    pub fn interruptions(&self, institute: InstituteNumber) -> Vec<InterruptionView> {
        let index = self.shared.world.institute_index(institute);
        index.map(|index| inspect::interruptions(&self.shared.snapshot(), index)).unwrap_or_default()
    }

    /// Returns the attachments that exist now. No call of the API lists them.
    pub fn attachments(&self) -> Vec<AttachmentView> {
        inspect::attachments(&self.shared.snapshot())
    }

    /// Sets an interruption's state, for example to sent to AgODi. Returns `false` if there is no such interruption.
    pub fn set_interruption_state(&self, id: Guid, state: InterruptionState) -> bool {
        self.shared.set_interruption_state(id, state)
    }

    /// Returns the current faults.
    pub fn faults(&self) -> Faults {
        (*self.shared.faults()).clone()
    }

    /// Replaces the faults.
    ///
    /// # Errors
    ///
    /// An invalid value. The faults then stay as they were.
    pub fn set_faults(&self, faults: Faults) -> Result<(), FaultsError> {
        self.shared.set_faults(faults)
    }

    /// Refuses the next request for an operation with a code, if its token, headers and query are valid. Several
    /// refusals apply in the order of their requests. Returns `false` if the document doesn't list the code for the
    /// operation.
    pub fn refuse_next(&self, operation: Operation, code: ErrorCode) -> bool {
        self.shared.refuse_next(operation.info().id, code)
    }

    /// Expires every token issued so far.
    pub fn expire_tokens(&self) {
        self.shared.lives.end_all();
    }

    /// Discards every change, count, recorded request and pending refusal. Faults and tokens stay as they are.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// Stops the sandbox and waits until its ports are free.
    pub async fn stop(mut self) {
        for task in std::mem::take(&mut self.tasks) {
            task.abort();
            // The task was aborted, so the only possible error is the cancellation.
            let _ = task.await;
        }
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Sandbox")
            .field("api_url", &self.api_url)
            .field("identity_url", &self.identity_url())
            .field("admin_url", &self.admin_url)
            .finish_non_exhaustive()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn bind_listener(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|source| StartError::Bind { address, source })
}

fn url_of(listener: &TcpListener, address: SocketAddr) -> Result<String, StartError> {
    let bound = listener.local_addr().map_err(|source| StartError::Bind { address, source })?;
    Ok(format!("http://{bound}"))
}
