//! The document's examples, and bodies with the quirks of the guide's, through the generated types.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::collections::BTreeSet;

use personeel::types;
use personeel_tests::document;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Decodes a value as the named schema and gives its `Debug` text.
fn decode(schema: &str, value: &Value) -> Result<String, String> {
    fn read<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(value: &Value) -> Result<String, String> {
        let text = serde_json::to_string(value).map_err(|error| error.to_string())?;
        let read: T = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let again: T =
            serde_json::from_value(serde_json::to_value(&read).unwrap()).map_err(|error| error.to_string())?;
        assert!(read == again, "what was read is written and read again as the same");
        Ok(format!("{read:?}"))
    }
    match schema {
        "EmployeeV1" => read::<types::EmployeeV1>(value),
        "Employee" => read::<types::Employee>(value),
        "Assignment" => read::<types::Assignment>(value),
        "Interruption" => read::<types::Interruption>(value),
        "Diploma" => read::<types::Diploma>(value),
        "Appointment" => read::<types::Appointment>(value),
        "Photo" => read::<types::Photo>(value),
        "OwnField" => read::<types::OwnField>(value),
        "PutInterruption" => read::<types::PutInterruption>(value),
        "PutAttachment" => read::<types::PutAttachment>(value),
        "PutCommunicationNumber" => read::<types::PutCommunicationNumber>(value),
        "CommunicationNumberReply" => read::<personeel::Guid>(value),
        "ErrorResponse" => read::<types::ErrorResponse>(value),
        other => Err(format!("{other} is not known to this test")),
    }
}

/// Every example of a body, with the schema that it is one of.
fn examples(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    let mut media = |media: &Value| {
        let schema = &media["schema"];
        let reference = schema["$ref"].as_str().or(schema["items"]["$ref"].as_str()).unwrap_or_default();
        let schema = reference.rsplit('/').next().unwrap_or_default().to_owned();
        for (name, example) in media["examples"].as_object().into_iter().flatten() {
            let example = example["$ref"].as_str().map_or(example, |place| document.pointer(&place[1..]).unwrap());
            match &example["value"] {
                Value::Array(rows) => {
                    found.extend(rows.iter().map(|row| (name.clone(), schema.clone(), row.clone())));
                }
                value => found.push((name.clone(), schema.clone(), value.clone())),
            }
        }
    };
    for operation in document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap().values())
    {
        media(&operation["requestBody"]["content"]["application/json"]);
        for response in operation["responses"].as_object().unwrap().values() {
            let response = response["$ref"].as_str().map_or(response, |place| document.pointer(&place[1..]).unwrap());
            media(&response["content"]["application/json"]);
        }
    }
    found
}

#[test]
fn every_example_decodes() {
    let document = document().unwrap();
    let examples = examples(&document);
    for (name, schema, value) in &examples {
        if let Err(error) = decode(schema, value) {
            panic!("{name} as {schema}: {error}");
        }
    }
    let used: BTreeSet<_> = examples.iter().map(|(name, ..)| name.as_str()).collect();
    let kept: BTreeSet<_> =
        document["components"]["examples"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(used, kept, "no example is left out");
}

#[test]
fn debug_shows_no_personal_value() {
    let document = document().unwrap();
    let mut looked_at = 0;
    for (name, schema, value) in examples(&document) {
        let shown = decode(&schema, &value).unwrap();
        for secret in personal(&document, &schema, &value) {
            looked_at += 1;
            assert!(!shown.contains(&secret), "{name}: `{secret}` is shown in {shown}");
        }
    }
    assert!(looked_at > 50, "{looked_at} personal values");
    // Open JSON is personal as a whole.
    let appointment = decode("Appointment", &json!({ "naam": "Vandenbroucke" })).unwrap();
    assert!(!appointment.contains("Vandenbroucke"));
}

/// The texts of the fields that are marked personal, nested ones included.
fn personal(document: &Value, schema: &str, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let properties = &document["components"]["schemas"][schema]["properties"];
    for (name, property) in properties.as_object().into_iter().flatten() {
        let value = &value[name];
        if property["x-personal"] == true {
            texts(value, &mut found);
        } else if let Some(nested) = property["allOf"][0]["$ref"].as_str().or(property["items"]["$ref"].as_str()) {
            let nested = nested.rsplit('/').next().unwrap_or_default();
            let rows = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            found.extend(rows.iter().flat_map(|row| personal(document, nested, row)));
        }
    }
    // What is as short as a letter or a postal code stands in names and ids too.
    found.retain(|text| text.len() > 4);
    found
}

fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        _ => {}
    }
}

