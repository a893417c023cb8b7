//! The generated types read the document's examples, and bodies with the quirks of the guide's examples.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::collections::BTreeSet;
use std::fmt::Debug;

use personeel::{Operation, Request, Response as _, Visitor, requests, types};
use personeel_httpmock::fixtures;
use personeel_tests::document;
use personeel_tests::documented::{DocumentedCall, calls, examples, members, resolve};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Reads a value as the record of a schema, writes it and reads it again; returns its `Debug` text.
struct RecordReader<'a> {
    schema: &'a str,
    value: &'a Value,
    debug: Option<serde_json::Result<String>>,
}

impl fixtures::Visitor for RecordReader<'_> {
    fn visit<T: Debug + PartialEq + Serialize + DeserializeOwned>(&mut self, schema: &'static str, _fixture: T) {
        if schema == self.schema {
            self.debug = Some(round_trip::<T>(self.value));
        }
    }
}

fn round_trip<T: Debug + PartialEq + Serialize + DeserializeOwned>(value: &Value) -> serde_json::Result<String> {
    let read: T = serde_json::from_str(&value.to_string())?;
    let again: T = serde_json::from_value(serde_json::to_value(&read)?)?;
    assert!(read == again, "a record reads back unchanged");
    Ok(format!("{read:?}"))
}

/// The `Debug` text of a record.
fn read_record(schema: &str, value: &Value) -> String {
    let mut reader = RecordReader { schema, value, debug: None };
    fixtures::visit_each(&mut reader);
    let debug = reader.debug.unwrap_or_else(|| panic!("{schema} is not a record"));
    debug.unwrap_or_else(|error| panic!("{value} as {schema}: {error}"))
}

/// Reads a successful response of a call; returns the `Debug` text of its request.
struct CallReader<'a>(Option<&'a Value>);

impl Visitor for CallReader<'_> {
    type Output = String;

    fn visit<R: Request>(self, request: R) -> String {
        if let Some(response) = self.0 {
            R::Response::read(response.to_string().as_bytes())
                .unwrap_or_else(|error| panic!("{}: {error}", R::OPERATION));
        }
        format!("{request:?}")
    }
}

fn read_call(call: &DocumentedCall, response: Option<&Value>) -> String {
    let arguments = |name: &str| call.argument(name, true);
    let read = requests::visit(Operation::from_id(&call.id).unwrap(), &arguments, CallReader(response));
    read.unwrap_or_else(|error| panic!("{}: {error}", call.id))
}

/// An example of a record or a body, with its `Debug` text as the type.
struct Example {
    schema: String,
    value: Value,
    debug: String,
}

/// Reads every example of the document as its type.
fn read_examples(document: &Value) -> Vec<Example> {
    let schema_of = |schema: &Value| schema["$ref"].as_str().unwrap_or_default().rsplit('/').next().unwrap().to_owned();
    let media_of = |holder: &Value| members(&holder["content"]).next().map_or(Value::Null, |(_, media)| media.clone());
    let operations = members(&document["paths"]).flat_map(|(_, methods)| members(methods));
    let (mut read, mut used) = (Vec::new(), BTreeSet::new());
    for (mut call, (_, operation)) in calls(document).into_iter().zip(operations) {
        for (_, response) in &call.responses {
            read_call(&call, Some(response));
        }
        for response in members(&operation["responses"]).map(|(_, response)| resolve(document, response)) {
            let schema = media_of(response)["schema"].clone();
            for (name, value) in examples(document, response) {
                used.insert(name);
                let (schema, rows) = match value {
                    Value::Array(rows) => (schema_of(&schema["items"]), rows),
                    Value::Object(_) => (schema_of(&schema), vec![value]),
                    // An id, which was already read as the response of its call.
                    _ => continue,
                };
                read.extend(rows.into_iter().map(|value| {
                    let debug = read_record(&schema, &value);
                    Example { schema: schema.clone(), value, debug }
                }));
            }
        }
        let schema = schema_of(&media_of(resolve(document, &operation["requestBody"]))["schema"]);
        while let Some((name, value)) = call.bodies.first().cloned() {
            used.insert(name);
            read.push(Example { schema: schema.clone(), value, debug: read_call(&call, None) });
            call.bodies.remove(0);
        }
    }
    let documented: BTreeSet<_> = members(&document["components"]["examples"]).map(|(name, _)| name.clone()).collect();
    assert_eq!(used, documented, "every example is read");
    read
}

#[test]
fn every_example_decodes_and_shows_no_personal_value() {
    let document = document().unwrap();
    let mut checked = 0;
    for Example { schema, value, debug } in read_examples(&document) {
        for secret in personal_values(&document, &schema, &value) {
            checked += 1;
            assert!(!debug.contains(&secret), "`{secret}` appears in {debug}");
        }
    }
    assert!(checked > 50, "{checked} personal values");
    // A record without a schema is personal as a whole.
    let appointment = read_record("Appointment", &json!({ "naam": "Vandenbroucke" }));
    assert!(!appointment.contains("Vandenbroucke"));
}

/// The strings in properties that are marked personal, including nested ones.
fn personal_values(document: &Value, schema: &str, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let properties = &document["components"]["schemas"][schema]["properties"];
    for (name, property) in properties.as_object().into_iter().flatten() {
        let value = &value[name];
        if property["x-personal"] == true {
            collect_strings(value, &mut found);
        } else if let Some(nested) = property["allOf"][0]["$ref"].as_str().or(property["items"]["$ref"].as_str()) {
            let nested = nested.rsplit('/').next().unwrap_or_default();
            let rows = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
            found.extend(rows.iter().flat_map(|row| personal_values(document, nested, row)));
        }
    }
    // Strings as short as a letter or a postcode also occur in names and ids.
    found.retain(|text| text.len() > 4);
    found
}

fn collect_strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect_strings(item, found)),
        Value::Object(members) => members.values().for_each(|member| collect_strings(member, found)),
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
    assert_eq!(interruption.verstuurd_agodi, None);

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
fn the_registry_has_the_documents_codes() {
    let document = document().unwrap();
    let documented = document["x-error-codes"].as_object().unwrap();
    let names: Vec<_> = personeel::codes::CODES.iter().map(|info| info.name).collect();
    assert_eq!(names, documented.keys().map(String::as_str).collect::<Vec<_>>());
    for info in personeel::codes::CODES {
        let entry = &documented[info.name];
        let operations: Vec<_> = info.operations.iter().map(|operation| operation.info().id).collect();
        assert_eq!(json!(operations), entry["operations"], "{}", info.name);
        assert_eq!(json!(info.status), entry["status"], "{}", info.name);
        assert_eq!(
            [info.field, info.message, info.remedy].map(Value::from),
            [entry["field"].clone(), entry["message"].clone(), entry["remedy"].clone()]
        );
        assert_eq!(personeel::ErrorCode::from(info.name), info.code);
        assert_eq!(info.code.info().unwrap().name, info.name);
    }
}
