//! Classifies response bodies by their bytes. Headers are not reliable, since a proxy may have set them.

use personeel_wire::Guid;
use serde_json::Value;

use super::limits::MAX_ERROR_BODY_BYTES;
use crate::error::{Refusal, refusals};

/// Returns a body without the byte order mark and the white space around it.
pub(super) fn trim_body(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii()
}

/// Whether a body is blank. The beginning of a byte order mark counts as blank, since the rest may be on its way.
pub(super) fn is_blank(body: &[u8]) -> bool {
    trim_body(body).is_empty() || b"\xef\xbb\xbf".starts_with(body)
}

/// Whether a body is a web page, or anything else that starts with an angle bracket, as JSON never does. A page in
/// UTF-16 starts with a byte order mark of its own.
pub(super) fn is_page(body: &[u8]) -> bool {
    trim_body(body).first() == Some(&b'<') || body.starts_with(b"\xff\xfe<\0") || body.starts_with(b"\xfe\xff\0<")
}

/// Returns the refusals if a body is an error envelope. A quick check first avoids parsing most records twice.
pub(super) fn envelope_refusals(body: &[u8]) -> Vec<Refusal> {
    let body = trim_body(body);
    let is_likely = body.first() == Some(&b'{')
        && body.len() <= MAX_ERROR_BODY_BYTES
        && body.windows(b"errors".len()).any(|bytes| bytes.eq_ignore_ascii_case(b"errors"));
    if is_likely { refusals(body) } else { Vec::new() }
}

/// Whether a body confirms a write: it is empty, as in the document, or it is just `true`, `null` or the id of the
/// record that was written, which only the service would return.
pub(super) fn confirms_write(body: &[u8], written: Option<Guid>) -> bool {
    let body = trim_body(body);
    matches!(body, b"" | b"true" | b"null") || (written.is_some() && parse_id(body) == written)
}

/// Parses the id in a body: a JSON string, bare text, text in braces, or the `id` of an object. A GUID in any other
/// member may be a gateway's request id.
pub(super) fn parse_id(body: &[u8]) -> Option<Guid> {
    let body = trim_body(body);
    if let Ok(Value::Object(members)) = serde_json::from_slice(body) {
        let mut ids = members.iter().filter(|(name, _)| name.eq_ignore_ascii_case("id"));
        return ids.next().and_then(|(_, id)| id.as_str()?.parse().ok());
    }
    let text = std::str::from_utf8(body).ok()?;
    text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '{' | '}' | '"')).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "85c719d6-60eb-474a-a67d-059bba169249";

    #[test]
    fn a_page_is_recognised_by_its_first_character() {
        for page in
            [&b"<html>"[..], b"\xef\xbb\xbf \r\n<!DOCTYPE html>", b"<?xml?>", b"\xff\xfe<\0h\0", b"\xfe\xff\0<\0h"]
        {
            assert!(is_page(page), "{page:?}");
        }
        for other in [&b""[..], b"[\"<html>\"]", b"{}", b"text <b>", b"\xff\xfe"] {
            assert!(!is_page(other), "{other:?}");
        }
    }

    #[test]
    fn a_confirmation_is_empty_or_the_id() {
        let written = Some(ID.parse().unwrap());
        for body in ["", " \n", "\u{feff}", "null", "true", ID, &format!("\"{ID}\""), &format!("{{\"id\":\"{ID}\"}}")] {
            assert!(confirms_write(body.as_bytes(), written), "{body}");
        }
        let other = ID.replace('8', "9");
        for body in
            ["false", "<html>", "OK", "{}", "[]", "{\"statusCode\":200}", &other, &format!("{{\"id\":\"{other}\"}}")]
        {
            assert!(!confirms_write(body.as_bytes(), written), "{body}");
        }
        assert!(!confirms_write(ID.as_bytes(), None));
    }

    #[test]
    fn an_id_is_that_of_the_record() {
        for body in [
            ID.to_owned(),
            format!("\u{feff}\"{ID}\"\n"),
            format!("{{ \"{ID}\" }}"),
            format!("{{ {{{}}} }}", ID.to_uppercase()),
            format!(r#"{{"requestId":"{}","Id":"{ID}"}}"#, ID.replace('8', "9")),
        ] {
            assert_eq!(parse_id(body.as_bytes()).map(|id| id.to_string()).as_deref(), Some(ID), "{body}");
        }
        for body in ["", "{}", &format!(r#"{{"requestId":"{ID}"}}"#), &format!("request {ID} failed"), r#"{"id":7}"#] {
            assert_eq!(parse_id(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn an_envelope_is_recognised_in_any_casing() {
        for name in ["errors", "Errors", "ERRORS"] {
            let body = format!("\u{feff}{{\"{name}\":[{{\"Code\":\"BR018\"}}]}}");
            assert_eq!(envelope_refusals(body.as_bytes()).len(), 1, "{name}");
        }
        assert!(envelope_refusals(br#"{"naam":"errors"}"#).is_empty() && envelope_refusals(b"").is_empty());
    }
}
