//! A call that is ready to be sent.

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

use crate::decode::{Rows, json};
use crate::error::{Error, ErrorKind, Refusal, Result};
use crate::shared::Shared;
use crate::stream::{RawRow, Records, raw_rows, records};
use crate::transport::{CallOptions, Outgoing, Reading, Reply, RetryPolicy, Timeouts};

/// A call with its arguments, for one institute. Await it, or choose another reading of the answer first.
///
/// [`Institute::send`](crate::Institute::send) makes one of any request; the methods by resource make one that takes the
/// call's own settings by name.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<R> {
    shared: Arc<Shared>,
    institute: InstituteNumber,
    request: R,
    /// The first argument that could not be read.
    invalid: Option<Error>,
    options: CallOptions,
}

impl<R: Request> Call<R> {
    pub(crate) fn new(shared: Arc<Shared>, institute: InstituteNumber, request: R) -> Self {
        Self { shared, institute, request, invalid: None, options: CallOptions::default() }
    }

    /// Sets an argument from whatever can be read as one. The call fails before anything is sent where it can't be.
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

    /// Time limits of this call in place of the client's; that of connecting is no call's own.
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.options.timeouts = Some(timeouts);
        self
    }

    /// How failed attempts of this call are repeated, in place of the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.policy = Some(policy);
        self
    }

    /// One more header, for example one that a proxy wants. Those that the client sets are its own: the call fails before
    /// anything is sent where one of them is named. An answer from the cache is not given to such a call.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        if let Err(error) = self.options.add_header(name.as_ref(), value.as_ref()) {
            self.invalid.get_or_insert(error);
        }
        self
    }

    /// Sends the call, never to the cache, and gives the headers of the answer as well.
    pub async fn send_with_headers(self) -> Result<(R::Response, HeaderMap)> {
        let shared = Arc::clone(&self.shared);
        let outgoing = self.into_outgoing(Reading::Whole)?;
        shared
            .answer_with_headers(outgoing, |reply| read_whole(reply, |body| read::<R>(body), R::Response::without_data))
            .await
    }

    /// Sends the call and reads the answer strictly: one value that cannot be decoded fails it, with the path in the
    /// error.
    pub async fn send(self) -> Result<R::Response> {
        self.finish(|body| read::<R>(body), R::Response::without_data).await
    }

    /// Reads the answer into a type of the caller's own, for example one with fields of a newer guide.
    ///
    /// "No data" reads as an empty list for a call that answers lists, and as JSON `null` for any other: use `Option`
    /// there.
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
        self.finish(|body| json(body), || serde_json::from_str(none).ok()).await
    }

    /// The body as it came, after it was decoded strictly: for those who pass it on and want to be sure of it. Empty
    /// where there is no data.
    pub async fn checked_bytes(self) -> Result<Bytes> {
        self.finish(|body| read::<R>(body).map(|_| body.clone()), || Some(Bytes::new())).await
    }

    /// The body as it came, whatever it is; empty where there is no data.
    pub async fn bytes(self) -> Result<Bytes> {
        self.finish(|body| Ok(body.clone()), || Some(Bytes::new())).await
    }

    /// Sends a call that answers a list, and gives its rows as they came, one by one while the body arrives; `None` where
    /// there is no data. Each is read by the type of its record, and a row that cannot be read says so itself, so that it
    /// is up to the caller whether it costs the list.
    ///
    /// Like [`stream`](Self::stream): only rows that end without an error are the whole list.
    pub async fn raw_rows(self) -> Result<Option<Records<RawRow>>> {
        let shared = Arc::clone(&self.shared);
        let answer = shared.transport.send(self.into_outgoing(Reading::Pieces)?).await?;
        raw_rows::<R::Response>(answer, shared.transport.limits.max_body_bytes)
    }

    async fn finish<T>(
        self,
        read: impl FnOnce(&Bytes) -> Result<T>,
        without_data: impl FnOnce() -> Option<T>,
    ) -> Result<T> {
        let shared = Arc::clone(&self.shared);
        let outgoing = self.into_outgoing(Reading::Whole)?;
        shared.answer(outgoing, |reply| read_whole(reply, read, without_data)).await
    }

    /// Checks the arguments, and makes of them what goes out.
    fn into_outgoing(self, reading: Reading) -> Result<Outgoing> {
        let Self { shared, institute, request, invalid, options } = self;
        let named = |error: Error| error.with_institute(institute).with_operation(Some(R::OPERATION));
        if let Some(error) = invalid {
            return Err(named(error));
        }
        if shared.checks {
            refuse(request.violations()).map_err(named)?;
        }
        let request = request
            .into_http(&shared.transport.api)
            .map_err(|error| named(Error::invalid_argument(error.to_string()).with_source(error)))?;
        Ok(shared.outgoing(Some(R::OPERATION), institute, request, reading, options))
    }
}

