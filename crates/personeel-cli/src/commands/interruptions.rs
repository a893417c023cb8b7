//! `interruptions put` and `interruptions delete`.

use personeel::rules::{FieldValue, RequestRules};
use personeel::types::PutInterruption;
use personeel::{InstituteNumber, InterruptionId, Operation, PersonId};
use serde_json::{Map, Value};

use crate::cli::{Global, InterruptionsDelete, InterruptionsPut};
use crate::commands::attachments::{print_removed, report_put};
use crate::commands::describe;
use crate::confirm;
use crate::days::FirstMonth;
use crate::failure::Failure;
use crate::files;
use crate::json::Json;
use crate::output::{json as write_json, to_stdout};
use crate::pending;
use crate::people::find_person;
use crate::session::Session;

/// The fields of the body, as the API spells them.
const FIELDS: [&str; 13] = [
    "instelnr",
    "schooljaar",
    "hfd",
    "code",
    "begindatum",
    "einddatum",
    "opmerking",
    "naamGeneesheer",
    "telefoonGeneesheer",
    "magWoonstVerlaten",
    "geverifieerd",
    "ziekteverlofZonderBezoldiging",
    "afzender",
];

/// Sick leave, the only code that the guide allows.
const SICK: &str = "1";

pub(super) async fn put(global: &Global, put: InterruptionsPut) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let institute = session.institute()?;
    let fields = match &put.body {
        Some(path) => fields_of_json(&files::read_input(path)?, institute.number())?,
        None => fields_of_flags(&put, institute.number(), session.preferences.first_month),
    };
    refuse_violations(&fields).map_err(|failure| failure.with_institute(institute.number()))?;
    let body = build_body(fields)?;
    let person = find_person(&session, &put.person, body.schooljaar).await?;
    let id = put.id.unwrap_or_else(InterruptionId::random);
    if put.dry_run {
        return print_request(institute.number(), person, id, &body);
    }
    pending::begin(id.guid());
    let sent = institute.interruptions().put(person, id, body).send().await;
    report_put(&session, id.guid(), put.id.is_none(), sent)
}

/// Builds the body from flags.
fn fields_of_flags(put: &InterruptionsPut, institute: InstituteNumber, first: FirstMonth) -> Map<String, Value> {
    let year = put.school_year.or_else(|| put.from.map(|from| first.year_of(from)));
    let text = |value: &Option<String>| value.clone().map_or(Value::Null, Value::String);
    let string = |value: Option<String>| value.map_or(Value::Null, Value::String);
    let flag = |value: Option<bool>| value.map_or(Value::Null, Value::Bool);
    let values = [
        ("instelnr", Value::String(institute.to_string())),
        ("schooljaar", string(year.map(|year| year.to_string()))),
        ("hfd", string(put.structure.as_ref().map(ToString::to_string))),
        ("code", Value::String(put.code.clone().unwrap_or_else(|| SICK.to_owned()))),
        ("begindatum", string(put.from.map(|date| date.to_string()))),
        ("einddatum", string(put.until.map(|date| date.to_string()))),
        ("opmerking", text(&put.remark)),
        ("naamGeneesheer", text(&put.doctor)),
        ("telefoonGeneesheer", text(&put.doctor_phone)),
        ("magWoonstVerlaten", flag(put.may_leave_home)),
        ("geverifieerd", flag(put.verified)),
        ("ziekteverlofZonderBezoldiging", flag(put.unpaid)),
        ("afzender", text(&put.sender)),
    ];
    values.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Reads the body from JSON in either casing. Unknown fields are refused, since they would be lost silently.
fn fields_of_json(text: &[u8], institute: InstituteNumber) -> Result<Map<String, Value>, Failure> {
    let given: Map<String, Value> = serde_json::from_slice(text).map_err(|error| {
        Failure::usage(format!("--body: expected one JSON object (line {}, column {})", error.line(), error.column()))
    })?;
    let mut fields = Map::new();
    for (name, value) in given {
        let Some(known) = FIELDS.iter().find(|known| known.eq_ignore_ascii_case(&name)) else {
            return Err(Failure::usage(format!(
                "--body: unknown field '{name}'; the known ones are {}",
                FIELDS.join(", ")
            )));
        };
        if fields.insert((*known).to_owned(), value).is_some() {
            return Err(Failure::usage(format!("--body: the field '{known}' appears twice")));
        }
    }
    if fields.get("instelnr").is_none_or(Value::is_null) {
        fields.insert("instelnr".to_owned(), Value::String(institute.to_string()));
    }
    Ok(fields)
}

/// Checks the rules of the guide, and reports all violations at once, including those of missing fields.
fn refuse_violations(fields: &Map<String, Value>) -> Result<(), Failure> {
    let Some(rules) = RequestRules::of(Operation::PutInterruption) else { return Ok(()) };
    let violations = rules.violations(|name| match fields.get(name) {
        None | Some(Value::Null) => FieldValue::Absent,
        Some(Value::String(text)) => FieldValue::Text(text.into()),
        Some(Value::Number(number)) => number.as_i64().map_or(FieldValue::Other, FieldValue::Number),
        Some(_) => FieldValue::Other,
    });
    if violations.is_empty() {
        return Ok(());
    }
    // Every rule of a body has a code. One without would still be caught by the client.
    let codes = violations.into_iter().filter_map(|violation| violation.code);
    Err(Failure::refused(codes).with_operation(Some(Operation::PutInterruption)))
}

fn build_body(fields: Map<String, Value>) -> Result<PutInterruption, Failure> {
    serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
        // serde's own messages may hold the value, so only the field and the expected form are reported.
        let field = error.path().to_string();
        let expected = match field.as_str() {
            "begindatum" | "einddatum" => "a date such as 2026-11-02",
            "schooljaar" => "a school year such as 2026-27",
            "hfd" => "three characters such as 311",
            "instelnr" => "six digits as text, such as 011007",
            "magWoonstVerlaten" | "geverifieerd" | "ziekteverlofZonderBezoldiging" => "true or false",
            _ => "a text",
        };
        Failure::usage(format!("--body: invalid value in the field '{field}': expected {expected}"))
    })
}

