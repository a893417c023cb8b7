//! For every call: the request line, one `InstituteNo` and one `Api-Version` with the right version, and the body.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::sync::Arc;

use personeel::types::{PutCommunicationNumber, PutInterruption};
use personeel::{Attachment, ClientCredentials, Guid, Institute, Operation, Personeel, SchoolYear};
use personeel_tests::{Asked, Wire, answer, json, token};

const PERSON: &str = "bc334b17-58af-48cc-9fd5-1344acf33ab5";
const LEAVE: &str = "c5f21445-1180-42ef-832e-62a8d53044c2";
const FILE: &str = "54fea255-24d2-4a91-80db-7325d5dd3d5e";
const NUMBER: &str = "a8050737-6004-459a-bc35-6028e15bd0a3";

/// A service that gives every list empty and every record absent.
async fn wire() -> Wire {
    Wire::start(|asked| match asked.line.as_str() {
        "POST /connect/token" => token(),
        line if line.starts_with("PUT") && line.ends_with("communication-number") => {
            json(format!("{{ \n    \"{NUMBER}\" \n}}"))
        }
        line if line.starts_with("GET") => answer(404, &[], ""),
        _ => answer(200, &[], ""),
    })
    .await
    .unwrap()
}

fn school(wire: &Wire) -> Institute {
    let client = Personeel::builder()
        .api_url(wire.url())
        .identity_url(wire.url())
        .credentials(ClientCredentials::new("client", "secret"))
        .build()
        .unwrap();
    client.institute("011007").unwrap()
}

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

fn guid(text: &str) -> Guid {
    text.parse().unwrap()
}

fn interruption() -> PutInterruption {
    PutInterruption {
        instelnr: "011007".parse().unwrap(),
        schooljaar: year(),
        hfd: "311".parse().unwrap(),
        code: "1".into(),
        begindatum: "2023-09-10T00:00:00".parse().unwrap(),
        einddatum: "2023-09-14".parse().unwrap(),
        opmerking: None,
        naam_geneesheer: Some("Dokter Voorbeeld".to_owned()),
        telefoon_geneesheer: None,
        mag_woonst_verlaten: Some(true),
        afzender: "test".to_owned(),
        geverifieerd: Some(false),
        ziekteverlof_zonder_bezoldiging: None,
    }
}

fn number() -> PutCommunicationNumber {
    PutCommunicationNumber { soort: 3.into(), type_: 8.into(), nummer: "0400 00 00 03".to_owned(), id: None }
}

/// Sends one call, and gives what came over the wire. Whatever the answer is, it must be a good one.
async fn sent(operation: Operation, wire: &Wire) -> Asked {
    let school = school(wire);
    let person = guid(PERSON);
    match operation {
        Operation::ListEmployeesV1 => drop(school.employees().list_v1("211".parse().unwrap()).await.unwrap()),
        Operation::ListEmployees => drop(school.employees().list(year()).structure("311").await.unwrap()),
        Operation::GetEmployee => assert!(school.employees().get(person, year()).await.unwrap().is_none()),
        Operation::ListAssignments => {
            drop(school.assignments().list(year()).exclude_non_subsidised().structure("311").await.unwrap());
        }
        Operation::ListEmployeeAssignments => drop(school.assignments().of(person, year()).await.unwrap()),
        Operation::ListInterruptions => drop(school.interruptions().list(year()).structure("311").await.unwrap()),
        Operation::ListEmployeeInterruptions => drop(school.interruptions().of(person, year()).await.unwrap()),
        Operation::PutInterruption => school.interruptions().put(person, guid(LEAVE), interruption()).await.unwrap(),
        Operation::DeleteInterruption => school.interruptions().delete(guid(LEAVE)).await.unwrap(),
        Operation::ListDiplomas => drop(school.diplomas().list(year()).await.unwrap()),
        Operation::ListEmployeeDiplomas => drop(school.diplomas().of(person, year()).structure("312").await.unwrap()),
        Operation::ListAppointments => drop(school.appointments().list(year()).await.unwrap()),
        Operation::ListEmployeeAppointments => drop(school.appointments().of(person).structure("311").await.unwrap()),
        Operation::ListPhotos => {
            drop(school.photos().list(year()).changed_since("2026-01-31".parse().unwrap()).await.unwrap());
        }
        Operation::GetEmployeePhoto => assert!(school.photos().get(person).await.unwrap().is_none()),
        Operation::ListOwnFields => drop(school.own_fields().list(year()).await.unwrap()),
        Operation::ListEmployeeOwnFields => drop(school.own_fields().of(person, year()).await.unwrap()),
        Operation::PutAttachment => {
            let file = Attachment::from_bytes("attest.txt", "attest\n");
            school.attachments().put(guid(LEAVE), guid(FILE), file).await.unwrap();
        }
        Operation::DeleteAttachment => school.attachments().delete(guid(LEAVE), guid(FILE)).await.unwrap(),
        Operation::PutCommunicationNumber => {
            assert_eq!(school.communication_numbers().put(person, number()).await.unwrap(), guid(NUMBER));
        }
        Operation::DeleteCommunicationNumber => {
            school.communication_numbers().delete(person, guid(NUMBER)).await.unwrap();
        }
        other => panic!("{other} has no request here"),
    }
    let asked = wire.asked();
    assert_eq!(asked.len(), 2, "one token and one call");
    asked.into_iter().next_back().unwrap()
}

