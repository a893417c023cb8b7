//! The methods that the type of every operation has.

/// Gives the type of one operation, a wrapper around its [`Call`], the methods that every call has. Each operation has
/// a type of its own so that its settings are documented on its own page.
macro_rules! call_of_one {
    ($name:ident, $response:ty) => {
        impl $name {
            /// Sends the call and decodes the response strictly. Awaiting the call does the same.
            pub async fn send(self) -> $crate::Result<$response> {
                self.0.send().await
            }

            /// Sends the call and decodes the response into a type of your own. See
            /// [`Call::decode_as`](crate::Call::decode_as).
            pub async fn decode_as<T: ::serde::de::DeserializeOwned>(self) -> $crate::Result<T> {
                self.0.decode_as().await
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
            pub async fn send_with_headers(self) -> $crate::Result<($response, ::http::HeaderMap)> {
                self.0.send_with_headers().await
            }

            /// Sends the call and returns the response body unchanged, after checking that it decodes strictly; empty
            /// if there is no data.
            pub async fn checked_bytes(self) -> $crate::Result<::bytes::Bytes> {
                self.0.checked_bytes().await
            }

            /// Sends the call and returns the response body unchanged, without decoding it; empty if there is no data.
            pub async fn bytes(self) -> $crate::Result<::bytes::Bytes> {
                self.0.bytes().await
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = $crate::Result<$response>;
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

/// The same for an operation that returns a list.
macro_rules! call_of_list {
    ($name:ident, $record:ty) => {
        $crate::call::call_of_one!($name, ::std::vec::Vec<$record>);

        impl $name {
            /// Sends the call and decodes each row of the list independently, so that one invalid row doesn't fail the
            /// others.
            pub async fn per_row(self) -> $crate::Result<$crate::Rows<$record>> {
                self.0.per_row().await
            }

            /// Sends the call and yields the records one by one while the body arrives. See
            /// [`Call::stream`](crate::Call::stream).
            pub fn stream(self) -> $crate::Records<$record> {
                self.0.stream()
            }
        }
    };
}

pub(crate) use {call_of_list, call_of_one};
