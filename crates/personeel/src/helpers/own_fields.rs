//! Groups own fields by person and name.

use std::collections::{BTreeMap, HashMap};

use personeel_client::ids::PersonId;
use personeel_client::types::OwnField;
use serde_json::Value;

/// Groups the values of own fields by person and by field name. Rows without a person or a name are left out. If a name
/// occurs twice for one person, the last value wins.
#[doc(alias = "custom_fields")]
pub fn own_fields_by_person(fields: &[OwnField]) -> HashMap<PersonId, BTreeMap<&str, &Value>> {
    let mut by_person: HashMap<PersonId, BTreeMap<&str, &Value>> = HashMap::new();
    for field in fields {
        if let (Some(person), Some(name)) = (field.person_id, field.naam.as_deref()) {
            by_person.entry(person).or_default().insert(name.trim(), field.waarde.as_ref().unwrap_or(&Value::Null));
        }
    }
    by_person
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_become_a_map_for_each_person() {
        let person = "00000000-0000-4000-8000-000000000001";
        let fields: Vec<OwnField> = serde_json::from_value(serde_json::json!([
            { "personId": person, "naam": "kastnummer ", "waarde": "9345" },
            { "personId": person, "naam": "badge", "waarde": 7 },
            { "personId": person, "naam": "leeg" },
            { "personId": person, "waarde": "zonder naam" },
        ]))
        .unwrap();
        let by_person = own_fields_by_person(&fields);
        let mine = &by_person[&person.parse().unwrap()];
        assert_eq!(mine.len(), 3);
        assert_eq!((mine["kastnummer"], mine["badge"], mine["leeg"]), (&"9345".into(), &7.into(), &Value::Null));
    }
}
