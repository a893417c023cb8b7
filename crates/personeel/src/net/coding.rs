//! How the body of an answer is compressed, by its own word (RFC 9110, section 8.4).

use std::fmt;

use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// A way of compressing that is understood here.
#[cfg(feature = "gzip")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// What is asked for.
    Gzip,
    /// What a server may take for good without being asked.
    Deflate,
}

/// A way of compressing that is understood here: none without the feature `gzip`.
#[cfg(not(feature = "gzip"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {}

/// Why a body cannot be decompressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodingFault {
    /// It is compressed in a way that is not understood here.
    Unknown(&'static str),
    /// It is not what it is called.
    #[cfg(feature = "gzip")]
    Broken,
    /// It ends before its end.
    #[cfg(feature = "gzip")]
    Cut,
}

impl Coding {
    /// What a request asks for; `None` where nothing is understood.
    pub(crate) const ACCEPTED: Option<&'static str> = if cfg!(feature = "gzip") { Some("gzip") } else { None };

    /// The coding of a body with these headers; `None` where it is not compressed.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Option<Self>, CodingFault> {
        let mut named =
            headers.get_all(CONTENT_ENCODING).iter().flat_map(|value| value.as_bytes().split(|&b| b == b','));
        let mut next = || named.find(|name| !matches!(name.trim_ascii(), b"") && !is(name, "identity"));
        let Some(name) = next() else { return Ok(None) };
        if next().is_some() {
            return Err(CodingFault::Unknown("more than one coding"));
        }
        Self::by_name(name).map(Some).ok_or_else(|| {
            // What a server writes there is anybody's guess, so only names that are registered are repeated.
            let known = REGISTERED.into_iter().find(|known| is(name, known));
            CodingFault::Unknown(known.unwrap_or("a coding without a registered name"))
        })
    }

    #[cfg(feature = "gzip")]
    fn by_name(name: &[u8]) -> Option<Self> {
        if is(name, "gzip") || is(name, "x-gzip") {
            Some(Self::Gzip)
        } else if is(name, "deflate") {
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

/// The registered names of codings (IANA).
const REGISTERED: [&str; 11] =
    ["br", "zstd", "gzip", "x-gzip", "deflate", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip"];

fn is(name: &[u8], known: &str) -> bool {
    name.trim_ascii().eq_ignore_ascii_case(known.as_bytes())
}

impl fmt::Display for CodingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(name) => {
                write!(f, "the body is compressed with {name}, which was not asked for and is not understood here")
            }
            #[cfg(feature = "gzip")]
            Self::Broken => f.write_str("the body is not compressed in the way that its header says, or is damaged"),
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
    fn what_is_not_compressed_says_so_or_nothing() {
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
    fn what_is_not_understood_is_named_only_where_its_name_is_registered() {
        for (values, named) in [
            (&["br"][..], "with br,"),
            (&["ZSTD"], "with zstd,"),
            (&["vandenbroucke"], "without a registered name"),
            (&["br, zstd"], "more than one"),
            (&["zstd", "br"], "more than one"),
        ] {
            let fault = coding(values).unwrap_err().to_string();
            assert!(fault.contains(named) && !fault.contains("vandenbroucke"), "{values:?}: {fault}");
        }
    }

    #[cfg(not(feature = "gzip"))]
    #[test]
    fn without_the_feature_nothing_is_understood() {
        assert_eq!(coding(&["gzip"]), Err(CodingFault::Unknown("gzip")));
    }
}
