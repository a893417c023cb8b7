//! The fields by which people recognise a record that came or left, such as its dates and kind.

use super::Resource;
use crate::json::Json;

/// How many fields describe a record if its table has no chosen columns.
const MAX_FIELDS: usize = 5;

/// Returns the fields that the table of the list shows, without ids, and without a person's name, which is shown next
/// to them.
pub(super) fn choose_details(resource: Resource, record: &Json) -> Vec<(String, Json)> {
    let columns: Vec<&str> = resource.view().columns.iter().map(|column| column.path).collect();
    let is_name = |path: &&str| resource == Resource::people() && matches!(*path, "naam" | "voornaam");
    let names: Vec<String> = if columns.is_empty() {
        let Json::Record(fields) = record else { return Vec::new() };
        fields.iter().map(|(name, _)| name.clone()).collect()
    } else {
        columns.iter().filter(|path| !is_name(path)).map(|path| (*path).to_owned()).collect()
    };
    let is_id = |name: &str| name == "id" || name.ends_with("Id") || resource.id_fields().contains(&name);
    let shown = names.into_iter().filter(|name| name != "photo" && !is_id(name));
    let found = shown.filter_map(|name| {
        let value = record.get(&name).or_else(|| record.at(&name))?;
        let is_plain =
            matches!(value, Json::Bool(_) | Json::Number(_)) || value.as_str().is_some_and(|text| !text.is_empty());
        is_plain.then(|| (name, value.clone()))
    });
    found.take(if columns.is_empty() { MAX_FIELDS } else { columns.len() }).collect()
}

#[cfg(test)]
mod tests {
    use personeel::Operation;

    use super::*;

    fn details_of(operation: Operation, record: &str) -> String {
        let record = Json::read(record.as_bytes()).unwrap();
        Json::Record(choose_details(Resource::of(operation), &record)).to_text()
    }

    #[test]
    fn details_hold_dates_and_kind_but_no_ids() {
        assert_eq!(
            details_of(
                Operation::ListInterruptions,
                r#"{"doId":"a","personId":"b","code":"1","begindatum":"2026-11-02T00:00:00","einddatum":null,"hfd":"311","opmerking":"x"}"#
            ),
            r#"{"begindatum":"2026-11-02T00:00:00","code":"1","hfd":"311"}"#
        );
        assert_eq!(
            details_of(
                Operation::ListEmployees,
                r#"{"personId":"b","naam":"N","voornaam":"V","stamnr":"2","isActive":true,"hoofdAmbt":{"naam":"Leraar"}}"#
            ),
            r#"{"stamnr":"2","isActive":true,"hoofdAmbt.naam":"Leraar"}"#
        );
        assert_eq!(details_of(Operation::ListPhotos, r#"{"id":"a","personId":"b","photo":"AAAA"}"#), "{}");
    }

    #[test]
    fn without_chosen_columns_details_are_the_first_fields() {
        let record = r#"{"id":"a","personId":"b","titel":"Overleg","begin":"2026-11-02","deelnemers":[],"duur":30}"#;
        assert_eq!(
            details_of(Operation::ListAppointments, record),
            r#"{"titel":"Overleg","begin":"2026-11-02","duur":30}"#
        );
    }
}
