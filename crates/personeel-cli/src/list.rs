//! Bodies that the client has decoded strictly, as the service wrote them.

use crate::failure::Failure;
use crate::json::Json;

/// The rows of a list. No data is an empty list.
pub(crate) fn rows(body: &[u8]) -> Result<Vec<Json>, Failure> {
    match record(body)? {
        None => Ok(Vec::new()),
        Some(Json::List(rows)) => Ok(rows),
        // A list decodes from a JSON array only.
        Some(_) => Err(Failure::internal("a list is no array")),
    }
}

/// One record; `None` where there is no data.
pub(crate) fn record(body: &[u8]) -> Result<Option<Json>, Failure> {
    // Servers of this kind may begin a text with a byte order mark.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if body.is_empty() {
        return Ok(None);
    }
    serde_json::from_slice(body).map(Some).map_err(|_| Failure::internal("what was decoded is no JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_keep_what_no_type_knows() {
        let text = r#"[{"pOnderbreking":7,"begindatum":"2026-11-02T00:00:00","doId":null}]"#;
        assert_eq!(Json::List(rows(text.as_bytes()).unwrap()).to_text(), text);
        assert!(rows(b"").unwrap().is_empty());
    }
}
