//! Calls that are ready to be sent.

mod typed;

pub(crate) use typed::{call_of_list, call_of_one};

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;
use personeel_client::rules::Violation;
use personeel_client::{Request, Response, ResponseKind};
use personeel_wire::InstituteNumber;
use serde::de::DeserializeOwned;

use crate::decode::{Rows, decode_json};
use crate::error::{Error, ErrorKind, Refusal, Result};
use crate::shared::Shared;
use crate::stream::{RawRow, Records, raw_rows, records};
use crate::transport::{CallOptions, Outgoing, Reading, Reply, RetryPolicy, Timeouts};

/// A call with its arguments, for one institute. Await it, or choose another way to read the response first.
///
/// [`Institute::send`](crate::Institute::send) creates a call from any request. The methods by resource create calls
/// that also have a setter for each of their optional arguments.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<R> {
    shared: Arc<Shared>,
    institute: InstituteNumber,
    request: R,
    /// The error of the first argument that is not valid.
    invalid: Option<Error>,
    options: CallOptions,
}

impl<R: Request> Call<R> {
    pub(crate) fn new(shared: Arc<Shared>, institute: InstituteNumber, request: R) -> Self {
        Self { shared, institute, request, invalid: None, options: CallOptions::default() }
    }

    /// Sets an argument from any value that converts to its type. If the conversion fails, so does the call, before
    /// anything is sent.
    pub(crate) fn set<T, V>(mut self, name: &str, value: V, set: impl FnOnce(&mut R, T)) -> Self
    where
        V: TryInto<T, Error: fmt::Display>,
    {
        match value.try_into() {
            Ok(value) => set(&mut self.request, value),
            Err(error) => {
                self.invalid.get_or_insert_with(|| Error::invalid_argument(format!("{name}: {error}")));
            }
        }
        self
    }

    /// Sets the timeouts of this call in place of the client's. The connect timeout is always the client's.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.options.timeouts = Some(timeouts);
        self
    }

    /// Sets the retry policy of this call in place of the client's.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.policy = Some(policy);
        self
    }

    /// Adds a header, for example one that a gateway requires. Headers that the client sets itself can't be added: the
    /// call then fails before anything is sent. A call with a header of its own bypasses the cache.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        if let Err(error) = self.options.add_header(name.as_ref(), value.as_ref()) {
            self.invalid.get_or_insert(error);
        }
        self
    }

    /// Sends the call, bypassing the cache, and returns the response together with its headers.
    pub async fn send_with_headers(self) -> Result<(R::Response, HeaderMap)> {
        let shared = Arc::clone(&self.shared);
        let outgoing = self.into_outgoing(Reading::Complete)?;
        shared
            .answer_with_headers(outgoing, |reply| {
                read_whole(reply, |body| decode_response::<R>(body), R::Response::without_data)
            })
            .await
    }

    /// Sends the call and decodes the response strictly: a single value that cannot be decoded fails the call, and the
    /// error gives its path.
    pub async fn send(self) -> Result<R::Response> {
        self.finish(|body| decode_response::<R>(body), R::Response::without_data).await
    }

    /// Sends the call and decodes the response into a type of your own, for example one with fields of a newer guide.
    ///
    /// "No data" is decoded as an empty list for a call that returns a list, and as JSON `null` for any other: use
    /// `Option` there.
    ///
    /// ```no_run
    /// # async fn example(school: personeel::Institute) -> personeel::Result<()> {
    /// #[derive(serde::Deserialize)]
    /// #[serde(rename_all = "camelCase")]
    /// struct Newer {
    ///     person_id: personeel::PersonId,
    ///     effectief_in_dienst: Option<bool>,
    /// }
    ///
    /// let year = "2026-27".parse().expect("a school year");
    /// let staff: Vec<Newer> = school.employees().list(year).decode_as().await?;
    /// # Ok(()) }
    /// ```
    pub async fn decode_as<T: DeserializeOwned>(self) -> Result<T> {
        let none = if R::Response::KIND == ResponseKind::List { "[]" } else { "null" };
        self.finish(|body| decode_json(body), || serde_json::from_str(none).ok()).await
    }

    /// Sends the call and returns the response body unchanged, after checking that it decodes strictly. This is meant
    /// for programs that pass the body on. The body is empty if there is no data.
    pub async fn checked_bytes(self) -> Result<Bytes> {
        self.finish(|body| decode_response::<R>(body).map(|_| body.clone()), || Some(Bytes::new())).await
    }

    /// Sends the call and returns the response body unchanged and without decoding it. The body is empty if there is no
    /// data.
    pub async fn bytes(self) -> Result<Bytes> {
        self.finish(|body| Ok(body.clone()), || Some(Bytes::new())).await
    }

    /// Sends a call that returns a list, and yields its rows unchanged, one by one while the body arrives; `None` if
    /// there is no data. Each row is checked by decoding it as the call's record. A row that cannot be decoded carries
    /// its own error, so the caller decides whether to give up on the list.
    ///
    /// As with [`stream`](Self::stream), the list is complete only if the rows end without an error.
    pub async fn raw_rows(self) -> Result<Option<Records<RawRow>>> {
        let shared = Arc::clone(&self.shared);
        let answer = shared.transport.send(self.into_outgoing(Reading::Streaming)?).await?;
        raw_rows::<R::Response>(answer, shared.transport.limits.max_body_bytes)
    }

    async fn finish<T>(
        self,
        read: impl FnOnce(&Bytes) -> Result<T>,
        without_data: impl FnOnce() -> Option<T>,
    ) -> Result<T> {
        let shared = Arc::clone(&self.shared);
        let outgoing = self.into_outgoing(Reading::Complete)?;
        shared.answer(outgoing, |reply| read_whole(reply, read, without_data)).await
    }

    /// Checks the arguments and builds the request.
    fn into_outgoing(self, reading: Reading) -> Result<Outgoing> {
        let Self { shared, institute, request, invalid, options } = self;
        let in_context = |error: Error| error.with_institute(institute).with_operation(Some(R::OPERATION));
        if let Some(error) = invalid {
            return Err(in_context(error));
        }
        if shared.checks {
            check_violations(request.violations()).map_err(in_context)?;
        }
        let request = request
            .into_http(&shared.transport.api)
            .map_err(|error| in_context(Error::invalid_argument(error.to_string()).with_source(error)))?;
        Ok(shared.outgoing(Some(R::OPERATION), institute, request, reading, options))
    }
}

