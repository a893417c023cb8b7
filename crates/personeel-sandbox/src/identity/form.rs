//! The form of a token request.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::header::{self, HeaderMap};
use url::form_urlencoded;

/// The fields of a form, none of them repeated.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a body; `None` if a field is repeated, which RFC 6749 forbids.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let fields: Vec<_> = form_urlencoded::parse(body).into_owned().collect();
        let is_repeated = |index: usize, name: &str| fields[..index].iter().any(|(known, _)| known == name);
        let repeated = fields.iter().enumerate().any(|(index, (name, _))| is_repeated(index, name));
        (!repeated).then_some(Self(fields))
    }

    /// A field's value; an empty one counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(known, _)| known == name)?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }
}

/// Reads the client id and secret from an `Authorization: Basic` header, form-encoded as RFC 6749 requires.
pub(super) fn read_basic_credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(BASE64_STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = pair.split_once(':')?;
    let decode = |text: &str| {
        let plain = text.replace('+', " ");
        percent_encoding::percent_decode_str(&plain).decode_utf8().ok().map(std::borrow::Cow::into_owned)
    };
    Some((decode(id)?, decode(secret)?))
}
