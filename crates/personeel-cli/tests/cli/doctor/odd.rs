//! Unusual values that the document allows are not differences.

use serde_json::json;

use super::{differences, drifted_sandbox, run_report};
use crate::support::*;

#[tokio::test]
async fn unusual_but_allowed_values_are_not_differences() {
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
    let sandbox = drifted_sandbox(&rules.into(), 10_000).await;
    // Ten thousand people take longer than the time limit of other tests' runs allows.
    let arguments = ["doctor", "--school-year", YEAR, "--people", "2", "--format", "json"];
    let output = Program::of(&sandbox).command(&arguments).output().await.unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(differences(&report), []);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let records = report["observations"]["calls"][1]["records"].as_u64().unwrap();
    assert!(records > 5000, "{records}");
}

/// Some unusual values that clients of the service have met are differences: those that the document does not allow.
#[tokio::test]
async fn known_deviations_of_the_service_are_reported_by_kind() {
    let school = SCHOOL.parse().unwrap();
    let faults = "dirty".parse().unwrap();
    let sandbox = sandbox().employees(400).institutes([school]).faults(faults).start().await.unwrap();
    let (report, run) = run_report(&sandbox, "0").await;
    assert_eq!(run.code, 11, "{run:?}");
    let kinds: std::collections::BTreeSet<_> = differences(&report).into_iter().map(|(.., kind)| kind).collect();
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["form", "unknown_member", "unlisted_value"]);
    let of = |path: &str| differences(&report).into_iter().find(|(_, known, _)| known == path).map(|(.., kind)| kind);
    assert_eq!(of("veldVanLater").as_deref(), Some("unknown_member"));
    assert_eq!(of("pOnderbreking").as_deref(), Some("unknown_member"));
    assert_eq!(of("burgStand").as_deref(), Some("unlisted_value"));
    assert_eq!(of("personId").as_deref(), Some("form"));
}
