//! The settings of a single call.

use http::HeaderMap;
use http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName, HeaderValue, TRANSFER_ENCODING,
    USER_AGENT,
};
use personeel_client::{API_VERSION, INSTITUTE_NO};

use super::limits::Timeouts;
use crate::error::{Error, Result};
use crate::net::RetryPolicy;

/// The settings of a single call. The client's settings apply where it has none.
#[derive(Clone, Debug, Default)]
pub(crate) struct CallOptions {
    pub(crate) timeouts: Option<Timeouts>,
    pub(crate) policy: Option<RetryPolicy>,
    pub(crate) headers: HeaderMap,
}

impl CallOptions {
    /// Adds a header.
    pub(crate) fn add_header(&mut self, name: &str, value: &str) -> Result<()> {
        // Never repeat the value, which may be a secret, nor an invalid name, which may be a misplaced value.
        let name = HeaderName::try_from(name)
            .map_err(|_| Error::invalid_argument("header: the name is not a valid header name"))?;
        let reserved = [
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
        if reserved.contains(&name) {
            return Err(Error::invalid_argument(format!("header: `{name}` is set by the client")));
        }
        let value = HeaderValue::try_from(value).map_err(|_| {
            Error::invalid_argument(format!(
                "header: the value of `{name}` contains characters that are not allowed in a header"
            ))
        })?;
        self.headers.append(name, value);
        Ok(())
    }
}
