//! Parses token responses.

use std::time::Duration;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use zeroize::Zeroizing;

use super::{AccessToken, TokenError, TokenErrorKind};

/// The lifetime of a token whose response has no `expires_in`, which RFC 6749 allows.
const ASSUMED_LIFETIME: Duration = Duration::from_secs(300);

/// The relevant members of a successful response, in the forms that servers use. `access_token` is wiped once it is
/// copied.
#[derive(Deserialize)]
struct Granted {
    access_token: Zeroizing<String>,
    #[serde(default)]
    token_type: Option<String>,
    #[serde(default, deserialize_with = "deserialize_lifetime")]
    expires_in: Option<Duration>,
    #[serde(default, deserialize_with = "deserialize_scopes")]
    scope: Option<Vec<String>>,
}

/// Parses the token in the body of a 200 response.
pub(super) fn parse_token(body: &[u8], status: u16) -> Result<AccessToken, TokenError> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut reader = serde_json::Deserializer::from_slice(body);
    // serde_json's message could include values from the response, even the token. The path contains member names only.
    let granted: Granted = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let member = ["access_token", "token_type", "expires_in", "scope"]
            .into_iter()
            .find(|member| error.path().to_string().starts_with(member));
        match member {
            Some(member) => malformed_error(status, &format!("the identity server's response has no valid `{member}`")),
            None => malformed_error(status, "the identity server's response contains no token"),
        }
    })?;
    if reader.end().is_err() {
        return Err(malformed_error(status, "there is more data after the identity server's response"));
    }
    if granted.access_token.trim().is_empty() {
        return Err(malformed_error(status, "the identity server's response contains an empty token"));
    }
    if granted.token_type.as_deref().is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err(malformed_error(status, "the identity server returned a token that is not a bearer token"));
    }
    let token = AccessToken::new(granted.access_token.as_str(), granted.expires_in.unwrap_or(ASSUMED_LIFETIME));
    Ok(match granted.scope {
        Some(scopes) => token.with_granted_scopes(scopes),
        None => token,
    })
}

/// Deserializes seconds, as a number or as a string, with or without a fraction. A value too large for a `Duration`
/// becomes the longest one.
fn deserialize_lifetime<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let seconds = match Value::deserialize(deserializer)? {
        Value::Null => return Ok(None),
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse::<f64>().ok(),
        _ => None,
    };
    // A float is precise enough for a lifetime.
    match seconds {
        Some(seconds) if seconds >= 0.0 => Ok(Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))),
        _ => Err(serde::de::Error::custom("not a number of seconds")),
    }
}

/// Deserializes scopes, as one string separated by spaces, as in RFC 6749, or as a list.
fn deserialize_scopes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Scopes {
        Text(String),
        List(Vec<String>),
    }
    let split = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    Ok(Option::<Scopes>::deserialize(deserializer)?.map(|scopes| match scopes {
        Scopes::Text(text) => split(&text),
        Scopes::List(texts) => texts.iter().flat_map(|text| split(text)).collect(),
    }))
}

pub(super) fn malformed_error(status: u16, message: &str) -> TokenError {
    TokenError::new(TokenErrorKind::Malformed, message).with_status(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_without_a_bearer_token_are_malformed() {
        for (body, member) in [
            (r"", "no token"),
            (r"{}", "no token"),
            ("<html>", "no token"),
            (r#"{"access_token":"t"}<html>"#, "after"),
            (r#"{"access_token":" "}"#, "empty"),
            (r#"{"access_token":"t","token_type":"mac"}"#, "bearer"),
            (r#"{"access_token":7}"#, "`access_token`"),
            (r#"{"access_token":"t","expires_in":-1}"#, "`expires_in`"),
            (r#"{"access_token":"t","expires_in":"-3600"}"#, "`expires_in`"),
            (r#"{"access_token":"t","expires_in":"soon"}"#, "`expires_in`"),
            (r#"{"access_token":"t","expires_in":"NaN"}"#, "`expires_in`"),
            (r#"{"access_token":"t","expires_in":[60]}"#, "`expires_in`"),
            (r#"{"access_token":"t","scope":7}"#, "`scope`"),
            (r#"{"access_token":"t","token_type":["Bearer"]}"#, "`token_type`"),
        ] {
            let error = parse_token(body.as_bytes(), 200).unwrap_err();
            assert_eq!((error.kind(), error.status()), (TokenErrorKind::Malformed, Some(200)), "{body}");
            assert!(error.to_string().contains(member), "{body}: {error}");
        }
    }

    #[test]
    fn lifetimes_are_read_in_every_form() {
        let read = |value: &str| {
            let body = format!("\u{feff}{{\"access_token\":\"t\",\"token_type\":\"bearer\"{value}}}");
            parse_token(body.as_bytes(), 200).unwrap().lifetime()
        };
        for (value, seconds) in [
            ("", 300),
            (r#","expires_in":null"#, 300),
            (r#","expires_in":3600"#, 3600),
            (r#","expires_in":"3600""#, 3600),
            (r#","expires_in":" 3600.0 ""#, 3600),
            (r#","expires_in":3600.0"#, 3600),
            (r#","expires_in":0"#, 0),
            (r#","expires_in":-0.0"#, 0),
        ] {
            assert_eq!(read(value), Duration::from_secs(seconds), "{value}");
        }
        for endless in ["9223372036854775807", "18446744073709551616", "1e300", "\"1e30\"", "\"inf\""] {
            assert!(read(&format!(",\"expires_in\":{endless}")) >= Duration::from_secs(1 << 60), "{endless}");
        }
    }

    #[test]
    fn scopes_are_a_string_or_a_list() {
        for scope in [r#""a b""#, r#"["a","b"]"#, r#"["a b"]"#, r#"" a  b ""#] {
            let body = format!(r#"{{"access_token":"t","scope":{scope}}}"#);
            assert_eq!(parse_token(body.as_bytes(), 200).unwrap().granted_scopes().unwrap(), ["a", "b"], "{scope}");
        }
        let none = parse_token(br#"{"access_token":"t","scope":null}"#, 200).unwrap();
        assert_eq!(none.granted_scopes(), None);
    }
}
