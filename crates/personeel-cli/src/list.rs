//! Lists: decoded strictly to be sure of them, and passed on as the service wrote them.

use bytes::Bytes;
use personeel::{InstituteNumber, Operation};
use serde::de::DeserializeOwned;

use crate::failure::Failure;
use crate::json::Json;

/// Which call an answer is of, for what may be wrong with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source {
    pub(crate) operation: Operation,
    pub(crate) institute: InstituteNumber,
}

/// The rows of a list, each of which decodes as `T`. No data is an empty list.
pub(crate) fn rows<T: DeserializeOwned>(body: &Bytes, source: Source) -> Result<Vec<Json>, Failure> {
    if body.is_empty() {
        return Ok(Vec::new());
    }
    match checked::<Vec<T>>(body, source)? {
        Json::List(rows) => Ok(rows),
        // A list decodes from a JSON array only.
        _ => Err(Failure::internal("a list is no array")),
    }
}

/// One record, which decodes as `T`; `None` where there is no data.
pub(crate) fn record<T: DeserializeOwned>(body: &Bytes, source: Source) -> Result<Option<Json>, Failure> {
    if body.is_empty() { Ok(None) } else { checked::<T>(body, source).map(Some) }
}

fn checked<T: DeserializeOwned>(body: &[u8], source: Source) -> Result<Json, Failure> {
    // Servers of this kind may begin a text with a byte order mark.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let named = |failure: Failure| failure.with_operation(Some(source.operation)).with_institute(source.institute);
    match (serde_json::from_slice::<T>(body), serde_json::from_slice::<Json>(body)) {
        (Ok(_), Ok(json)) => Ok(json),
        _ => Err(named(fault::<T>(body))),
    }
}

/// Where a body is wrong, never with what.
fn fault<T: DeserializeOwned>(body: &[u8]) -> Failure {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let (path, category) = match serde_path_to_error::deserialize::<_, T>(&mut reader) {
        Err(error) => (error.path().to_string(), error.inner().classify()),
        Ok(_) => (String::new(), serde_json::error::Category::Syntax),
    };
    let path = if matches!(path.as_str(), "" | ".") { "$" } else { path.as_str() };
    Failure::decode(match category {
        serde_json::error::Category::Eof => format!("the answer ends too early at {path}"),
        serde_json::error::Category::Syntax => format!("the answer is no JSON at {path}"),
        _ => format!("the answer is not of the form that the document gives at {path}"),
    })
}

#[cfg(test)]
mod tests {
    use personeel::types::Interruption;

    use super::*;

    fn source() -> Source {
        Source { operation: Operation::ListInterruptions, institute: "011007".parse().unwrap() }
    }

    #[test]
    fn rows_keep_what_no_type_knows() {
        let text = r#"[{"pOnderbreking":7,"begindatum":"2026-11-02T00:00:00","doId":null}]"#;
        let rows = rows::<Interruption>(&Bytes::from(text), source()).unwrap();
        assert_eq!(Json::List(rows).to_text(), text);
    }

    #[test]
    fn a_fault_names_its_path_and_never_its_value() {
        let text = r#"[{},{"begindatum":"gisteren"}]"#;
        let failure = rows::<Interruption>(&Bytes::from(text), source()).unwrap_err();
        assert_eq!(
            failure.line(),
            "listInterruptions for institute 011007: the answer is not of the form that the document gives at [1].begindatum"
        );
        assert_eq!(failure.exit(), crate::exit::Exit::Undecodable);
    }
}
