//! One call of the blocking client.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;
use personeel_client::Request;
use serde::de::DeserializeOwned;

use super::{Records, Runtime};
use crate::decode::Rows;
use crate::error::Result;
use crate::transport::{RetryPolicy, Timeouts};

/// A call with its arguments, for one institute. [`send`](Self::send) sends it; the other methods read its response
/// differently.
///
/// Each method waits for what the method of the async [`Call`](crate::Call) with the same name returns.
#[must_use = "a call does nothing until it is sent"]
pub struct Call<R> {
    call: crate::Call<R>,
    runtime: Runtime,
}

impl<R: Request> Call<R> {
    pub(super) fn new(call: crate::Call<R>, runtime: Runtime) -> Self {
        Self { call, runtime }
    }

    /// Sets an argument from a value that converts to it. If it doesn't, the call fails before anything is sent.
    pub(crate) fn set<T, V>(self, name: &str, value: V, set: impl FnOnce(&mut R, T)) -> Self
    where
        V: TryInto<T, Error: fmt::Display>,
    {
        Self { call: self.call.set(name, value, set), ..self }
    }

    /// Sets the timeouts of this call, in place of the client's; the connect timeout stays the client's.
    pub fn timeouts(self, timeouts: Timeouts) -> Self {
        Self { call: self.call.timeouts(timeouts), ..self }
    }

    /// Sets how failed attempts of this call are retried, in place of the client's policy.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self { call: self.call.retry(policy), ..self }
    }

    /// Adds a header. See [`Call::header`](crate::Call::header).
    pub fn header(self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        Self { call: self.call.header(name, value), ..self }
    }

    /// Sends the call and reads the response strictly: one value that cannot be decoded fails it, and the error holds
    /// the path.
    pub fn send(self) -> Result<R::Answer> {
        self.runtime.wait(self.call.send())?
    }

    /// Sends the call, bypassing the cache, and returns the response's headers too.
    pub fn send_with_headers(self) -> Result<(R::Answer, HeaderMap)> {
        self.runtime.wait(self.call.send_with_headers())?
    }

    /// Reads the response into a type of the caller's own. See [`Call::decode_as`](crate::Call::decode_as).
    pub fn decode_as<T: DeserializeOwned>(self) -> Result<T> {
        self.runtime.wait(self.call.decode_as())?
    }

    /// Returns the body as it came, once it has been decoded strictly; empty where there is no data.
    pub fn checked_bytes(self) -> Result<Bytes> {
        self.runtime.wait(self.call.checked_bytes())?
    }

    /// Returns the body as it came, whatever it is; empty where there is no data.
    pub fn bytes(self) -> Result<Bytes> {
        self.runtime.wait(self.call.bytes())?
    }
}

impl<T: DeserializeOwned + Send + 'static, R: Request<Answer = Vec<T>>> Call<R> {
    /// Reads each row of the list by itself, so that one unreadable row does not cost the others.
    pub fn per_row(self) -> Result<Rows<T>> {
        self.runtime.wait(self.call.per_row())?
    }

    /// Returns the records one by one while the body arrives, so that a long list is never in memory at once.
    /// Strict, like [`send`](Self::send): the first fault is an error and ends the list.
    pub fn records(self) -> Records<T> {
        Records::new(self.call.stream(), self.runtime)
    }
}

impl<R: Request> fmt::Debug for Call<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.call, f)
    }
}

/// Implements what every call has for the type of one call, a wrapper around its [`Call`].
macro_rules! call_of_one {
    ($name:ident, $answer:ty) => {
        impl $name {
            /// Sends the call and reads the response strictly.
            pub fn send(self) -> $crate::Result<$answer> {
                self.0.send()
            }

            /// Reads the response into a type of your own. See [`Call::decode_as`](crate::Call::decode_as).
            pub fn decode_as<T: ::serde::de::DeserializeOwned>(self) -> $crate::Result<T> {
                self.0.decode_as()
            }

            /// Sets the timeouts of this call, in place of the client's; the connect timeout stays the client's.
            pub fn timeouts(self, timeouts: $crate::Timeouts) -> Self {
                Self(self.0.timeouts(timeouts))
            }

            /// Sets how failed attempts of this call are retried, in place of the client's policy.
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Adds a header. See [`Call::header`](crate::Call::header).
            pub fn header(self, name: impl ::std::convert::AsRef<str>, value: impl ::std::convert::AsRef<str>) -> Self {
                Self(self.0.header(name, value))
            }

            /// Sends the call, bypassing the cache, and returns the response's headers too.
            pub fn send_with_headers(self) -> $crate::Result<($answer, ::http::HeaderMap)> {
                self.0.send_with_headers()
            }

            /// Returns the body as it came, once it has been decoded strictly; empty where there is no data.
            pub fn checked_bytes(self) -> $crate::Result<::bytes::Bytes> {
                self.0.checked_bytes()
            }

            /// Returns the body as it came, whatever it is; empty where there is no data.
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

/// The same for a call that returns a list.
macro_rules! call_of_list {
    ($name:ident, $record:ty) => {
        $crate::blocking::call_of_one!($name, ::std::vec::Vec<$record>);

        impl $name {
            /// Reads each row of the list by itself, so that one unreadable row does not cost the others.
            pub fn per_row(self) -> $crate::Result<$crate::Rows<$record>> {
                self.0.per_row()
            }

            /// Returns the records one by one while the body arrives. See
            /// [`Call::records`](crate::blocking::Call::records).
            pub fn records(self) -> $crate::blocking::Records<$record> {
                self.0.records()
            }
        }
    };
}

pub(crate) use {call_of_list, call_of_one};
