//! Calls of the API as values.

use std::fmt;

use reqwest::Url;
use reqwest::header::HeaderName;

use crate::answer::Response;
use crate::operations::Operation;
use crate::rules::{FieldValue, RequestRules, Violation};

/// The header that selects the API version.
pub const API_VERSION: HeaderName = HeaderName::from_static("api-version");

/// The header that holds the institute number.
pub const INSTITUTE_NO: HeaderName = HeaderName::from_static("instituteno");

/// A call of the API with its arguments.
///
/// [`requests`](crate::requests) has one implementing type per call. Send a request with [`send`](crate::send()), or
/// build the HTTP request and send it yourself.
///
/// ```
/// use personeel_client::{Request as _, requests::ListEmployees};
///
/// let base = "https://personeelsapi.informatsoftware.be".parse()?;
/// let request = ListEmployees::new("2026-27".parse()?).structure("311".parse()?).into_http(&base)?;
/// assert_eq!(request.url().path(), "/employees");
/// assert_eq!(request.url().query(), Some("schoolyear=2026-27&structure=311"));
/// assert_eq!(request.headers()["api-version"], "2");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Request: fmt::Debug + Send + Sync + Sized + 'static {
    /// What a successful response is decoded into.
    type Response: Response;

    /// The call.
    const OPERATION: Operation;

    /// Builds the HTTP request below a base URL, with the call's `Api-Version`.
    ///
    /// The request has no token and no institute number yet.
    ///
    /// # Errors
    ///
    /// Returns a [`RequestError`] if an argument cannot be part of a URL, or if the body cannot be serialised as JSON.
    fn into_http(self, base: &Url) -> Result<reqwest::Request, RequestError>;

    /// Returns every rule of the guide that the arguments violate, in document order.
    fn violations(&self) -> Vec<Violation> {
        RequestRules::of(Self::OPERATION).map_or_else(Vec::new, |rules| rules.violations(|name| self.rule_value(name)))
    }

    /// Returns a query parameter or body field, by its name on the wire, in the form that the rules check.
    #[doc(hidden)]
    fn rule_value(&self, _name: &str) -> FieldValue<'_> {
        FieldValue::Absent
    }
}

/// The error returned when no HTTP request can be built from a call's arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestError {
    message: &'static str,
}

impl RequestError {
    pub(crate) const fn new(message: &'static str) -> Self {
        Self { message }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for RequestError {}
