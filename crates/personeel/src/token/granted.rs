//! Reading the answer that holds a token.

use std::time::Duration;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use zeroize::Zeroizing;

use super::{AccessToken, TokenError, TokenErrorKind};

/// What an answer without `expires_in`, which RFC 6749 allows, is taken to be valid for.
const ASSUMED_LIFETIME: Duration = Duration::from_secs(300);

/// The members of a successful answer that matter here, in the forms that servers give them. `access_token` is wiped once
/// it is copied.
#[derive(Deserialize)]
struct Granted {
    access_token: Zeroizing<String>,
    #[serde(default)]
    token_type: Option<String>,
    #[serde(default, deserialize_with = "lifetime")]
    expires_in: Option<Duration>,
    #[serde(default, deserialize_with = "scopes")]
    scope: Option<Vec<String>>,
}

/// The token in the body of a 200 answer.
pub(super) fn granted(body: &[u8], status: u16) -> Result<AccessToken, TokenError> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut reader = serde_json::Deserializer::from_slice(body);
    // serde_json's message would show what stands in place of a number; the token itself must not be risked either. A
    // path holds no more than the name of a member.
    let granted: Granted = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let member = ["access_token", "token_type", "expires_in", "scope"]
            .into_iter()
            .find(|member| error.path().to_string().starts_with(member));
        match member {
            Some(member) => malformed(status, &format!("the identity server's answer has no usable `{member}`")),
            None => malformed(status, "the identity server's answer holds no token"),
        }
    })?;
    if reader.end().is_err() {
        return Err(malformed(status, "something follows the identity server's answer"));
    }
    if granted.access_token.trim().is_empty() {
        return Err(malformed(status, "the identity server's answer holds an empty token"));
    }
    if granted.token_type.as_deref().is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err(malformed(status, "the identity server gave a token that is no bearer token"));
    }
    let token = AccessToken::new(granted.access_token.as_str(), granted.expires_in.unwrap_or(ASSUMED_LIFETIME));
    Ok(match granted.scope {
        Some(scopes) => token.with_granted_scopes(scopes),
        None => token,
    })
}

/// Seconds as a number or as a text of one, with or without a fraction. More than any clock holds is as long as can be.
fn lifetime<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    let seconds = match Value::deserialize(deserializer)? {
        Value::Null => return Ok(None),
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse::<f64>().ok(),
        _ => None,
    };
    // Fractions of a second are nobody's business, and what a float rounds of a great number isn't either.
    match seconds {
        Some(seconds) if seconds >= 0.0 => Ok(Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))),
        _ => Err(serde::de::Error::custom("no number of seconds")),
    }
}

/// Scopes in one text with blanks between, as RFC 6749 has it, or in a list.
fn scopes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
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

pub(super) fn malformed(status: u16, message: &str) -> TokenError {
    TokenError::new(TokenErrorKind::Malformed, message).with_status(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_without_a_bearer_token_are_malformed() {
        for (body, member) in [
            (r"", "no token"),
            (r"{}", "no token"),
            ("<html>", "no token"),
            (r#"{"access_token":"t"}<html>"#, "follows"),
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
            let error = granted(body.as_bytes(), 200).unwrap_err();
            assert_eq!((error.kind(), error.status()), (TokenErrorKind::Malformed, Some(200)), "{body}");
            assert!(error.to_string().contains(member), "{body}: {error}");
        }
    }

    #[test]
    fn lifetimes_are_read_in_every_form() {
        let read = |value: &str| {
            let body = format!("\u{feff}{{\"access_token\":\"t\",\"token_type\":\"bearer\"{value}}}");
            granted(body.as_bytes(), 200).unwrap().lifetime()
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
    fn scopes_are_a_text_or_a_list() {
        for scope in [r#""a b""#, r#"["a","b"]"#, r#"["a b"]"#, r#"" a  b ""#] {
            let body = format!(r#"{{"access_token":"t","scope":{scope}}}"#);
            assert_eq!(granted(body.as_bytes(), 200).unwrap().granted_scopes().unwrap(), ["a", "b"], "{scope}");
        }
        let none = granted(br#"{"access_token":"t","scope":null}"#, 200).unwrap();
        assert_eq!(none.granted_scopes(), None);
    }
}
