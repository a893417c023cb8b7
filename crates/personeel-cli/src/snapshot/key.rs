//! Records by a key that is the same in the next snapshot.

use std::collections::{HashMap, HashSet};

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

/// Gives every record of a list a key of its own.
///
/// The key is the id that the service gives, as GUIDs are written by this program, however the service wrote it this
/// time. A record without one is known by the hash of its content, so that a change of it shows as one that left and
/// one that came. Where two records have the same key, the second in the order of their content gets `#2` behind it.
pub(crate) fn keyed(resource: Resource, rows: &[Json]) -> Vec<Keyed> {
    let mut records: Vec<Keyed> = rows
        .iter()
        .map(|row| {
            let body = row.canonical().to_text();
            let key = identity(resource, row).unwrap_or_else(|| format!("{BY_CONTENT}{}", hash::short(&body)));
            Keyed { key, person: guid(row, "personId"), body }
        })
        .collect();
    records.sort_by(|one, other| (&one.key, &one.body).cmp(&(&other.key, &other.body)));
    // Every id that the service gave keeps its key, also one that looks like the second of another.
    let mut taken: HashSet<String> = records.iter().map(|record| record.key.clone()).collect();
    let mut times: HashMap<String, u32> = HashMap::new();
    for record in &mut records {
        let id = record.key.clone();
        let seen = times.entry(id.clone()).or_default();
        *seen += 1;
        while *seen > 1 {
            record.key = format!("{id}#{seen}");
            if taken.insert(record.key.clone()) {
                break;
            }
            *seen += 1;
        }
    }
    records
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
        let rows = crate::list::list(rows.as_bytes()).unwrap().rows;
        keyed(Resource::of(operation), &rows).into_iter().map(|record| record.key).collect()
    }

    #[test]
    fn an_id_is_one_however_it_is_written() {
        let id = "42cd5a20-e22f-45d7-973c-fab8734dec50";
        for text in [id.to_owned(), id.to_uppercase(), format!("{{ {id}}}"), format!(" {id}")] {
            assert_eq!(keys(Operation::ListEmployees, &format!(r#"[{{"personId":"{text}"}}]"#)), [id]);
        }
    }

    #[test]
    fn no_record_gets_lost() {
        let same = r#"[{"personId":"a","vvId":"b","waarde":1},{"personId":"a","vvId":"b","waarde":2}]"#;
        assert_eq!(keys(Operation::ListOwnFields, same), ["a/b", "a/b#2"]);
        let colliding = r#"[{"id":"a"},{"id":"a"},{"id":"a#2"},{"id":"a#2"},{"id":"a"}]"#;
        assert_eq!(keys(Operation::ListDiplomas, colliding), ["a", "a#3", "a#4", "a#2", "a#2#2"]);
        let without = r#"[{"x":1},{"x":1},{"x":2}]"#;
        let keys = keys(Operation::ListAppointments, without);
        assert_eq!(keys.len(), 3);
        assert!(keys.iter().all(|key| key.starts_with("content:")) && keys.iter().any(|key| key.ends_with("#2")));
    }
}
