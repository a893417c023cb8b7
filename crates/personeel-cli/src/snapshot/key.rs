//! Records by a key that is the same in the next snapshot.

use personeel::Guid;

use super::{Resource, hash};
use crate::json::Json;

/// A record as a snapshot stores it. It has no `Debug`: the body is staff data.
#[derive(Clone)]
pub(crate) struct Keyed {
    pub(crate) key: String,
    /// Whose record it is.
    pub(crate) person: Option<String>,
    /// Canonical JSON: equal content is equal text.
    pub(crate) body: String,
}

/// What the keys of records begin with that are known by their content.
pub(super) const BY_CONTENT: &str = "content:";

/// What the keys have in common among which the service makes no difference: those of one id, and those without one.
pub(super) fn group(key: &str) -> &str {
    if key.starts_with(BY_CONTENT) {
        return BY_CONTENT;
    }
    match key.rsplit_once('#') {
        Some((id, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => id,
        _ => key,
    }
}

impl Keyed {
    /// A record with its key, which others of its list may have as well: the id that the service gives, as GUIDs are
    /// written by this program, however the service wrote it this time. A record without one is known by the hash of its
    /// content, so that a change of it shows as one that left and one that came.
    pub(crate) fn of(resource: Resource, row: Json) -> Self {
        let (identity, person) = (identity(resource, &row), guid(&row, "personId"));
        let body = row.canonical().to_text();
        Self { key: identity.unwrap_or_else(|| format!("{BY_CONTENT}{}", hash::short(&body))), person, body }
    }
}

fn identity(resource: Resource, row: &Json) -> Option<String> {
    let parts: Option<Vec<String>> = resource.id_fields().iter().map(|field| guid(row, field)).collect();
    // A list whose records nothing identifies has no key.
    parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
}

fn guid(row: &Json, field: &str) -> Option<String> {
    let text = row.get(field)?.as_str()?.trim();
    match text.parse::<Guid>() {
        Ok(guid) => Some(guid.to_string()),
        Err(_) => (!text.is_empty()).then(|| text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use personeel::Operation;

    use super::*;

    fn keys(operation: Operation, rows: &str) -> Vec<String> {
        let resource = Resource::of(operation);
        Json::rows(rows).into_iter().map(|row| Keyed::of(resource, row).key).collect()
    }

    #[test]
    fn an_id_is_one_however_it_is_written() {
        let id = "42cd5a20-e22f-45d7-973c-fab8734dec50";
        for text in [id.to_owned(), id.to_uppercase(), format!("{{ {id}}}"), format!(" {id}")] {
            assert_eq!(keys(Operation::ListEmployees, &format!(r#"[{{"personId":"{text}"}}]"#)), [id]);
        }
    }
}
