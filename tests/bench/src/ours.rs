//! The measured client.

use personeel::{ClientCredentials, Institute, Personeel};
use personeel_sandbox::{CLIENT_ID, CLIENT_SECRET};

use crate::{Failure, INSTITUTE};

/// A client with the default settings.
pub fn client(api: &str, identity: &str) -> Result<Personeel, Failure> {
    let credentials = ClientCredentials::new(CLIENT_ID, CLIENT_SECRET);
    Ok(Personeel::builder().credentials(credentials).api_url(api).identity_url(identity).build()?)
}

/// The institute of the benchmarks.
pub fn school(api: &str, identity: &str) -> Result<Institute, Failure> {
    Ok(client(api, identity)?.institute(INSTITUTE)?)
}