fn line(operation: Operation) -> String {
    match operation {
        Operation::ListEmployeesV1 => "GET /employees?structure=211".to_owned(),
        Operation::ListEmployees => "GET /employees?schoolyear=2023-24&structure=311".to_owned(),
        Operation::GetEmployee => format!("GET /employees/{PERSON}?schoolyear=2023-24"),
        Operation::ListAssignments => {
            "GET /employees/assignments?inclNonSubHours=false&schoolyear=2023-24&structure=311".to_owned()
        }
        Operation::ListEmployeeAssignments => format!("GET /employees/{PERSON}/assignments?schoolyear=2023-24"),
        Operation::ListInterruptions => "GET /employees/interruptions?schoolyear=2023-24&structure=311".to_owned(),
        Operation::ListEmployeeInterruptions => format!("GET /employees/{PERSON}/interruptions?schoolyear=2023-24"),
        Operation::PutInterruption => format!("PUT /employees/{PERSON}/interruptions/{LEAVE}"),
        Operation::DeleteInterruption => format!("DELETE /employees/interruptions/{LEAVE}"),
        Operation::ListDiplomas => "GET /employees/diplomas?schoolyear=2023-24".to_owned(),
        Operation::ListEmployeeDiplomas => format!("GET /employees/{PERSON}/diplomas?schoolyear=2023-24&structure=312"),
        Operation::ListAppointments => "GET /employees/appointments?schoolyear=2023-24".to_owned(),
        Operation::ListEmployeeAppointments => format!("GET /employees/{PERSON}/appointments?structure=311"),
        Operation::ListPhotos => "GET /employees/photos?changedSince=2026-01-31&schoolyear=2023-24".to_owned(),
        Operation::GetEmployeePhoto => format!("GET /employees/{PERSON}/photos"),
        Operation::ListOwnFields => "GET /employees/ownfields?schoolyear=2023-24".to_owned(),
        Operation::ListEmployeeOwnFields => format!("GET /employees/{PERSON}/ownfields?schoolyear=2023-24"),
        Operation::PutAttachment => format!("PUT /employees/interruptions/{LEAVE}/attachments/{FILE}"),
        Operation::DeleteAttachment => format!("DELETE /employees/interruptions/{LEAVE}/attachments/{FILE}"),
        Operation::PutCommunicationNumber => format!("PUT /employees/{PERSON}/communication-number"),
        Operation::DeleteCommunicationNumber => format!("DELETE /employees/{PERSON}/communication-number/{NUMBER}"),
        other => panic!("{other} has no request line here"),
    }
}

