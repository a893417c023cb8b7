//! The unexpected values that clients of the real service have met.

use serde_json::{Map, Value};

use crate::world::random::Random;

/// Puts unexpected values into records; the seed determines which records and how.
#[derive(Clone, Debug)]
pub(crate) struct Dirt(Random);

/// Properties that were null in production.
const LOOSENED: [&str; 14] = [
    "bijkomendeVoornamen",
    "stamnr",
    "initialen",
    "geboorteplaats",
    "nationaliteitCode",
    "rijksregisternr",
    "burgStand",
    "bic",
    "gemeente",
    "nummer",
    "postcode",
    "photo",
    "inkomen",
    "omschrijving",
];

/// Properties, with their parent, that were null there and never elsewhere.
const LOOSENED_WITHIN: [(&str, &str); 4] =
    [("hoofdAmbt", "code"), ("hoofdAmbt", "naam"), ("partner", "voornaam"), ("kinderen", "geboortedatum")];

/// Properties whose value may be the string `"null"`.
const WORDS: [&str; 4] = ["bus", "opmerking", "opmSecretariaat", "nickname"];

const PURPOSE: u64 = 0x6469_7274;

impl Dirt {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Random::new(&[seed, PURPOSE]))
    }

    /// Writes a record as JSON, with some unexpected values.
    pub(crate) fn write_record(&mut self, buffer: &mut Vec<u8>, mut record: Value) {
        self.soil_value("", &mut record);
        if let Value::Object(fields) = &mut record {
            self.change_fields(fields);
        }
        let text = record.to_string();
        // In the guide's own example one property has the name of another, which then occurs twice.
        let twice = text.find("\"vakRubriek\":").and_then(|start| Some(start + text[start..].find(',')?));
        let (before, after) = text.split_at(twice.unwrap_or(0));
        let again = if twice.is_some() { ",\"vakRubriek\":null" } else { "" };
        buffer.extend([before, again, after].concat().bytes());
    }

    /// Rewrites the body of a refusal: its property names occur in upper and lower case.
    pub(crate) fn soil_errors(&mut self, text: String) -> String {
        if self.0.percent(50) {
            text.replace("\"Code\":", "\"code\":").replace("\"Message\":", "\"message\":")
        } else {
            text
        }
    }

    /// Changes a value and everything in it. `parent` is the name of the property that contains it.
    fn soil_value(&mut self, parent: &str, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.soil_value(parent, item)),
            Value::Object(fields) => {
                let is_number = fields.get("dataType").is_some_and(|kind| kind == "Getal");
                for (name, field) in fields.iter_mut() {
                    if is_number && name == "waarde" {
                        loosen_number(field);
                    }
                    if field.is_object() || field.is_array() {
                        self.soil_value(name, field);
                    } else {
                        self.soil_field(parent, name, field);
                    }
                }
            }
            _ => {}
        }
    }

    fn soil_field(&mut self, parent: &str, name: &str, field: &mut Value) {
        let chance = self.0.below(100);
        match (name, &mut *field) {
            ("geslacht", _) if chance < 5 => *field = "X".into(),
            ("burgStand", _) if chance < 5 => *field = 7.into(),
            ("inkomen", _) if chance < 30 => *field = (-1).into(),
            ("dataType", Value::String(text)) if chance < 50 => *text = text.to_lowercase(),
            ("photo", _) if chance < 10 => *field = "".into(),
            ("hfd", Value::String(text)) if chance < 40 => text.push_str("   "),
            _ if LOOSENED_WITHIN.contains(&(parent, name)) && chance < 20 => *field = Value::Null,
            ("naam" | "voornaam", Value::String(text)) if chance < 15 => text.push(' '),
            (name, _) if LOOSENED.contains(&name) && chance < 20 => *field = Value::Null,
            (name, _) if WORDS.contains(&name) && chance < 20 => *field = "null".into(),
            (name, Value::String(text)) if name == "id" || name.ends_with("Id") => soil_guid(text, chance),
            (_, Value::String(text)) if text.ends_with("T00:00:00") => soil_date(text, chance),
            _ => {}
        }
    }

    /// Adds and removes properties: the service sends those of a newer guide without a new API version. The invented
    /// name must not be one that a guide defines, since its type would then be known.
    fn change_fields(&mut self, fields: &mut Map<String, Value>) {
        if fields.contains_key("pPersoon") && self.0.percent(30) {
            fields.insert("veldVanLater".to_owned(), "2023-09-01T00:00:00".into());
        }
        fields.remove("gelijkgesteldVakRubriek");
        if fields.contains_key("doId") && self.0.percent(30) {
            fields.insert("pOnderbreking".to_owned(), self.0.below(100_000).into());
        }
    }
}

/// Turns an own field's value into a number: it is not always a string.
fn loosen_number(field: &mut Value) {
    if let Some(number) = field.as_str().and_then(|text| text.parse::<u32>().ok()) {
        *field = number.into();
    }
}

fn soil_guid(text: &mut String, chance: u32) {
    match chance {
        0..10 => text.insert(0, ' '),
        10..15 => *text = text.to_uppercase(),
        15..20 => *text = format!("{{{}}}", text.to_uppercase()),
        _ => {}
    }
}

fn soil_date(text: &mut String, chance: u32) {
    match chance {
        0..10 => text.push('Z'),
        10..20 => text.push_str(".0000000"),
        20..25 => text.push_str("+01:00"),
        25..30 => text.truncate(10),
        _ => {}
    }
}
