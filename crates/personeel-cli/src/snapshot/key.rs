//! Keys that stay the same from one snapshot to the next.

use personeel::Guid;

use super::{Resource, hash};
use crate::json::Json;

/// A record as a snapshot stores it. It has no `Debug`: the body is staff data.
#[derive(Clone)]
pub(crate) struct Keyed {
    pub(crate) key: String,
    /// The `personId` of the record.
    pub(crate) person: Option<String>,
    /// Canonical JSON: equal content is equal text.
    pub(crate) body: String,
}

/// The prefix of the keys of records that are identified by their content.
pub(super) const BY_CONTENT: &str = "content:";

/// Returns the common part of keys that the service cannot tell apart: keys of one id, and keys by content.
pub(super) fn group_of(key: &str) -> &str {
    if key.starts_with(BY_CONTENT) {
        return BY_CONTENT;
    }
    match key.rsplit_once('#') {
        Some((id, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => id,
        _ => key,
    }
}

impl Keyed {
    /// Makes a record with its key, which other records of the list may share. The key is the id from the service, in
    /// this program's spelling of GUIDs. A record without an id is identified by the hash of its content, so that a
    /// change shows as one record that left and one that came.
    pub(crate) fn of(resource: Resource, row: Json) -> Self {
        let (identity, person) = (read_identity(resource, &row), read_guid(&row, "personId"));
        let body = row.into_canonical().to_text();
        Self { key: identity.unwrap_or_else(|| format!("{BY_CONTENT}{}", hash::short(&body))), person, body }
    }
}

fn read_identity(resource: Resource, row: &Json) -> Option<String> {
    let parts: Option<Vec<String>> = resource.id_fields().iter().map(|field| read_guid(row, field)).collect();
    // Lists whose records have no id have no key fields.
    parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
}

fn read_guid(row: &Json, field: &str) -> Option<String> {
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
    fn spellings_of_an_id_make_one_key() {
        let id = "42cd5a20-e22f-45d7-973c-fab8734dec50";
        for text in [id.to_owned(), id.to_uppercase(), format!("{{ {id}}}"), format!(" {id}")] {
            assert_eq!(keys(Operation::ListEmployees, &format!(r#"[{{"personId":"{text}"}}]"#)), [id]);
        }
    }
}
