//! What people tell a record by that came or left: when it is, and what kind of thing it is.

use super::Resource;
use crate::json::Json;

/// So many fields say enough of a record whose table nobody chose columns for.
const MOST: usize = 5;

/// The fields that the table of its list shows, without ids, and without the name of a person that stands beside it.
pub(super) fn details(resource: Resource, record: &Json) -> Vec<(String, Json)> {
    let columns: Vec<&str> = resource.view().columns.iter().map(|column| column.path).collect();
    let is_said = |path: &&str| resource == Resource::people() && matches!(*path, "naam" | "voornaam");
    let names: Vec<String> = if columns.is_empty() {
        let Json::Record(fields) = record else { return Vec::new() };
        fields.iter().map(|(name, _)| name.clone()).collect()
    } else {
        columns.iter().filter(|path| !is_said(path)).map(|path| (*path).to_owned()).collect()
    };
    let is_id = |name: &str| name == "id" || name.ends_with("Id") || resource.id_fields().contains(&name);
    let told = names.into_iter().filter(|name| name != "photo" && !is_id(name));
    let found = told.filter_map(|name| {
        let value = record.get(&name).or_else(|| record.at(&name))?;
        let is_plain =
            matches!(value, Json::Bool(_) | Json::Number(_)) || value.as_str().is_some_and(|text| !text.is_empty());
        is_plain.then(|| (name, value.clone()))
    });
    found.take(if columns.is_empty() { MOST } else { columns.len() }).collect()
}

#[cfg(test)]
mod tests {
    use personeel::Operation;

    use super::*;

    fn told(operation: Operation, record: &str) -> String {
        let record = Json::read(record.as_bytes()).unwrap();
        Json::Record(details(Resource::of(operation), &record)).to_text()
    }

    #[test]
    fn dates_and_kind_are_told_and_ids_are_not() {
        assert_eq!(
            told(
                Operation::ListInterruptions,
                r#"{"doId":"a","personId":"b","code":"1","begindatum":"2026-11-02T00:00:00","einddatum":null,"hfd":"311","opmerking":"x"}"#
            ),
            r#"{"begindatum":"2026-11-02T00:00:00","code":"1","hfd":"311"}"#
        );
        assert_eq!(
            told(
                Operation::ListEmployees,
                r#"{"personId":"b","naam":"N","voornaam":"V","stamnr":"2","isActive":true,"hoofdAmbt":{"naam":"Leraar"}}"#
            ),
            r#"{"stamnr":"2","isActive":true,"hoofdAmbt.naam":"Leraar"}"#
        );
        assert_eq!(told(Operation::ListPhotos, r#"{"id":"a","personId":"b","photo":"AAAA"}"#), "{}");
    }

    #[test]
    fn a_list_without_chosen_columns_tells_its_first_fields() {
        let record = r#"{"id":"a","personId":"b","titel":"Overleg","begin":"2026-11-02","deelnemers":[],"duur":30}"#;
        assert_eq!(told(Operation::ListAppointments, record), r#"{"titel":"Overleg","begin":"2026-11-02","duur":30}"#);
    }
}
