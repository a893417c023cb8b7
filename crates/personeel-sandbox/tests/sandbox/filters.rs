//! The guide's rules for what a list contains.

use std::collections::BTreeSet;

use crate::support::{Api, INSTITUTE, Response, institute};
use reqwest::Method;
use serde_json::Value;

fn ids(rows: &[Value]) -> BTreeSet<String> {
    rows.iter().map(|row| row["personId"].as_str().unwrap().to_owned()).collect()
}

/// People with an assignment in a year, according to the list of assignments.
async fn assigned(api: &Api, year: &str, structure: &str) -> BTreeSet<String> {
    ids(&api.get(&format!("/employees/assignments?schoolyear={year}{structure}")).await.rows())
}

fn active(rows: &[Value]) -> BTreeSet<String> {
    ids(&rows.iter().filter(|row| row["isActive"] == true).cloned().collect::<Vec<_>>())
}

#[tokio::test]
async fn past_years_list_people_with_assignments_and_later_years_also_active_people() {
    let api = Api::with(|builder| builder.employees(400)).await;
    for resource in ["", "/diplomas", "/ownfields"] {
        let past = ids(&api.get(&format!("/employees{resource}?schoolyear=2024-25")).await.rows());
        assert_eq!(past, assigned(&api, "2024-25", "").await, "{resource}");
    }
    let current = api.get("/employees?schoolyear=2025-26").await.rows();
    let with_assignment = assigned(&api, "2025-26", "").await;
    let expected: BTreeSet<_> = with_assignment.union(&active(&current)).cloned().collect();
    assert_eq!(ids(&current), expected);
    assert!(expected.len() > with_assignment.len(), "some are active without an assignment");
    let past = api.get("/employees?schoolyear=2024-25").await.rows();
    assert!(active(&past).len() < past.len(), "some have left since");
    let future = api.get("/employees?schoolyear=2026-27").await.rows();
    assert_eq!(active(&future).len(), future.len());
    let far = api.get("/employees?schoolyear=2040-41").await.rows();
    assert_eq!(ids(&far), active(&current));
    assert_eq!(api.get("/employees?schoolyear=1950-51").await.status, 404);
    assert_eq!(ids(&current), ids(&api.get("/employees/diplomas?schoolyear=2025-26").await.rows()));
}

#[tokio::test]
async fn two_structures_filter_people_and_all_structures_filter_records() {
    let api = Api::with(|builder| builder.employees(200)).await;
    let all = api.get("/employees?schoolyear=2024-25").await.rows();
    let in_211 = api.get("/employees?schoolyear=2024-25&structure=211").await.rows();
    assert_eq!(ids(&all), ids(&in_211), "211 does not count for people");
    for structure in ["311", "312"] {
        let rows = api.get(&format!("/employees?schoolyear=2024-25&structure={structure}")).await.rows();
        assert!(!rows.is_empty() && rows.len() < all.len());
        assert_eq!(ids(&rows), assigned(&api, "2024-25", &format!("&structure={structure}")).await);
        for row in rows {
            let groups = row["personeelsgroepen"].as_array().unwrap();
            assert!(groups.iter().all(|group| group["naam"].as_str().unwrap().ends_with(structure)));
        }
    }
    for resource in ["assignments", "interruptions", "appointments"] {
        let path = format!("/employees/{resource}?schoolyear=2024-25&structure=211");
        let rows = api.get(&path).await.rows();
        assert!(!rows.is_empty(), "{resource}");
        assert!(rows.iter().all(|row| row["hfd"] == "211"), "{resource}");
    }
    let fields = |structure| format!("/employees/ownfields?schoolyear=2024-25{structure}");
    let (every, in_211) = (api.get(&fields("")).await.rows(), api.get(&fields("&structure=211")).await.rows());
    assert!(!in_211.is_empty() && in_211.len() < every.len());
}

#[tokio::test]
async fn only_false_excludes_hours_without_subsidy() {
    let api = Api::with(|builder| builder.employees(100)).await;
    let list = |query: &'static str| api.get(query);
    let all = list("/employees/assignments?schoolyear=2025-26").await.rows();
    let same = list("/employees/assignments?schoolyear=2025-26&inclNonSubHours=TRUE").await.rows();
    let fewer = list("/employees/assignments?schoolyear=2025-26&inclnonsubhours=False").await.rows();
    assert_eq!(all, same);
    assert!(fewer.len() < all.len());
    assert!(fewer.iter().all(|row| row["opdrachtType"] == 1));
}

#[tokio::test]
async fn interruptions_are_listed_in_every_year_that_they_touch() {
    let api = Api::start().await;
    let across = api.find(|known| known.begin.to_string() == "2025-08-24");
    for year in ["2024-25", "2025-26"] {
        let all = api.get(&format!("/employees/interruptions?schoolyear={year}")).await.rows();
        assert!(all.iter().any(|row| row["doId"] == across.id.to_string()), "{year}");
        let path = format!("/employees/{}/interruptions?schoolyear={year}&structure={}", across.person_id, across.hfd);
        assert!(api.get(&path).await.rows().iter().any(|row| row["doId"] == across.id.to_string()), "{year}");
    }
    let next = api.get(&format!("/employees/{}/interruptions?schoolyear=2026-27", across.person_id)).await;
    assert_eq!(next.status, 404);
    let own = api.get("/employees/interruptions?schoolyear=2025-26").await.rows();
    let own: Vec<_> = own.iter().filter(|row| row["soort"] == "0").collect();
    assert!(!own.is_empty() && own.iter().all(|row| row["verstuurdAgODi"].is_null()));
}

