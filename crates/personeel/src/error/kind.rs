//! The kinds of failures.

/// What kind of failure an [`Error`](super::Error) is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built with these settings.
    ///
    /// # Troubleshooting
    ///
    /// The message names the setting. Endpoint URLs start with `https://`, or with `http://` on loopback; credentials
    /// or a token source are required; https needs a certificate store.
    Configuration,
    /// An argument doesn't have the form that the API accepts. Nothing was sent.
    ///
    /// # Troubleshooting
    ///
    /// The message says which form is expected: an institute number has six digits, a structure has three characters,
    /// and a school year looks like `2023-24`.
    InvalidArgument,
    /// No token could be obtained, or the service rejected two in a row.
    ///
    /// # Troubleshooting
    ///
    /// Check the client id and secret, and whether Informat granted the scope of the institute that the error names. If
    /// the service rejects fresh tokens, its clock may be wrong.
    Unauthorized,
    /// The service returned 403: the institute is outside the token's scopes, or the item is forbidden.
    ///
    /// # Troubleshooting
    ///
    /// Ask Informat for the scope of the institute that the error names.
    Forbidden,
    /// The call violates rules; [`codes`](super::Error::codes) lists them.
    ///
    /// # Troubleshooting
    ///
    /// `Refusal::info` gives the remedy for each code. Sending the same call again does not help.
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
    /// The message names host, cause and remedy; [`source`](std::error::Error::source) leads to the HTTP client's
    /// error. If retrying could help ([`is_transient`](super::Error::is_transient)), the retries are used up;
    /// [`may_have_been_applied`](super::Error::may_have_been_applied) says whether a write may have succeeded.
    Connection,
    /// A timeout expired.
    ///
    /// # Troubleshooting
    ///
    /// Lists of large schools take long: raise the timeouts in the builder, or request one structure at a time.
    Timeout,
    /// The service returned an error status without a code: a server error, a rate limit, or another status.
    ///
    /// # Troubleshooting
    ///
    /// See [`status`](super::Error::status). 429 and 5xx usually pass by themselves. 400 without a code means that the
    /// service could not read the request. 404 with a body that does not mean "no data" comes from a gateway or a wrong
    /// base URL. 3xx is a redirect, which is never followed with a token.
    Status,
    /// A response arrived that does not match the document. After a write, it is unknown whether it was carried out.
    ///
    /// # Troubleshooting
    ///
    /// [`path`](super::Error::path) says where. A web page in place of data comes from a login portal or a wrong base
    /// URL. [`id`](super::Error::id) is the id of the record that was to be written. `per_row` returns the rows that
    /// can be decoded, and `decode_as` decodes into a type of your own.
    Decode,
    /// A bug in this crate.
    ///
    /// # Troubleshooting
    ///
    /// Please report it with the message.
    Internal,
}

impl ErrorKind {
    /// Returns the kind as one `snake_case` word, for logs and machine-readable output.
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
