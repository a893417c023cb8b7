//! Kinds of failures.

/// What kind of failure an [`Error`](super::Error) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built as asked.
    ///
    /// # Troubleshooting
    ///
    /// The message names the setting. Endpoints are `https://…`, or `http://…` on loopback; credentials or a token
    /// source must be given; https needs a certificate store.
    Configuration,
    /// An argument is not of the form that the API takes. Nothing was sent.
    ///
    /// # Troubleshooting
    ///
    /// The message says which form is expected: an institute number has six digits, a structure three characters, a
    /// school year looks like `2023-24`.
    InvalidArgument,
    /// No token could be had, or the service refused it twice.
    ///
    /// # Troubleshooting
    ///
    /// Check the client id and secret, and that Informat granted the scope of the institute that the error names. A
    /// service that refuses fresh tokens may run on a clock that is off.
    Unauthorized,
    /// The service answered 403: the institute is outside the token's scopes, or the item is forbidden.
    ///
    /// # Troubleshooting
    ///
    /// Ask Informat for the scope of the institute that the error names.
    Forbidden,
    /// The rules forbid the call. [`codes`](super::Error::codes) says which.
    ///
    /// # Troubleshooting
    ///
    /// Each code has a remedy; `Refusal::info` gives it. Sending the same call again does not help.
    Refused,
    /// The record, or the path, does not exist.
    ///
    /// # Troubleshooting
    ///
    /// Check the id.
    NotFound,
    /// The service could not be reached, or the connection broke.
    ///
    /// # Troubleshooting
    ///
    /// The message names host, cause and remedy; [`source`](std::error::Error::source) leads to the HTTP client's own
    /// error. Retries are used up, where any could help ([`is_transient`](super::Error::is_transient));
    /// [`may_have_been_applied`](super::Error::may_have_been_applied) says whether a write may have landed.
    Connection,
    /// A time limit passed.
    ///
    /// # Troubleshooting
    ///
    /// Lists of large schools take long: raise the limits of the builder, or ask for one structure at a time.
    Timeout,
    /// The service answered with a status that says nothing more: a server error, a limit, or another status without a
    /// code.
    ///
    /// # Troubleshooting
    ///
    /// [`status`](super::Error::status) tells which. 429 and 5xx pass by themselves; 400 without a code is a request
    /// that the service could not read; 404 with a body that does not mean "no data" comes from a gateway or a wrong base
    /// URL; 3xx is a redirect, which is never followed with a token.
    Status,
    /// The answer arrived and is not what the document says. After a write nobody knows whether it was carried out.
    ///
    /// # Troubleshooting
    ///
    /// [`path`](super::Error::path) names the place. A web page in place of an answer comes from a portal or a wrong base
    /// URL; [`id`](super::Error::id) is that of what was to be written. `per_row` gives the rows that do decode, `decode_as` reads into a
    /// type of your own.
    Decode,
    /// A fault of this crate.
    ///
    /// # Troubleshooting
    ///
    /// Please report it with the message.
    Internal,
}

impl ErrorKind {
    /// The kind in one word, as programs print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::InvalidArgument => "invalid_argument",
            Self::Unauthorized => "unauthorized",
            Self::Forbidden => "forbidden",
            Self::Refused => "refused",
            Self::NotFound => "not_found",
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::Status => "status",
            Self::Decode => "decode",
            Self::Internal => "internal",
        }
    }
}