#[tokio::test]
async fn photos_can_be_filtered_by_date_and_one_photo_is_an_object() {
    let api = Api::with(|builder| builder.employees(200)).await;
    let all = api.get("/employees/photos?schoolyear=2025-26").await.rows();
    let recent = api.get("/employees/photos?schoolyear=2025-26&changedSince=2025-01-01").await.rows();
    assert!(!recent.is_empty() && recent.len() < all.len());
    assert_eq!(api.get("/employees/photos?schoolyear=2025-26&changedSince=2030-01-01").await.status, 404);
    let photo = api.get(&format!("/employees/{}/photos", all[0]["personId"].as_str().unwrap())).await.json();
    assert_eq!(photo, all[0]);
    let everybody = ids(&api.get("/employees?schoolyear=2025-26").await.rows());
    let without = everybody.difference(&ids(&all)).next().unwrap().clone();
    assert_eq!(api.get(&format!("/employees/{without}/photos")).await.status, 404);
}

#[tokio::test]
async fn version_1_lists_people_who_were_ever_in_a_structure() {
    let api = Api::with(|builder| builder.employees(200)).await;
    let list = |query: &str| {
        let request = api.bare(Method::GET, &format!("/employees?{query}")).header("InstituteNo", INSTITUTE);
        Response::of(request)
    };
    let numbers =
        |rows: &[Value]| -> BTreeSet<i64> { rows.iter().map(|row| row["personId"].as_i64().unwrap()).collect() };
    let ever = numbers(&list("structure=311").await.rows());
    let then = numbers(&list("structure=311&schoolyear=2025-26").await.rows());
    // The filters are independent: the list contains those who ever worked in this structure and who worked in any
    // structure that year, such as people who moved to the newest structure.
    let of_year = assigned(&api, "2025-26", "").await;
    let everybody = api.get("/employees?schoolyear=2025-26").await.rows();
    let everybody = everybody.iter().filter(|row| of_year.contains(row["personId"].as_str().unwrap()));
    let of_year: BTreeSet<i64> = everybody.map(|row| row["pPersoon"].as_i64().unwrap()).collect();
    assert_eq!(then, ever.intersection(&of_year).copied().collect());
    let in_structure = assigned(&api, "2025-26", "&structure=311").await;
    assert!(in_structure.len() < then.len() && then.len() < ever.len());
    assert_eq!(list("structure=999").await.status, 404);
    assert_eq!(list("schoolyear=2024-25").await.status, 400);
}

#[tokio::test]
async fn one_employee_is_not_filtered_by_year_or_structure() {
    let api = Api::start().await;
    let left = api.find(|known| known.begin.to_string() == "2025-03-01").person_id;
    let employee = api.get(&format!("/employees/{left}?schoolyear=2025-26")).await.json();
    assert_eq!((&employee["isActive"], &employee["personId"]), (&false.into(), &left.to_string().into()));
    assert!(!ids(&api.get("/employees?schoolyear=2025-26").await.rows()).contains(&left.to_string()));
    assert_eq!(api.get(&format!("/employees/{left}/diplomas?schoolyear=2025-26")).await.status, 404);
    assert_eq!(api.get(&format!("/employees/{left}/diplomas?schoolyear=2024-25")).await.status, 200);
    let filtered = api.get(&format!("/employees/{left}?schoolyear=2025-26&structure=312")).await.json();
    assert!(filtered["hoofdAmbt"].is_null());
    assert_eq!(filtered["eersteDienstSchool"], "1900-01-01T00:00:00");
}

#[tokio::test]
async fn some_people_work_at_two_institutes() {
    let api = Api::start().await;
    let mut seen = Vec::new();
    for number in ["011007", "038281", "999999"] {
        let request = api.bare(Method::GET, "/employees?schoolyear=2025-26").header("Api-Version", "2");
        seen.push(ids(&Response::of(request.header("InstituteNo", number)).await.rows()));
        assert!(!api.sandbox.interruptions(institute(number)).is_empty());
    }
    let shared: Vec<_> = seen[0].intersection(&seen[1]).collect();
    assert!(!shared.is_empty());
    let request = api.bare(Method::GET, &format!("/employees/{}?schoolyear=2025-26", shared[0]));
    assert_eq!(Response::of(request.header("InstituteNo", "038281")).await.status, 200);
    let only_first = seen[0].iter().find(|person| !seen[1].contains(*person) && !seen[2].contains(*person)).unwrap();
    let request = api.bare(Method::GET, &format!("/employees/{only_first}?schoolyear=2025-26"));
    assert_eq!(Response::of(request.header("InstituteNo", "999999")).await.status, 404);
}

#[tokio::test]
async fn substitutions_refer_to_an_assignment_and_an_interruption() {
    let api = Api::start().await;
    let rows = api.get("/employees/assignments?schoolyear=2025-26").await.rows();
    let leave = api.find(|known| known.state.substituted);
    let links: Vec<&Value> = rows.iter().flat_map(|row| row["vervangingen"].as_array().unwrap()).collect();
    assert!(!links.is_empty());
    assert!(links.iter().any(|link| link["doId"] == leave.id.to_string()));
    for link in links {
        let substitute = rows.iter().find(|row| row["id"] == link["opdrachtId"]).unwrap();
        assert_eq!(substitute["ato"], "1");
        assert_eq!(substitute["begindatum"], "2026-01-11T00:00:00");
    }
}
