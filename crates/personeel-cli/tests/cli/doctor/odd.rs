//! What is odd and allowed is no difference.

use serde_json::json;

use super::{differences, drifted, report};
use crate::support::*;

#[tokio::test]
async fn ten_thousand_odd_people_differ_in_nothing() {
    let people = json!([
        {"path": "naam", "set": "null", "every": 7},
        {"path": "voornaam", "set": "  ", "every": 5},
        {"path": "voornaam", "set": "Ægir \u{1F600}", "every": 11},
        {"path": "bijkomendeVoornamen", "set": "", "every": 2},
        {"path": "stamnr", "set": null, "every": 3},
        {"path": "adressen[].postcode", "set": null, "every": 3},
        {"path": "adressen", "set": [], "every": 13},
        {"path": "partner", "set": null, "every": 4},
        {"path": "geboortedatum", "set": "1900-01-01T00:00:00", "every": 6},
        {"path": "geslacht", "set": null, "every": 9},
        {"path": "burgStand", "set": null, "every": 8},
        {"path": "personId", "form": "upper", "every": 3},
    ]);
    let work = json!([
        {"path": "hfd", "set": "311   ", "every": 2},
        {"path": "ato", "set": null, "every": 3},
        {"path": "ato", "set": " 1 ", "every": 4},
        {"path": "prestatieUren", "set": 0.123_456, "every": 5},
        {"path": "opmerking", "set": "x".repeat(5000), "every": 30},
        {"path": "gelijkgesteldVakRubriek", "remove": true},
        {"path": "vakRubriek", "repeat": true},
    ]);
    let fields = json!([
        {"path": "waarde", "set": {"any": ["thing", 1]}, "every": 3},
        {"path": "dataType", "set": "TEKST", "every": 2},
    ]);
    let photos = json!([{"path": "photo", "set": "", "every": 4}, {"path": "photo", "set": null, "every": 5}]);
    let first = json!([{"path": "email", "set": [], "every": 3}]);
    let mut rules = Vec::new();
    for (call, of_call) in [
        ("listEmployees", people),
        ("listAssignments", work),
        ("listOwnFields", fields),
        ("listPhotos", photos),
        ("listEmployeesV1", first),
    ] {
        for mut rule in of_call.as_array().unwrap().iter().cloned() {
            rule["call"] = call.into();
            rules.push(rule);
        }
    }
    let sandbox = drifted(&rules.into(), 10_000).await;
    // Ten thousand people take longer to make than any other test takes altogether.
    let arguments = ["doctor", "--school-year", YEAR, "--people", "2", "--format", "json"];
    let output = Program::of(&sandbox).command(&arguments).output().await.unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(differences(&report), []);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let records = report["observations"]["calls"][1]["records"].as_u64().unwrap();
    assert!(records > 5000, "{records}");
}

/// Of the odd values that clients of the service have met some are differences: those that the document doesn't have.
#[tokio::test]
async fn what_clients_have_met_is_told_by_its_forms() {
    let school = SCHOOL.parse().unwrap();
    let faults = "dirty".parse().unwrap();
    let sandbox = sandbox().employees(400).institutes([school]).faults(faults).start().await.unwrap();
    let (report, run) = report(&sandbox, "0").await;
    assert_eq!(run.code, 11, "{run:?}");
    let kinds: std::collections::BTreeSet<_> = differences(&report).into_iter().map(|(.., kind)| kind).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["form", "unknown_member", "unlisted_value"]);
    let of = |path: &str| differences(&report).into_iter().find(|(_, known, _)| known == path).map(|(.., kind)| kind);
    assert_eq!(of("veldVanLater").as_deref(), Some("unknown_member"));
    assert_eq!(of("pOnderbreking").as_deref(), Some("unknown_member"));
    assert_eq!(of("burgStand").as_deref(), Some("unlisted_value"));
    assert_eq!(of("personId").as_deref(), Some("form"));
}
