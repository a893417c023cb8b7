//! Which body of a 404 says that there is no data.

use serde_json::Value;

/// What the document declares of a 404 that means "no data" beside an empty body: the generic problem (RFC 9457) that a
/// framework sends for a status without a body of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoData {
    /// The members that it may have. One that isn't here comes from somebody who has something else to say.
    pub members: &'static [&'static str],
    /// The members that it must have, with their values; a text may be any.
    pub required: &'static [(&'static str, Required)],
}

/// The value of a member that must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Required {
    /// Some text.
    Text,
    /// This number.
    Number(u64),
}

/// "No data" in this API.
pub static NO_DATA: NoData = NoData {
    members: &["type", "title", "status", "traceId"],
    required: &[("title", Required::Text), ("status", Required::Number(404))],
};

/// Whether the body of a 404 says that there is no data, and nothing else: it is empty, or the generic problem.
///
/// A body of anything else, be it a page, a text or the JSON of a gateway, says nothing about the data: to take it for an
/// empty list would make a school's whole staff disappear.
pub fn is_no_data(no_data: &NoData, body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    if body.is_empty() {
        return true;
    }
    let Ok(Value::Object(problem)) = serde_json::from_slice::<Value>(body) else { return false };
    let allowed = problem.iter().all(|(name, value)| {
        // Members are texts, save those of which the document says otherwise.
        no_data.members.contains(&name.as_str()) && (value.is_string() || no_data.requires(name).is_some())
    });
    allowed
        && no_data.required.iter().all(|(name, required)| match required {
            Required::Text => problem.get(*name).is_some_and(Value::is_string),
            Required::Number(number) => problem.get(*name).and_then(Value::as_u64) == Some(*number),
        })
}

impl NoData {
    fn requires(&self, name: &str) -> Option<Required> {
        self.required.iter().find(|(required, _)| *required == name).map(|(_, required)| *required)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_the_generic_problem_are_no_data() {
        for body in [
            "",
            " \r\n\t",
            "\u{feff}",
            "\u{feff} \n",
            r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404,"traceId":"00-ab-01"}"#,
            "\u{feff}{\"status\": 404, \"title\": \"Not Found\"}\n",
            r#"{"type":"about:blank","title":"Niet gevonden","status":404}"#,
        ] {
            assert!(is_no_data(&NO_DATA, body.as_bytes()), "{body}");
        }
    }

    #[test]
    fn everything_else_is_somebody_elses_word() {
        for body in [
            r#"{"statusCode":404,"message":"Resource not found"}"#,
            r#"{"message":"no Route matched with those values"}"#,
            r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"no route"}"#,
            r#"{"type":"about:blank","title":"Not Found","status":404,"instance":"/employees"}"#,
            r#"{"title":"Not Found","status":"404"}"#,
            r#"{"title":"Not Found","status":404.5}"#,
            r#"{"title":"Not Found","status":200}"#,
            r#"{"title":"Not Found"}"#,
            r#"{"status":404}"#,
            r#"{"title":null,"status":404}"#,
            r#"{"title":"Not Found","status":404,"traceId":{"errors":[]}}"#,
            r#"{"Title":"Not Found","Status":404}"#,
            r#"{"title":"Not Found","status":404} {"more":1}"#,
            r#"[{"title":"Not Found","status":404}]"#,
            r#"{"title":"Not Found","status":404"#,
            r#"{"errors":[]}"#,
            r#"{"errors":[{"Code":"BR0"#,
            "{}",
            "[]",
            "null",
            "\"\"",
            "Not found",
            "<html></html>",
            "\u{feff}<!doctype html>",
            "\0",
            "\u{a0}",
            "404",
        ] {
            assert!(!is_no_data(&NO_DATA, body.as_bytes()), "{body}");
        }
        for body in [&b"\xff\xfe"[..], b"\xef\xbb", b"\x1f\x8b\x08"] {
            assert!(!is_no_data(&NO_DATA, body), "{body:?}");
        }
    }
}