fn body(operation: Operation) -> Option<serde_json::Value> {
    match operation {
        Operation::PutInterruption => Some(serde_json::json!({
            "instelnr": "011007", "schooljaar": "2023-24", "hfd": "311", "code": "1", "begindatum": "2023-09-10",
            "einddatum": "2023-09-14", "naamGeneesheer": "Dokter Voorbeeld", "magWoonstVerlaten": true,
            "afzender": "test", "geverifieerd": false,
        })),
        Operation::PutAttachment => Some(serde_json::json!({ "filename": "attest.txt", "file": "YXR0ZXN0Cg==" })),
        Operation::PutCommunicationNumber => {
            Some(serde_json::json!({ "soort": 3, "type": 8, "nummer": "0400 00 00 03" }))
        }
        _ => None,
    }
}

#[tokio::test]
async fn every_call_goes_out_as_the_guide_asks() {
    for operation in Operation::all() {
        let wire = wire().await;
        let asked = sent(operation, &wire).await;
        assert_eq!(asked.line, line(operation));
        assert_eq!(asked.values("instituteno"), ["011007"], "{operation}");
        let version = if operation == Operation::ListEmployeesV1 { "1" } else { "2" };
        assert_eq!(asked.values("api-version"), [version], "{operation}");
        assert_eq!(asked.values("authorization"), ["Bearer t0ken-value"], "{operation}");
        assert!(asked.values("user-agent")[0].contains("personeel-rs/"), "{operation}");
        match body(operation) {
            Some(body) => {
                assert_eq!(asked.values("content-type"), ["application/json"]);
                assert_eq!(serde_json::from_slice::<serde_json::Value>(&asked.body).unwrap(), body, "{operation}");
            }
            None => assert!(asked.body.is_empty(), "{operation}"),
        }
    }
}

#[tokio::test]
async fn the_token_request_is_that_of_rfc_6749() {
    let wire = wire().await;
    sent(Operation::ListEmployees, &wire).await;
    let asked = &wire.asked()[0];
    assert_eq!(asked.line, "POST /connect/token");
    assert_eq!(asked.values("content-type"), ["application/x-www-form-urlencoded"]);
    assert_eq!(
        asked.text(),
        "grant_type=client_credentials&client_id=client&client_secret=secret&scope=api_informat_sas_personeel.personeel.011007"
    );
}

#[tokio::test]
async fn the_first_version_takes_a_school_year_too() {
    let wire = wire().await;
    school(&wire).employees().list_v1("211".parse().unwrap()).school_year(year()).await.unwrap();
    assert_eq!(wire.asked()[1].line, "GET /employees?schoolyear=2023-24&structure=211");
}

#[tokio::test]
async fn a_base_url_may_have_a_path() {
    let wire = wire().await;
    let client = Personeel::builder()
        .api_url(format!("{}/proxy/personeel/", wire.url()))
        .identity_url(format!("{}/identity/", wire.url()))
        .token_source(personeel::StaticToken::new("static"))
        .build()
        .unwrap();
    client.institute("011007").unwrap().employees().list(year()).await.unwrap();
    assert_eq!(wire.asked()[0].line, "GET /proxy/personeel/employees?schoolyear=2023-24");
}

#[tokio::test]
async fn a_wrong_argument_is_told_before_anything_is_sent() {
    let wire = Arc::new(wire().await);
    let school = school(&wire);
    let error = school.employees().list(year()).structure("3111").await.unwrap_err();
    assert_eq!(error.kind(), personeel::ErrorKind::InvalidArgument);
    assert!(error.to_string().starts_with("listEmployees for institute 011007: structure: "), "{error}");
    for path in ["employees", "//elsewhere.example/x", "/employees#v1"] {
        assert!(school.raw(personeel::Method::GET, path).is_err(), "{path}");
    }
    assert!(wire.asked().is_empty());
}

#[tokio::test]
async fn a_raw_call_has_the_same_headers() {
    let wire = wire().await;
    let school = school(&wire);
    let body = school.raw(personeel::Method::GET, "/employees/documents/edison?x=1").unwrap().bytes().await.unwrap();
    assert_eq!(body, None);
    let asked = wire.asked();
    assert_eq!(asked[1].line, "GET /employees/documents/edison?x=1");
    assert_eq!(asked[1].values("api-version"), ["2"]);
    assert_eq!(asked[1].values("instituteno"), ["011007"]);
}
