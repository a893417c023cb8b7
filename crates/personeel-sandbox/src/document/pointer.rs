//! What a reference stands for.

use serde_json::Value;

/// How many references may follow each other, so that a circle of them ends.
const HOPS: usize = 16;

/// The value, or what its `$ref` leads to in the end; null where that leads nowhere.
pub(super) fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let mut found = value;
    for _ in 0..HOPS {
        let Some(reference) = found.get("$ref").and_then(Value::as_str) else { return found };
        found = document.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
    }
    &Value::Null
}
