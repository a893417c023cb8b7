//! `people`: everyone at all institutes, each person once.

use std::collections::{BTreeMap, HashMap};

use personeel::InstituteNumber;

use crate::cli::{Global, People};
use crate::days;
use crate::failure::Failure;
use crate::fanout::{gather, print_merged};
use crate::fields;
use crate::json::Json;
use crate::listing::Listing;
use crate::people::read_staff;
use crate::reads::choices;
use crate::select;
use crate::session::Session;

pub(super) async fn run(global: &Global, flags: People) -> Result<(), Failure> {
    let known = fields::of_people();
    if flags.choice.columns.as_deref() == Some(select::HELP) {
        return super::reads::print_fields(global, &known);
    }
    let session = Session::open(global)?;
    let listing = Listing::read(global, &flags.choice, &session.preferences, &known)?;
    let year = flags.school_year.map_or_else(|| days::current_year(session.preferences.first_month), Ok)?;
    let terms = session.terms();
    let gathered = gather(&session, move |institute, progress| async move {
        let staff = read_staff(institute, year, terms).await?;
        progress.add_records(staff.len());
        Ok(staff)
    })
    .await;
    print_merged(&session, gathered, merge, "people", &choices::PEOPLE, &listing)
}

/// Merges the staff lists: each person once, with their institutes. The other fields come from the first institute
/// where the person is active, or else from the first one.
fn merge(schools: BTreeMap<InstituteNumber, Vec<Json>>) -> Vec<Json> {
    let mut people: Vec<(Vec<Json>, Json)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (institute, staff) in schools {
        for employee in staff {
            let number = Json::text(institute.to_string());
            let id = employee.get("personId").and_then(Json::as_str).map(str::to_owned);
            let place = id.as_ref().and_then(|id| places.get(id));
            if let Some((institutes, known)) = place.and_then(|place| people.get_mut(*place)) {
                institutes.push(number);
                if !is_active(known) && is_active(&employee) {
                    *known = employee;
                }
            } else {
                places.extend(id.map(|id| (id, people.len())));
                people.push((vec![number], employee));
            }
        }
    }
    people
        .into_iter()
        .map(|(institutes, employee)| {
            let mut fields = vec![("institutes".to_owned(), Json::List(institutes))];
            if let Json::Record(own) = employee {
                fields.extend(own);
            }
            Json::Record(fields)
        })
        .collect()
}

fn is_active(employee: &Json) -> bool {
    employee.get("isActive") == Some(&Json::Bool(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_employee_of_two_schools_is_one_person() {
        let school = |number: &str, rows: &str| (number.parse().unwrap(), Json::rows(rows));
        let merged = merge(BTreeMap::from([
            school(
                "011007",
                r#"[{"personId":"a","isActive":false,"hoofdAmbt":null},{"personId":"b","isActive":true}]"#,
            ),
            school(
                "038281",
                r#"[{"personId":"a","isActive":true,"hoofdAmbt":{"naam":"Leraar"}},{"personId":null},{"personId":null}]"#,
            ),
        ]));
        assert_eq!(merged.len(), 4);
        assert_eq!(
            merged[0].to_text(),
            r#"{"institutes":["011007","038281"],"personId":"a","isActive":true,"hoofdAmbt":{"naam":"Leraar"}}"#
        );
    }
}
