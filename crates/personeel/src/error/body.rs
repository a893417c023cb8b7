//! Parses the error envelope of a refusal, in any casing.

use personeel_client::codes::ErrorCode;
use serde_json::Value;

use super::Refusal;

/// Returns the refusals in a body; none unless it is the envelope `{"errors":[{"Code","Message"}]}`.
///
/// Member names are matched case-insensitively at both levels. Entries without a code are skipped: a caller could not
/// act on them.
pub(crate) fn refusals(body: &[u8]) -> Vec<Refusal> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let Ok(envelope) = serde_json::from_slice::<Value>(body) else { return Vec::new() };
    let Some(Value::Array(errors)) = member(&envelope, "errors") else { return Vec::new() };
    errors
        .iter()
        .filter_map(|error| {
            let code = member(error, "code")?.as_str()?.trim();
            let message = member(error, "message").and_then(Value::as_str).map(str::to_owned);
            (!code.is_empty()).then(|| Refusal::new(ErrorCode::from(code), message))
        })
        .collect()
}

fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, member)| member)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_envelope_reads_in_four_casings() {
        for (errors, code, message) in [
            ("errors", "Code", "Message"),
            ("errors", "code", "message"),
            ("Errors", "Code", "Message"),
            ("ERRORS", "CODE", "MESSAGE"),
        ] {
            let body = format!(r#"{{"{errors}":[{{"{code}":"BR018","{message}":"x"}},{{"{code}":"BR_DOC_007"}}]}}"#);
            let found = refusals(body.as_bytes());
            assert_eq!(found.len(), 2, "{body}");
            assert_eq!(*found[0].code(), ErrorCode::Br018);
            assert_eq!(found[0].service_message(), Some("x"));
            assert_eq!(found[1].code().as_str(), "BR_DOC_007");
            assert!(!found[1].code().is_known());
        }
    }

    #[test]
    fn other_bodies_contain_no_refusal() {
        for body in [
            "",
            "<html>",
            "{\"errors\":[]}",
            "{\"errors\":{}}",
            "{\"title\":\"Bad Request\"}",
            "{\"errors\":[{\"Code\"",
            "[]",
        ] {
            assert!(refusals(body.as_bytes()).is_empty(), "{body}");
        }
    }

    #[test]
    fn the_existing_id_ends_the_message() {
        let id = "85c719d6-60eb-474a-a67d-059bba169249";
        let body = format!(
            r#"{{"errors":[{{"Code":"BR026","Message":"of 11111111-2222-4333-8444-555555555555; Id: {id}"}}]}}"#
        );
        assert_eq!(refusals(body.as_bytes())[0].existing_id().unwrap().to_string(), id);
        let other = format!(r#"{{"errors":[{{"Code":"BR018","Message":"Id: {id}"}}]}}"#);
        assert_eq!(
            refusals(other.as_bytes())[0].existing_id(),
            None,
            "only the codes that the registry marks include an id"
        );
    }
}