/// Prints the request that would be sent.
fn print_request(
    institute: InstituteNumber,
    person: PersonId,
    id: InterruptionId,
    body: &PutInterruption,
) -> Result<(), Failure> {
    let info = Operation::PutInterruption.info();
    let path = info.path.replace("{personId}", &person.to_string()).replace("{interruptionId}", &id.to_string());
    let body = serde_json::to_value(body).map_err(|_| Failure::internal("cannot write the body as JSON"))?;
    let document = Json::record([
        ("method", Json::text(info.method)),
        ("path", Json::Text(path)),
        (
            "headers",
            Json::record([
                ("InstituteNo", Json::text(institute.to_string())),
                ("Api-Version", Json::text(info.api_version)),
            ]),
        ),
        ("body", Json::from(body)),
    ]);
    to_stdout(|out| write_json(out, &document))
}

pub(super) async fn delete(global: &Global, delete: &InterruptionsDelete) -> Result<(), Failure> {
    let session = Session::open(global)?;
    let institute = session.institute()?;
    let what = format!("interruption {} of institute {}", delete.id, institute.number());
    confirm::removal(global, &what, describe::interruption(&session, &institute, delete.id)).await?;
    institute.interruptions().delete(delete.id).send().await?;
    print_removed(&session, delete.id.guid())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn institute() -> InstituteNumber {
        "011007".parse().unwrap()
    }

    #[test]
    fn bodies_read_in_either_casing() {
        let camel = br#"{"schooljaar":"2026-27","hfd":"311","code":"1","begindatum":"2026-11-02","einddatum":"2026-11-06","afzender":"x"}"#;
        let pascal = br#"{"Schooljaar":"2026-27","Hfd":"311","Code":"1","Begindatum":"2026-11-02T00:00:00","Einddatum":"2026-11-06","Afzender":"x","InstelNr":null}"#;
        let read = |text: &[u8]| build_body(fields_of_json(text, institute()).unwrap()).unwrap();
        assert_eq!(read(camel), read(pascal));
        assert_eq!(read(camel).instelnr, institute());
    }

    #[test]
    fn unknown_and_repeated_fields_are_refused() {
        for (body, expected) in [
            ("[]", "one JSON object"),
            ("{", "one JSON object"),
            (r#"{"hfdd":"311"}"#, "unknown field 'hfdd'"),
            (r#"{"hfd":"311","Hfd":"312"}"#, "'hfd' appears twice"),
        ] {
            let failure = fields_of_json(body.as_bytes(), institute()).unwrap_err();
            assert!(failure.line().contains(expected), "{}", failure.line());
        }
    }

    #[test]
    fn all_violations_are_reported_at_once() {
        let fields = fields_of_json(br#"{"begindatum":"2026-11-06","einddatum":"2026-11-02"}"#, institute()).unwrap();
        let text = refuse_violations(&fields).unwrap_err().line();
        for code in ["BR004A", "BR005A", "BR006A", "BR008B", "BR012A"] {
            assert!(text.contains(code), "{text}");
        }
    }
}