impl<T: DeserializeOwned + Send + 'static, R: Request<Response = Vec<T>>> Call<R> {
    /// Reads each row of the list by itself, so that one odd row does not cost the others.
    pub async fn per_row(self) -> Result<Rows<T>> {
        self.finish(Rows::read, || Some(Rows::none())).await
    }

    /// Gives the records one by one while the body arrives, so that a long list never stands in memory as a whole.
    /// Strict, like [`send`](Self::send): the first fault is an error, and the end.
    ///
    /// ```no_run
    /// # async fn example(school: personeel::Institute) -> personeel::Result<()> {
    /// let year = "2023-24".parse().expect("a school year");
    /// let mut photos = school.photos().list(year).stream();
    /// while let Some(photo) = photos.next().await {
    ///     let photo = photo?;
    /// }
    /// // Only now is it certain that there are no more.
    /// # Ok(()) }
    /// ```
    pub fn stream(self) -> Records<T> {
        let shared = Arc::clone(&self.shared);
        let max_body_bytes = shared.transport.limits.max_body_bytes;
        let opening = async move {
            let outgoing = self.into_outgoing(Reading::Pieces)?;
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
        // Arguments may be personal.
        f.debug_struct("Call")
            .field("operation", &R::OPERATION)
            .field("institute", &self.institute)
            .finish_non_exhaustive()
    }
}

/// Gives the type of one call, a wrapper around its [`Call`], what every call has. The type stands between the two so that
/// a call's own settings are on the call's own page.
macro_rules! call_of_one {
    ($name:ident, $answer:ty) => {
        impl $name {
            /// Sends the call and reads the answer strictly. Awaiting the call does the same.
            pub async fn send(self) -> $crate::Result<$answer> {
                self.0.send().await
            }

            /// Reads the answer into a type of your own. See [`Call::decode_as`](crate::Call::decode_as).
            pub async fn decode_as<T: ::serde::de::DeserializeOwned>(self) -> $crate::Result<T> {
                self.0.decode_as().await
            }

            /// Time limits of this call in place of the client's; that of connecting is no call's own.
            pub fn timeouts(self, timeouts: $crate::Timeouts) -> Self {
                Self(self.0.timeouts(timeouts))
            }

            /// How failed attempts of this call are repeated, in place of the client's policy.
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// One more header. See [`Call::header`](crate::Call::header).
            pub fn header(self, name: impl ::std::convert::AsRef<str>, value: impl ::std::convert::AsRef<str>) -> Self {
                Self(self.0.header(name, value))
            }

            /// Sends the call, never to the cache, and gives the headers of the answer as well.
            pub async fn send_with_headers(self) -> $crate::Result<($answer, ::http::HeaderMap)> {
                self.0.send_with_headers().await
            }

            /// The body as it came, after it was decoded strictly; empty where there is no data.
            pub async fn checked_bytes(self) -> $crate::Result<::bytes::Bytes> {
                self.0.checked_bytes().await
            }

            /// The body as it came, whatever it is; empty where there is no data.
            pub async fn bytes(self) -> $crate::Result<::bytes::Bytes> {
                self.0.bytes().await
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = $crate::Result<$answer>;
            type IntoFuture =
                ::std::pin::Pin<::std::boxed::Box<dyn ::std::future::Future<Output = Self::Output> + Send>>;

            fn into_future(self) -> Self::IntoFuture {
                self.0.into_future()
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

/// The same for a call that answers a list.
macro_rules! call_of_list {
    ($name:ident, $record:ty) => {
        $crate::call::call_of_one!($name, ::std::vec::Vec<$record>);

        impl $name {
            /// Reads each row of the list by itself, so that one odd row does not cost the others.
            pub async fn per_row(self) -> $crate::Result<$crate::Rows<$record>> {
                self.0.per_row().await
            }

            /// Gives the records one by one while the body arrives. See [`Call::stream`](crate::Call::stream).
            pub fn stream(self) -> $crate::Records<$record> {
                self.0.stream()
            }
        }
    };
}

pub(crate) use {call_of_list, call_of_one};

/// Reads an answer that is there as a whole.
fn read_whole<T>(
    reply: Reply,
    read: impl FnOnce(&Bytes) -> Result<T>,
    without_data: impl FnOnce() -> Option<T>,
) -> Result<T> {
    let none = || Error::new(ErrorKind::Decode, "the service gave no data where it must");
    match reply {
        Reply::Body(body) => read(&body),
        Reply::NoData | Reply::AlreadyGone => without_data().ok_or_else(none),
        Reply::AlreadyThere(id) => read(&Bytes::from(format!("\"{id}\""))),
        Reply::Pieces(_) => Err(Error::new(ErrorKind::Internal, "the body was left unread")),
    }
}

fn read<R: Request>(body: &[u8]) -> Result<R::Response> {
    R::Response::read(body).map_err(Error::from)
}

/// The error of a call that breaks rules: their codes, or the argument that has none.
fn refuse(violations: Vec<Violation>) -> Result<()> {
    if let Some(violation) = violations.iter().find(|violation| violation.code.is_none()) {
        return Err(Error::invalid_argument(format!("{}: the value breaks a rule of the document", violation.field)));
    }
    let refusals: Vec<_> =
        violations.into_iter().filter_map(|violation| violation.code).map(|code| Refusal::new(code, None)).collect();
    if refusals.is_empty() { Ok(()) } else { Err(Error::refused(refusals)) }
}
