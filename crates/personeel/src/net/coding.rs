//! How a response body is compressed, according to its `Content-Encoding` (RFC 9110, section 8.4).

use std::fmt;

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// A supported content coding.
#[cfg(feature = "gzip")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// The coding that the client asks for.
    Gzip,
    /// A coding that some servers use without being asked.
    Deflate,
}

/// A supported content coding. Without the feature `gzip` there is none.
#[cfg(not(feature = "gzip"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {}

/// Why a body cannot be decompressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodingFault {
    /// The coding is not supported.
    Unknown(&'static str),
    /// The body is damaged, or is not compressed with the coding that its header names.
    #[cfg(feature = "gzip")]
    Broken,
    /// The body ends too early.
    #[cfg(feature = "gzip")]
    Cut,
}

impl Coding {
    /// The value of `Accept-Encoding`; `None` if no coding is supported.
    pub(crate) const ACCEPTED: Option<&'static str> = if cfg!(feature = "gzip") { Some("gzip") } else { None };

    /// Returns the coding of a body with these headers; `None` if it is not compressed.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Option<Self>, CodingFault> {
        let mut names =
            headers.get_all(CONTENT_ENCODING).iter().flat_map(|value| value.as_bytes().split(|&b| b == b','));
        let mut next = || names.find(|name| !matches!(name.trim_ascii(), b"") && !matches_name(name, "identity"));
        let Some(name) = next() else { return Ok(None) };
        if next().is_some() {
            return Err(CodingFault::Unknown("more than one coding"));
        }
        Self::by_name(name).map(Some).ok_or_else(|| {
            // The header may contain anything, so the message repeats registered names only.
            let known = REGISTERED.into_iter().find(|known| matches_name(name, known));
            CodingFault::Unknown(known.unwrap_or("a coding without a registered name"))
        })
    }

    #[cfg(feature = "gzip")]
    fn by_name(name: &[u8]) -> Option<Self> {
        if matches_name(name, "gzip") || matches_name(name, "x-gzip") {
            Some(Self::Gzip)
        } else if matches_name(name, "deflate") {
            Some(Self::Deflate)
        } else {
            None
        }
    }

    #[cfg(not(feature = "gzip"))]
    fn by_name(_: &[u8]) -> Option<Self> {
        None
    }
}

/// The names of content codings that IANA has registered.
const REGISTERED: [&str; 11] =
    ["br", "zstd", "gzip", "x-gzip", "deflate", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip"];

fn matches_name(name: &[u8], known: &str) -> bool {
    name.trim_ascii().eq_ignore_ascii_case(known.as_bytes())
}

impl fmt::Display for CodingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => {
                write!(f, "the body is compressed with {name}, which was not requested and is not supported")
            }
            #[cfg(feature = "gzip")]
            Self::Broken => f.write_str("the body is damaged, or is not compressed as its header says"),
            #[cfg(feature = "gzip")]
            Self::Cut => f.write_str("the compressed body ends too early"),
        }
    }
}

impl std::error::Error for CodingFault {}

#[cfg(test)]
mod tests {
    use super::*;

    fn coding(values: &[&'static str]) -> Result<Option<Coding>, CodingFault> {
        let values = values.iter().map(|value| (CONTENT_ENCODING, http::HeaderValue::from_static(value)));
        let mut headers = HeaderMap::new();
        for (name, value) in values {
            headers.append(name, value);
        }
        Coding::of(&headers)
    }

    #[test]
    fn uncompressed_bodies_say_identity_or_nothing() {
        for values in [&[][..], &[""], &["identity"], &["Identity", " , identity"]] {
            assert_eq!(coding(values), Ok(None), "{values:?}");
        }
    }

    #[cfg(feature = "gzip")]
    #[test]
    fn names_come_in_any_casing() {
        for (value, expected) in [("gzip", Coding::Gzip), (" GZip ", Coding::Gzip), ("x-gzip,identity", Coding::Gzip)] {
            assert_eq!(coding(&[value]), Ok(Some(expected)), "{value}");
        }
        assert_eq!(coding(&["deflate"]), Ok(Some(Coding::Deflate)));
    }

    #[test]
    fn unsupported_codings_are_named_only_if_registered() {
        for (values, expected) in [
            (&["br"][..], "with br,"),
            (&["ZSTD"], "with zstd,"),
            (&["vandenbroucke"], "without a registered name"),
            (&["br, zstd"], "more than one"),
            (&["zstd", "br"], "more than one"),
        ] {
            let fault = coding(values).unwrap_err().to_string();
            assert!(fault.contains(expected) && !fault.contains("vandenbroucke"), "{values:?}: {fault}");
        }
    }

    #[cfg(not(feature = "gzip"))]
    #[test]
    fn without_the_feature_no_coding_is_supported() {
        assert_eq!(coding(&["gzip"]), Err(CodingFault::Unknown("gzip")));
    }
}
