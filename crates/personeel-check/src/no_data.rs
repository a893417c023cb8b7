//! Recognises the 404 bodies that mean "no data".

use std::io::{self, Read};

use serde_json::{Map, Value};

use crate::generated::shapes::NO_DATA;
use crate::shape::NoData;

/// How much of a body is read. The framework's problem is about a hundred bytes.
const MAX_BODY_BYTES: u64 = 64 * 1024;

/// Returns whether an empty body means "no data".
pub(crate) fn is_empty() -> bool {
    NO_DATA.iter().any(|form| matches!(form, NoData::Empty))
}

/// Returns whether a body that is not empty means "no data".
pub(crate) fn is_problem(start: impl Read, rest: impl Read) -> io::Result<bool> {
    let mut body = Vec::new();
    start.chain(rest).take(MAX_BODY_BYTES).read_to_end(&mut body)?;
    if body.trim_ascii().is_empty() {
        return Ok(is_empty());
    }
    let Ok(problem) = serde_json::from_slice::<Map<String, Value>>(&body) else { return Ok(false) };
    Ok(problem.get("status").and_then(Value::as_u64) == Some(404)
        && NO_DATA.iter().any(|form| match form {
            NoData::Empty => false,
            NoData::Problem(members) => problem.keys().all(|name| members.contains(&name.as_str())),
        }))
}
