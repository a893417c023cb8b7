//! Calls of the blocking client.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use personeel_client::Request;
use serde::de::DeserializeOwned;

use super::{Records, Runtime};
use crate::decode::Rows;
use crate::error::Result;
use crate::transport::{RetryPolicy, Timeouts};

/// A call with its arguments, for one institute. [`send`](Self::send) sends it; other methods read the response in
/// other ways.
///
/// Each method blocks on the method of the async [`Call`](crate::Call) with the same name.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<R> {
    call: crate::Call<R>,
    runtime: Runtime,
}

impl<R: Request> Call<R> {
    pub(super) fn new(call: crate::Call<R>, runtime: Runtime) -> Self {
        Self { call, runtime }
    }

    /// Sets an argument from any value that converts to its type. If the conversion fails, so does the call, before
    /// anything is sent.
    pub(crate) fn set<T, V>(self, name: &str, value: V, set: impl FnOnce(&mut R, T)) -> Self
    where
        V: TryInto<T, Error: fmt::Display>,
    {
        Self { call: self.call.set(name, value, set), ..self }
    }

    /// Sets the timeouts of this call in place of the client's. The connect timeout is always the client's.
    pub fn timeouts(self, timeouts: Timeouts) -> Self {
        Self { call: self.call.timeouts(timeouts), ..self }
    }

    /// Sets the retry policy of this call in place of the client's.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self { call: self.call.retry(policy), ..self }
    }

    /// Adds a header. See [`Call::header`](crate::Call::header).
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        Self { call: self.call.header(name, value), ..self }
    }

    /// Sends the call and decodes the response strictly: a single value that cannot be decoded fails the call, and the
    /// error gives its path.
    pub fn send(self) -> Result<R::Response> {
        self.runtime.wait(self.call.send())?
    }

    /// Sends the call, bypassing the cache, and returns the response together with its headers.
    pub fn send_with_headers(self) -> Result<(R::Response, HeaderMap)> {
        self.runtime.wait(self.call.send_with_headers())?
    }

    /// Sends the call and decodes the response into a type of your own. See
    /// [`Call::decode_as`](crate::Call::decode_as).
    pub fn decode_as<T: DeserializeOwned>(self) -> Result<T> {
        self.runtime.wait(self.call.decode_as())?
    }

    /// Sends the call and returns the response body unchanged, after checking that it decodes strictly; empty if there
    /// is no data.
    pub fn checked_bytes(self) -> Result<Bytes> {
        self.runtime.wait(self.call.checked_bytes())?
    }

    /// Sends the call and returns the response body unchanged, without decoding it; empty if there is no data.
    pub fn bytes(self) -> Result<Bytes> {
        self.runtime.wait(self.call.bytes())?
    }
}

impl<T: DeserializeOwned + Send + 'static, R: Request<Response = Vec<T>>> Call<R> {
    /// Sends the call and decodes each row of the list independently, so that one invalid row doesn't fail the others.
    pub fn per_row(self) -> Result<Rows<T>> {
        self.runtime.wait(self.call.per_row())?
    }

    /// Sends the call and yields the records one by one while the body arrives, so that a long list is never completely
    /// in memory. Decoding is strict, as in [`send`](Self::send): the first error ends the iterator.
    pub fn records(self) -> Records<T> {
        Records::new(self.call.stream(), self.runtime)
    }
}

impl<R: Request> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.call, f)
    }
}

/// Gives the type of one operation, a wrapper around its [`Call`], the methods that every call has.
macro_rules! call_of_one {
    ($name:ident, $response:ty) => {
        impl $name {
            /// Sends the call and decodes the response strictly.
            pub fn send(self) -> $crate::Result<$response> {
                self.0.send()
            }

            /// Sends the call and decodes the response into a type of your own. See
            /// [`Call::decode_as`](crate::Call::decode_as).
            pub fn decode_as<T: ::serde::de::DeserializeOwned>(self) -> $crate::Result<T> {
                self.0.decode_as()
            }

            /// Sets the timeouts of this call in place of the client's. The connect timeout is always the client's.
            pub fn timeouts(self, timeouts: $crate::Timeouts) -> Self {
                Self(self.0.timeouts(timeouts))
            }

            /// Sets the retry policy of this call in place of the client's.
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Adds a header. See [`Call::header`](crate::Call::header).
            pub fn header(self, name: impl ::std::convert::AsRef<str>, value: impl ::std::convert::AsRef<str>) -> Self {
                Self(self.0.header(name, value))
            }

            /// Sends the call, bypassing the cache, and returns the response together with its headers.
            pub fn send_with_headers(self) -> $crate::Result<($response, ::http::HeaderMap)> {
                self.0.send_with_headers()
            }

            /// Sends the call and returns the response body unchanged, after checking that it decodes strictly; empty
            /// if there is no data.
            pub fn checked_bytes(self) -> $crate::Result<::bytes::Bytes> {
                self.0.checked_bytes()
            }

            /// Sends the call and returns the response body unchanged, without decoding it; empty if there is no data.
            pub fn bytes(self) -> $crate::Result<::bytes::Bytes> {
                self.0.bytes()
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

/// The same for an operation that returns a list.
macro_rules! call_of_list {
    ($name:ident, $record:ty) => {
        $crate::blocking::call_of_one!($name, ::std::vec::Vec<$record>);

        impl $name {
            /// Sends the call and decodes each row of the list independently, so that one invalid row doesn't fail the
            /// others.
            pub fn per_row(self) -> $crate::Result<$crate::Rows<$record>> {
                self.0.per_row()
            }

            /// Sends the call and yields the records one by one while the body arrives. See
            /// [`Call::records`](crate::blocking::Call::records).
            pub fn records(self) -> $crate::blocking::Records<$record> {
                self.0.records()
            }
        }
    };
}

pub(crate) use {call_of_list, call_of_one};