#[test]
fn bodies_with_the_quirks_of_the_guide_decode() {
    let employee = r#"{"pPersoon":1,"personId":" {67E4C91D-0000-4000-8000-C427A4784F47}","personaId":null,"naam":"Maes ",
        "voornaam":"An ","bijkomendeVoornamen":"","geslacht":"X","geboortedatum":"1957-02-16T00:00:00",
        "eersteDienstSchool":"2011-09-01T00:00:00.000Z","eersteDienstScholengroep":"1900-01-01T00:00:00",
        "eersteDienstScholengemeenschap":"null","bank":null,"isActive":true,"pensioendatum":"","isMindervalide":false,
        "isOverleden":false,"burgStand":7,"partner":{"id":"{ 67e4c91d-0000-4000-8000-c427a4784f47 }","inkomen":-1},
        "adressen":[{"postcode":null}],"comnrs":null,"kinderen":[{"geboortedatum":null}],
        "effectiefInDienst":true,"pAdres":[1]}"#;
    let employee: types::Employee = serde_json::from_str(employee).unwrap();
    assert_eq!(employee.person_id.to_string(), "67e4c91d-0000-4000-8000-c427a4784f47");
    assert_eq!(employee.geboortedatum, Some("1957-02-16".parse().unwrap()));
    assert!(employee.eerste_dienst_scholengroep.unwrap().is_sentinel());
    assert_eq!((employee.eerste_dienst_scholengemeenschap, employee.pensioendatum), (None, None));
    assert_eq!(employee.burg_stand.unwrap().value(), 7);
    assert_eq!(employee.partner.unwrap().inkomen.unwrap().value(), -1);
    assert!(employee.comnrs.is_empty() && employee.emailadressen.is_empty());

    let assignment = r#"{"id":"1a65090a-2c68-4759-ac04-82d6dcf3b90d","hfd":"311   ","prestatieUren":4.000,
        "afstandWachtgeld":0.1,"ato":2,"reaffWedertew":"","bekwaamheidsbewijs":"AND","leerjaar":"0","opleidingsvorm":"-",
        "vakRubriek":"AV","gelijkgesteldVak":null,"vakRubriek":null,"mandaatCode":"01","opdrachtType":"1"}"#;
    let assignment: types::Assignment = serde_json::from_str(assignment).unwrap();
    assert_eq!(assignment.hfd.as_ref().unwrap().as_str(), "311");
    assert_eq!(assignment.vak_rubriek.as_deref(), Some("AV"));
    assert_eq!(assignment.prestatie_uren.unwrap().to_string(), "4");
    assert_eq!(assignment.afstand_wachtgeld.unwrap().to_string(), "0.1");
    assert_eq!(assignment.reaff_wedertew, Some(personeel::enums::ReaffWedertew::NietIngevuld));
    assert_eq!(assignment.ato, Some(personeel::enums::Ato::VacanteUren));

    let interruption = r#"{"doId":"93520f0e-de7c-4da3-b35d-937fa635ec58","personId":" bc334b17-58af-48cc-9fd5-1344acf33ab5",
        "code":"002","soort":"0","verstuurdAgODi":null,"staking":"Uren","stakingUren":2.00}"#;
    let interruption: types::Interruption = serde_json::from_str(interruption).unwrap();
    assert_eq!(interruption.code.as_deref(), Some("002"));
    assert_eq!(interruption.verstuurd_ag_o_di, None);

    let field: types::OwnField = serde_json::from_str(r#"{"waarde":9345,"dataType":"getal","rubriek":2}"#).unwrap();
    assert_eq!(field.data_type, Some(personeel::enums::OwnFieldDataType::Getal));
    let diploma: types::Diploma = serde_json::from_str(r#"{"uitgereiktOp":"1990-06-30T00:00:00"}"#).unwrap();
    assert_eq!(diploma.uitgereikt_op.unwrap().date(), "1990-06-30".parse().unwrap());
}

#[test]
fn requests_write_only_what_the_guide_allows() {
    let number = json!({ "soort": 3, "type": 8, "nummer": "0400", "id": "{ A8050737-6004-459A-BC35-6028E15BD0A3}" });
    let number: types::PutCommunicationNumber = serde_json::from_value(number).unwrap();
    assert_eq!(
        serde_json::to_value(&number).unwrap(),
        json!({ "soort": 3, "type": 8, "nummer": "0400", "id": "a8050737-6004-459a-bc35-6028e15bd0a3" })
    );
}

#[test]
fn the_registry_has_every_code_once() {
    let names: BTreeSet<_> = personeel::codes::CODES.iter().map(|info| info.name).collect();
    assert_eq!(names.len(), personeel::codes::CODES.len());
    for info in personeel::codes::CODES {
        assert!(info.name.starts_with("BR") || info.name.starts_with("MNA"), "{}", info.name);
        assert_eq!(personeel::ErrorCode::from(info.name), info.code);
        assert_eq!(info.code.info().unwrap().name, info.name);
    }
}