impl<T: DeserializeOwned + Send + 'static, R: Request<Response = Vec<T>>> Call<R> {
    /// Sends the call and decodes each row of the list independently, so that one invalid row doesn't fail the others.
    pub async fn per_row(self) -> Result<Rows<T>> {
        self.finish(Rows::read, || Some(Rows::empty())).await
    }

    /// Sends the call and yields the records one by one while the body arrives, so that a long list is never completely
    /// in memory. Decoding is strict, as in [`send`](Self::send): the first error ends the stream.
    ///
    /// ```no_run
    /// # async fn example(school: personeel::Institute) -> personeel::Result<()> {
    /// let year = "2023-24".parse().expect("a school year");
    /// let mut photos = school.photos().list(year).stream();
    /// while let Some(photo) = photos.next().await {
    ///     let photo = photo?;
    /// }
    /// // Only now is it certain that the list is complete.
    /// # Ok(()) }
    /// ```
    pub fn stream(self) -> Records<T> {
        let shared = Arc::clone(&self.shared);
        let max_body_bytes = shared.transport.limits.max_body_bytes;
        let opening = async move {
            let outgoing = self.into_outgoing(Reading::Streaming)?;
            shared.transport.send(outgoing).await
        };
        records(opening, max_body_bytes)
    }
}

impl<R: Request> IntoFuture for Call<R> {
    type Output = Result<R::Response>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<R: Request> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Arguments may be personal data.
        f.debug_struct("Call")
            .field("operation", &R::OPERATION)
            .field("institute", &self.institute)
            .finish_non_exhaustive()
    }
}

/// Decodes a response that was read completely.
fn read_whole<T>(
    reply: Reply,
    read: impl FnOnce(&Bytes) -> Result<T>,
    without_data: impl FnOnce() -> Option<T>,
) -> Result<T> {
    let no_data = || Error::new(ErrorKind::Decode, "the service returned no data where a record is required");
    match reply {
        Reply::Body(body) => read(&body),
        Reply::NoData | Reply::AlreadyGone => without_data().ok_or_else(no_data),
        Reply::AlreadyThere(id) => read(&Bytes::from(format!("\"{id}\""))),
        Reply::Streaming(_) => Err(Error::new(ErrorKind::Internal, "the body was not read")),
    }
}

fn decode_response<R: Request>(body: &[u8]) -> Result<R::Response> {
    R::Response::read(body).map_err(Error::from)
}

/// Fails if there are violations: with their codes, or with the argument that violates a rule without a code.
fn check_violations(violations: Vec<Violation>) -> Result<()> {
    if let Some(violation) = violations.iter().find(|violation| violation.code.is_none()) {
        return Err(Error::invalid_argument(format!("{}: the value violates a rule of the document", violation.field)));
    }
    let refusals: Vec<_> =
        violations.into_iter().filter_map(|violation| violation.code).map(|code| Refusal::new(code, None)).collect();
    if refusals.is_empty() { Ok(()) } else { Err(Error::refused(refusals)) }
}
