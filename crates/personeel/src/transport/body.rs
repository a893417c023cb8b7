//! What the body of an answer is, by its bytes: what a header calls it is a proxy's word as often as the service's.

use personeel_wire::Guid;
use serde_json::Value;

use super::limits::MAX_ERROR_BODY_BYTES;
use crate::error::{Refusal, refusals};

/// A body without the byte order mark and the blanks around it.
pub(super) fn trimmed(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii()
}

/// Whether a body says nothing. The start of a byte order mark may be on its way to being one.
pub(super) fn is_blank(body: &[u8]) -> bool {
    trimmed(body).is_empty() || b"\xef\xbb\xbf".starts_with(body)
}

/// Whether a body is a web page, or anything else in angle brackets: no JSON begins that way. A page in UTF-16 begins
/// with its own mark.
pub(super) fn is_page(body: &[u8]) -> bool {
    trimmed(body).first() == Some(&b'<') || body.starts_with(b"\xff\xfe<\0") || body.starts_with(b"\xfe\xff\0<")
}

/// The refusals of an error envelope, where a body is one. An answer that is a record is hardly ever read twice for that.
pub(super) fn envelope(body: &[u8]) -> Vec<Refusal> {
    let body = trimmed(body);
    let is_likely = body.first() == Some(&b'{')
        && body.len() <= MAX_ERROR_BODY_BYTES
        && body.windows(b"errors".len()).any(|bytes| bytes.eq_ignore_ascii_case(b"errors"));
    if is_likely { refusals(body) } else { Vec::new() }
}

/// Whether a body says that a write was done: it is empty, as the document has it; or no more than `true`, `null` or the
/// id of what was written, which nobody but the service knows to say.
pub(super) fn says_done(body: &[u8], written: Option<Guid>) -> bool {
    let body = trimmed(body);
    matches!(body, b"" | b"true" | b"null") || (written.is_some() && id(body) == written)
}

/// The id that a body is: a JSON string, bare text, in braces, or the `id` of an object. Another member's GUID may be
/// that of a request in a gateway's log.
pub(super) fn id(body: &[u8]) -> Option<Guid> {
    let body = trimmed(body);
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
    fn a_page_is_known_by_its_first_character() {
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
    fn done_is_nothing_or_the_id() {
        let written = Some(ID.parse().unwrap());
        for body in ["", " \n", "\u{feff}", "null", "true", ID, &format!("\"{ID}\""), &format!("{{\"id\":\"{ID}\"}}")] {
            assert!(says_done(body.as_bytes(), written), "{body}");
        }
        let other = ID.replace('8', "9");
        for body in
            ["false", "<html>", "OK", "{}", "[]", "{\"statusCode\":200}", &other, &format!("{{\"id\":\"{other}\"}}")]
        {
            assert!(!says_done(body.as_bytes(), written), "{body}");
        }
        assert!(!says_done(ID.as_bytes(), None));
    }

    #[test]
    fn an_id_is_the_bodys_own() {
        for body in [
            ID.to_owned(),
            format!("\u{feff}\"{ID}\"\n"),
            format!("{{ \"{ID}\" }}"),
            format!("{{ {{{}}} }}", ID.to_uppercase()),
            format!(r#"{{"requestId":"{}","Id":"{ID}"}}"#, ID.replace('8', "9")),
        ] {
            assert_eq!(id(body.as_bytes()).map(|id| id.to_string()).as_deref(), Some(ID), "{body}");
        }
        for body in ["", "{}", &format!(r#"{{"requestId":"{ID}"}}"#), &format!("request {ID} failed"), r#"{"id":7}"#] {
            assert_eq!(id(body.as_bytes()), None, "{body}");
        }
    }

    #[test]
    fn an_envelope_is_known_in_any_casing() {
        for name in ["errors", "Errors", "ERRORS"] {
            let body = format!("\u{feff}{{\"{name}\":[{{\"Code\":\"BR018\"}}]}}");
            assert_eq!(envelope(body.as_bytes()).len(), 1, "{name}");
        }
        assert!(envelope(br#"{"naam":"errors"}"#).is_empty() && envelope(b"").is_empty());
    }
}
