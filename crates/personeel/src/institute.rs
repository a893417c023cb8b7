//! The handle for one institute, from which every call starts.

use std::fmt;
use std::sync::Arc;

use personeel_client::Request;
use personeel_wire::InstituteNumber;
use reqwest::Method;

use crate::call::Call;
use crate::error::Result;
use crate::raw::RawCall;
use crate::shared::Shared;

/// A handle for one institute, whose number is sent with every call. Clones are cheap.
///
/// The calls are grouped by resource, for example [`employees`](Self::employees); [`send`](Self::send) takes any of
/// them as a value.
#[doc(alias = "school")]
#[derive(Clone)]
pub struct Institute {
    shared: Arc<Shared>,
    number: InstituteNumber,
}

impl Institute {
    pub(crate) fn new(shared: Arc<Shared>, number: InstituteNumber) -> Self {
        Self { shared, number }
    }

    /// Returns the institute's number.
    pub fn number(&self) -> InstituteNumber {
        self.number
    }

    /// Creates a call from a request value, which a program can keep, pass around or build from data.
    ///
    /// ```no_run
    /// use personeel::requests::ListEmployees;
    ///
    /// # async fn example(school: personeel::Institute) -> personeel::Result<()> {
    /// let request = ListEmployees::new("2026-27".parse().expect("a school year"));
    /// let staff = school.send(request).await?;
    /// # Ok(()) }
    /// ```
    pub fn send<R: Request>(&self, request: R) -> Call<R> {
        Call::new(Arc::clone(&self.shared), self.number, request)
    }

    /// Creates a call from a method and a path, for operations that a newer guide adds. `path` begins with a slash and
    /// may contain a query. The call uses the newest API version in the document, unless
    /// [`api_version`](RawCall::api_version) sets another.
    ///
    /// # Errors
    ///
    /// `InvalidArgument` if the path is not valid.
    pub fn raw(&self, method: Method, path: &str) -> Result<RawCall> {
        RawCall::new(Arc::clone(&self.shared), self.number, method, path)
    }
}

impl fmt::Debug for Institute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Institute").field("number", &self.number).finish_non_exhaustive()
    }
}
