//! Resolves references.

use serde_json::Value;

/// The limit on references that lead to references, so that a cycle ends.
const HOPS: usize = 16;

/// The value, or the target of its `$ref`; null if the reference is dangling or cyclic.
pub(super) fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let mut found = value;
    for _ in 0..HOPS {
        let Some(reference) = found.get("$ref").and_then(Value::as_str) else { return found };
        found = document.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
    }
    &Value::Null
}
