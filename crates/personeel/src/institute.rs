//! One institute, off which every call hangs.

use std::fmt;
use std::sync::Arc;

use personeel_client::Request;
use personeel_wire::InstituteNumber;
use reqwest::Method;

use crate::call::Call;
use crate::error::Result;
use crate::raw::RawCall;
use crate::shared::Shared;

/// A handle for one institute: its number goes out with every call. Clones are cheap.
///
/// The calls are reached by resource, for example [`employees`](Self::employees); [`send`](Self::send) takes any of them
/// as a value.
#[derive(Clone)]
pub struct Institute {
    shared: Arc<Shared>,
    number: InstituteNumber,
}

impl Institute {
    pub(crate) fn new(shared: Arc<Shared>, number: InstituteNumber) -> Self {
        Self { shared, number }
    }

    /// The institute's number.
    pub fn number(&self) -> InstituteNumber {
        self.number
    }

    /// Any call of the API, as a value that a program can keep, pass around or make from data.
    ///
    /// ```no_run
    /// use personeel::requests::ListEmployees;
    ///
    /// # async fn example(school: personeel::Institute) -> personeel::Result<()> {
    /// let wanted = ListEmployees::new("2026-27".parse().expect("a school year"));
    /// let staff = school.send(wanted).await?;
    /// # Ok(()) }
    /// ```
    pub fn send<R: Request>(&self, request: R) -> Call<R> {
        Call::new(Arc::clone(&self.shared), self.number, request)
    }

    /// A call that is written by hand: for what a newer guide brings. `path` begins with a slash and may hold a query.
    /// It is sent as the newest API version that the document knows.
    ///
    /// # Errors
    ///
    /// `InvalidArgument` where the path is none.
    pub fn raw(&self, method: Method, path: &str) -> Result<RawCall> {
        RawCall::new(Arc::clone(&self.shared), self.number, method, path)
    }
}

impl fmt::Debug for Institute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Institute").field("number", &self.number).finish_non_exhaustive()
    }
}
