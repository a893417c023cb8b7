//! What a single call has of its own.

use http::HeaderMap;
use http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue, TRANSFER_ENCODING,
    USER_AGENT,
};
use personeel_client::{API_VERSION, INSTITUTE_NO};

use super::limits::Timeouts;
use crate::error::{Error, Result};
use crate::net::RetryPolicy;

/// What a single call has of its own; where it has nothing, the client's setting holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    pub(crate) timeouts: Option<Timeouts>,
    pub(crate) policy: Option<RetryPolicy>,
    pub(crate) headers: HeaderMap,
}

impl CallOptions {
    /// Adds a header.
    pub(crate) fn add_header(&mut self, name: &str, value: &str) -> Result<()> {
        // A value may be a secret, and a name that is none may be a value.
        let name =
            HeaderName::try_from(name).map_err(|_| Error::invalid_argument("header: the name is no header's"))?;
        let own = [
            ACCEPT_ENCODING,
            API_VERSION,
            AUTHORIZATION,
            CONTENT_LENGTH,
            CONTENT_TYPE,
            HOST,
            INSTITUTE_NO,
            TRANSFER_ENCODING,
            USER_AGENT,
        ];
        if own.contains(&name) {
            return Err(Error::invalid_argument(format!("header: `{name}` is set by the client")));
        }
        let value = HeaderValue::try_from(value)
            .map_err(|_| Error::invalid_argument(format!("header: the value of `{name}` holds what no header may")))?;
        self.headers.append(name, value);
        Ok(())
    }
}
