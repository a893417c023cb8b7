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

/// A running sandbox. It ends when it is dropped. `Debug` shows where it is.
pub struct Sandbox {
    shared: Arc<Shared>,
    api_url: String,
    admin_url: String,
    tasks: Vec<JoinHandle<()>>,
}

impl Sandbox {
    pub(crate) async fn run(settings: &Settings, world: World) -> Result<Self, StartError> {
        let api = listen(settings.bind).await?;
        let admin = listen(settings.admin_bind).await?;
        let identity = match settings.identity_bind {
            Some(address) => Some(listen(address).await?),
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
        let serve = |(port, socket)| tokio::spawn(listener::serve(socket, port, Arc::clone(&shared)));
        let tasks = ports.into_iter().map(serve).collect();
        Ok(Self { shared, api_url, admin_url, tasks })
    }

    #[cfg(test)]
    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Where the API is, for example `http://127.0.0.1:43210`.
    pub fn api_url(&self) -> &str {
        &self.api_url
    }

    /// Where the identity server is: `/connect/token` stands under it.
    pub fn identity_url(&self) -> &str {
        &self.shared.identity_url
    }

    /// Where the admin calls are.
    pub fn admin_url(&self) -> &str {
        &self.admin_url
    }

    /// The id of the demo client, [`CLIENT_ID`].
    #[allow(clippy::unused_self)] // callers need not know that every sandbox has the same
    pub fn client_id(&self) -> &str {
        CLIENT_ID
    }

    /// The secret of the demo client, [`CLIENT_SECRET`].
    #[allow(clippy::unused_self)] // callers need not know that every sandbox has the same
    pub fn client_secret(&self) -> &str {
        CLIENT_SECRET
    }

    /// The institutes, all of which the demo client may use.
    pub fn institutes(&self) -> &[InstituteNumber] {
        &self.shared.world.institutes
    }

    /// How many requests for a token came in.
    pub fn token_requests(&self) -> u64 {
        self.shared.counters.token_requests()
    }

    /// What came in, and what there is.
    pub fn stats(&self) -> Stats {
        self.shared.stats()
    }

    /// The requests to the API in the order in which they were answered, where the builder asked to keep them.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.shared.recorded()
    }

    /// The interruptions of an institute, with the states that lists don't show; none for one that isn't there.
    pub fn interruptions(&self, institute: InstituteNumber) -> Vec<InterruptionView> {
        let index = self.shared.world.institute_index(institute);
        index.map(|index| inspect::interruptions(&self.shared.snapshot(), index)).unwrap_or_default()
    }

    /// The attachments that exist now. No call of the API lists them.
    pub fn attachments(&self) -> Vec<AttachmentView> {
        inspect::attachments(&self.shared.snapshot())
    }

    /// Puts an interruption into a state, for example sent to AgODi; `false` where there is no such interruption.
    pub fn set_interruption_state(&self, id: Guid, state: InterruptionState) -> bool {
        self.shared.set_interruption_state(id, state)
    }

    /// What goes wrong on purpose now.
    pub fn faults(&self) -> Faults {
        (*self.shared.faults()).clone()
    }

    /// What goes wrong on purpose from now on; an error, and no change, where a value can't be.
    pub fn set_faults(&self, faults: Faults) -> Result<(), FaultsError> {
        self.shared.set_faults(faults)
    }

    /// Refuses the next call of an operation with a code, once its token, headers and query are in order; `false` where
    /// the document doesn't say that the call returns it. Several wait in the order in which they were asked for.
    pub fn refuse_next(&self, operation: Operation, code: ErrorCode) -> bool {
        self.shared.refuse_next(operation.info().id, code)
    }

    /// Ends every token that was given out so far.
    pub fn expire_tokens(&self) {
        self.shared.lives.end_all();
    }

    /// Forgets every change, count and recorded request; faults and tokens stay as they are.
    pub fn reset(&self) {
        self.shared.reset();
    }

    /// Ends the sandbox and waits until its ports are free.
    pub async fn stop(mut self) {
        for task in std::mem::take(&mut self.tasks) {
            task.abort();
            // It was aborted: the error says so and nothing else.
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

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|source| StartError::Bind { address, source })
}

fn url_of(listener: &TcpListener, address: SocketAddr) -> Result<String, StartError> {
    let bound = listener.local_addr().map_err(|source| StartError::Bind { address, source })?;
    Ok(format!("http://{bound}"))
}
