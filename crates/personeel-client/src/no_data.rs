//! Recognises the 404 bodies that mean "no data".

use serde_json::Value;

use crate::generated::endpoints::NO_DATA;

/// A body that means "no data", as the document declares it.
#[derive(Debug)]
pub(crate) enum NoDataForm {
    /// An empty body.
    Empty,
    /// The generic problem (RFC 9457) that a framework sends for a status without a body: any of these members, and no
    /// others.
    Problem(&'static [&'static str]),
}

/// Returns whether the body of a 404 means that the service processed the request and found no data.
///
/// Any other body, such as a web page, plain text or a gateway's JSON, says nothing about the data. Treating it as an
/// empty list would make a school's entire staff disappear.
pub fn is_no_data(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    NO_DATA.iter().any(|form| match form {
        NoDataForm::Empty => body.is_empty(),
        NoDataForm::Problem(members) => is_generic_problem(body, members),
    })
}

/// Frameworks always fill in the title and the status; every member but the status is a string.
fn is_generic_problem(body: &[u8], members: &[&str]) -> bool {
    let Ok(Value::Object(problem)) = serde_json::from_slice::<Value>(body) else { return false };
    problem.get("title").is_some()
        && problem.get("status").is_some()
        && problem.iter().all(|(name, value)| match name.as_str() {
            "status" => value.as_u64() == Some(404),
            name => members.contains(&name) && value.is_string(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_body_and_the_generic_problem_mean_no_data() {
        for body in [
            "",
            " \r\n\t",
            "\u{feff}",
            "\u{feff} \n",
            r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.5","title":"Not Found","status":404,"traceId":"00-ab-01"}"#,
            "\u{feff}{\"status\": 404, \"title\": \"Not Found\"}\n",
            r#"{"type":"about:blank","title":"Niet gevonden","status":404}"#,
        ] {
            assert!(is_no_data(body.as_bytes()), "{body}");
        }
    }

    #[test]
    fn any_other_body_does_not_mean_no_data() {
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
            assert!(!is_no_data(body.as_bytes()), "{body}");
        }
        for body in [&b"\xff\xfe"[..], b"\xef\xbb", b"\x1f\x8b\x08"] {
            assert!(!is_no_data(body), "{body:?}");
        }
    }
}
