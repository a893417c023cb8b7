//! Why there is no response, and how far the request got.

use std::error::Error;
use std::sync::Arc;

use super::coding::CodingFault;
use super::incoming::Broken;

/// Why there is no response.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) stage: Stage,
    /// The error of the client or transport, without the URL, which contains person ids.
    pub(crate) source: Option<Arc<dyn Error + Send + Sync>>,
}

/// How far an attempt got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// No connection was made: the service has not seen the request.
    Connect,
    /// The connection broke after that.
    Transfer,
    /// The attempt timed out.
    Timeout,
    /// The body is longer than the limit.
    TooLong,
    /// The body cannot be decompressed.
    Coding(CodingFault),
    /// An HTTP client or a transport of the caller's own followed a redirect.
    Redirected,
    /// A transport of the caller's own did not send it.
    Withheld,
    /// The request could not be created.
    Request,
}

impl Failure {
    pub(crate) fn at(stage: Stage) -> Self {
        Self { stage, source: None }
    }

    /// Whether the service may have carried out the request.
    pub(crate) fn may_have_been_applied(&self) -> bool {
        !matches!(self.stage, Stage::Connect | Stage::Withheld | Stage::Request)
    }

    /// Returns the reqwest error that caused it, if there is one.
    pub(crate) fn reqwest(&self) -> Option<&reqwest::Error> {
        self.source.as_deref()?.downcast_ref()
    }
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        let stage = if error.is_builder() {
            Stage::Request
        } else if error.is_connect() {
            Stage::Connect
        } else if error.is_timeout() {
            Stage::Timeout
        } else {
            Stage::Transfer
        };
        Self { stage, source: Some(Arc::new(error.without_url())) }
    }
}

impl From<Broken> for Failure {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Transfer(error) => {
                let failure = Self::from(error);
                // The response had begun, so the service has seen the request, whatever the error of the body says.
                let stage = if failure.stage == Stage::Timeout { Stage::Timeout } else { Stage::Transfer };
                Self { stage, ..failure }
            }
            Broken::Coding(fault) => Self::at(Stage::Coding(fault)),
        }
    }
}
