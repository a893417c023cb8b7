//! Which bodies of a 404 say that there is no data.

use serde_json::{Map, Value};

use crate::generated::endpoints::NO_DATA;

/// A form in which the service says that there is no data.
#[derive(Debug)]
pub(crate) enum NoDataForm {
    /// No body.
    Empty,
    /// A JSON object with some of these members and no others: the problem that the framework itself writes.
    Problem(&'static [&'static str]),
}

/// Whether the body of a 404 says that the request was processed and has no data. Any other body comes from somebody
/// else, such as a gateway, and must not be taken for an empty list.
pub fn is_no_data(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii();
    NO_DATA.iter().any(|form| match form {
        NoDataForm::Empty => body.is_empty(),
        NoDataForm::Problem(members) => is_problem(body, members),
    })
}

fn is_problem(body: &[u8], members: &[&str]) -> bool {
    let Ok(problem) = serde_json::from_slice::<Map<String, Value>>(body) else { return false };
    problem.get("status").and_then(Value::as_u64) == Some(404)
        && problem.keys().all(|name| members.contains(&name.as_str()))
}
