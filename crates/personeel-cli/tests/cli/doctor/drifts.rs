//! Every kind of drift is found at its path, and nothing else.

use serde_json::{Value, json};

use super::{differences, drifted_sandbox, run_report, section};

/// A drift, and the path and kind of the one difference it causes.
type Seeded = (&'static str, Value, &'static str, &'static str);

fn seeded() -> Vec<Seeded> {
    let v1 = "listEmployeesV1";
    let (people, work, leaves) = ("listEmployees", "listAssignments", "listInterruptions");
    vec![
        (v1, json!({"path": "personId", "retype": true}), "personId", "type"),
        (v1, json!({"path": "isActive", "remove": true}), "isActive", "missing_member"),
        (v1, json!({"path": "email[]", "retype": true}), "email[]", "type"),
        (v1, json!({"path": "naam", "repeat": true}), "naam", "repeated_member"),
        (v1, json!({"path": "stamnr", "set": 5}), "stamnr", "type"),
        (v1, json!({"path": "ambt", "set": "Leraar"}), "ambt", "unknown_member"),
        (people, json!({"path": "veldDatNiemandKent", "set": true}), "veldDatNiemandKent", "unknown_member"),
        (people, json!({"path": "adressen[].wijk", "set": null}), "adressen[].wijk", "unknown_member"),
        (people, json!({"path": "adressen[].postcode", "retype": true}), "adressen[].postcode", "type"),
        (people, json!({"path": "adressen[].id", "form": "braces"}), "adressen[].id", "form"),
        (people, json!({"path": "adressen[].straat", "repeat": true}), "adressen[].straat", "repeated_member"),
        (people, json!({"path": "comnrs[].id", "form": "blank"}), "comnrs[].id", "form"),
        (people, json!({"path": "comnrs[].type", "set": "Satelliet"}), "comnrs[].type", "unlisted_value"),
        (people, json!({"path": "emailadressen[].id", "form": "bare"}), "emailadressen[].id", "form"),
        (people, json!({"path": "emailadressen[].soort", "set": [1]}), "emailadressen[].soort", "unknown_member"),
        (people, json!({"path": "personaId", "set": "17"}), "personaId", "form"),
        (people, json!({"path": "pPersoon", "form": "fraction"}), "pPersoon", "form"),
        (people, json!({"path": "isActive", "set": null, "every": 3}), "isActive", "null"),
        (people, json!({"path": "isOverleden", "remove": true}), "isOverleden", "missing_member"),
        (people, json!({"path": "geboortedatum", "form": "fraction"}), "geboortedatum", "form"),
        (people, json!({"path": "eersteDienstSchool", "form": "offset"}), "eersteDienstSchool", "form"),
        (people, json!({"path": "pensioendatum", "set": "2050-01-01"}), "pensioendatum", "form"),
        (people, json!({"path": "kinderen", "set": null}), "kinderen", "null"),
        (people, json!({"path": "personeelsgroepen", "retype": true}), "personeelsgroepen", "type"),
        (people, json!({"path": "hoofdAmbt", "set": {"code": 1}}), "hoofdAmbt.code", "type"),
        (
            people,
            json!({"path": "partner", "set": {"geboortedatum": "1980-01-01T00:00:00Z"}}),
            "partner.geboortedatum",
            "form",
        ),
        (people, json!({"path": "burgStand", "set": 9}), "burgStand", "unlisted_value"),
        (people, json!({"path": "geslacht", "set": "X", "every": 2}), "geslacht", "unlisted_value"),
        (people, json!({"path": "aantalKinderen", "set": 5_000_000_000_i64}), "aantalKinderen", "form"),
        (people, json!({"path": "bank", "set": []}), "bank", "type"),
        (work, json!({"path": "ato", "set": "9"}), "ato", "unlisted_value"),
        (work, json!({"path": "prestatieUren", "set": "20,5"}), "prestatieUren", "type"),
        (work, json!({"path": "prestatieNoemer", "form": "fraction"}), "prestatieNoemer", "form"),
        (work, json!({"path": "vervangingen", "set": [{"doId": ""}]}), "vervangingen[].doId", "form"),
        (work, json!({"path": "begindatum", "form": "date"}), "begindatum", "form"),
        (work, json!({"path": "isTao", "set": "ja"}), "isTao", "type"),
        (work, json!({"path": "opdrachtType", "set": 7}), "opdrachtType", "unlisted_value"),
        (work, json!({"path": "omkadering", "set": {"naam": 1}}), "omkadering", "type"),
        (leaves, json!({"path": "staking", "set": "Nacht"}), "staking", "unlisted_value"),
        (leaves, json!({"path": "pOnderbreking", "set": 5}), "pOnderbreking", "unknown_member"),
        (leaves, json!({"path": "doId", "form": "empty"}), "doId", "form"),
        (leaves, json!({"path": "verstuurdAgODi", "set": 0}), "verstuurdAgODi", "type"),
        (leaves, json!({"path": "hfd", "set": 311}), "hfd", "type"),
        ("listDiplomas", json!({"media_type": "text/json"}), "", "media_type"),
        ("listPhotos", json!({"path": "photo", "set": "data:image/jpeg;base64,AAAA"}), "photo", "form"),
        ("listPhotos", json!({"path": "personId", "repeat": true}), "personId", "repeated_member"),
        ("listOwnFields", json!({"body": "<html>"}), "", "body"),
        ("listAppointments", json!({"status": 206}), "", "status"),
    ]
}

#[tokio::test]
async fn each_seeded_drift_is_found_at_its_path_and_nothing_else() {
    let seeded = seeded();
    let rules: Vec<_> = seeded
        .iter()
        .map(|(call, rule, ..)| {
            let mut rule = rule.clone();
            rule["call"] = (*call).into();
            rule
        })
        .collect();
    let sandbox = drifted_sandbox(&rules.into(), 60).await;
    let (report, run) = run_report(&sandbox, "0").await;
    assert_eq!(run.code, 11, "{run:?}");
    let mut expected: Vec<_> = seeded
        .iter()
        .map(|(call, _, path, kind)| ((*call).to_owned(), (*path).to_owned(), (*kind).to_owned()))
        .collect();
    expected.sort();
    assert_eq!(differences(&report), expected);
    let error: Value = run.error();
    assert_eq!(error["kind"], "differs");
    assert_eq!(section(&report, "document")["outcome"], "warning");
    // Values are reported only if they are of no personal field, plain, and common to many people.
    let values = |path: &str| {
        let found = report["differences"].as_array().unwrap();
        found.iter().find(|found| found["path"] == path && found["call"] != "listEmployeesV1").unwrap()["values"]
            .clone()
    };
    assert!(values("ato")["9"].as_u64() > Some(5));
    assert!(values("opdrachtType")["7"].as_u64() > Some(5));
    for personal in ["burgStand", "geslacht", "comnrs[].type"] {
        assert_eq!(values(personal), Value::Null, "{personal}");
    }
}

#[tokio::test]
async fn the_calls_for_one_person_are_checked_too() {
    let rules = json!([
        {"call": "getEmployee", "status": 418, "body": "Jan Janssens"},
        {"call": "getEmployeePhoto", "body": "[]"},
        {"call": "listEmployeeAssignments", "path": "ato", "set": "9"},
        {"call": "listEmployeeInterruptions", "media_type": "application/xml"},
        {"call": "listEmployeeDiplomas", "path": "personId", "form": "braces"},
        {"call": "listEmployeeOwnFields", "body": ""},
    ]);
    let sandbox = drifted_sandbox(&rules, 40).await;
    let (report, run) = run_report(&sandbox, "5").await;
    assert_eq!(run.code, 11, "{run:?}");
    let expected = [
        ("getEmployee", "", "status"),
        ("getEmployeePhoto", "", "type"),
        ("listEmployeeAssignments", "ato", "unlisted_value"),
        ("listEmployeeDiplomas", "personId", "form"),
        ("listEmployeeInterruptions", "", "media_type"),
        ("listEmployeeOwnFields", "", "body"),
    ];
    let expected = expected.map(|(call, path, kind)| (call.to_owned(), path.to_owned(), kind.to_owned()));
    assert_eq!(differences(&report), expected);
    assert!(!run.stdout.contains("Janssens") && !run.stderr.contains("Janssens"));
}

#[tokio::test]
async fn headers_and_edge_cases_are_observed() {
    let rules = json!([{"headers": {"api-supported-versions": "1, 2, 3", "x-new": "1", "x-for-17": "1"}}]);
    let sandbox = drifted_sandbox(&rules, 25).await;
    let (report, run) = run_report(&sandbox, "1").await;
    assert_eq!(run.code, 0, "{run:?}");
    let observed = &report["observations"];
    assert_eq!(observed["supported_versions"], "1, 2, 3");
    assert_eq!(observed["year_without_data"], json!({"status": 404, "media_type": "none", "body": "empty"}));
    assert_eq!(observed["unknown_version"]["status"], 400);
    let calls = observed["calls"].as_array().unwrap();
    let reads = calls.iter().map(|call| call["call"].as_str().unwrap()).collect::<Vec<_>>();
    let documented = personeel_check::Check::calls().filter(|(_, method)| *method == "GET");
    assert_eq!(reads, documented.map(|(call, _)| call).collect::<Vec<_>>(), "every call that reads");
    let headers = calls[1]["headers"].to_string();
    assert!(headers.contains("x-new") && !headers.contains("x-for-17"), "{headers}");
}
