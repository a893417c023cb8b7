//! A call of the API as a value.

use std::fmt;

use reqwest::Url;
use reqwest::header::HeaderName;

use crate::answer::Response;
use crate::operations::Operation;
use crate::rules::{FieldValue, RequestRules, Violation};

/// The header that selects the version of a call.
pub const API_VERSION: HeaderName = HeaderName::from_static("api-version");

/// The header that names the institute.
pub const INSTITUTE_NO: HeaderName = HeaderName::from_static("instituteno");

/// A call of the API with its arguments.
///
/// Each call has one type in [`requests`](crate::requests) that implements this. Send one with [`send`](crate::send()),
/// or make the HTTP request and send that yourself.
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
    /// What a good answer becomes.
    type Response: Response;

    /// The call.
    const OPERATION: Operation;

    /// The HTTP request below a base URL, with the call's `Api-Version`. It has neither a token nor an institute yet.
    ///
    /// # Errors
    ///
    /// Where an argument cannot stand in a URL, or a body cannot be written as JSON.
    fn into_http(self, base: &Url) -> Result<reqwest::Request, RequestError>;

    /// The rules of the guide that the arguments break, in the order of the document; all of them at once.
    fn violations(&self) -> Vec<Violation> {
        RequestRules::of(Self::OPERATION).map_or_else(Vec::new, |rules| rules.violations(|name| self.rule_value(name)))
    }

    /// A query parameter or a field of the body, by its name on the wire, as the rules look at it.
    #[doc(hidden)]
    fn rule_value(&self, _name: &str) -> FieldValue<'_> {
        FieldValue::Absent
    }
}

/// An HTTP request cannot be made of a call's arguments.
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
