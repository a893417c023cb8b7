//! Query strings.

use personeel_wire::{Date, SchoolYear, Structure};
use serde::Deserialize;
use serde::de::{IntoDeserializer, value};
use url::form_urlencoded;

use super::refusal::Refusal;
use crate::document::Parameter;

/// The parameters of a query string. Names are case-insensitive, as in ASP.NET.
#[derive(Debug)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query string and checks its values against the document's parameters.
    pub(super) fn read(query: &str, parameters: &[Parameter]) -> Result<Self, Refusal> {
        let query = Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect());
        for Parameter { name, required, kind } in parameters {
            match query.get(name) {
                None if *required => return Err(Refusal::bad(format!("{name} is missing."))),
                Some(text) if !kind.fits(text) => {
                    return Err(Refusal::bad(format!("{name} must be {}.", kind.in_words())));
                }
                _ => {}
            }
        }
        Ok(query)
    }

    /// The first non-blank value of a parameter.
    fn get(&self, name: &str) -> Option<&str> {
        let values = self.0.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        values.map(|(_, value)| value.as_str()).find(|value| !value.trim().is_empty())
    }

    fn parse_value<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }

    pub(super) fn school_year(&self) -> Option<SchoolYear> {
        self.parse_value("schoolyear")
    }

    pub(super) fn required_school_year(&self) -> Result<SchoolYear, Refusal> {
        self.school_year().ok_or_else(|| Refusal::bad("schoolyear is missing."))
    }

    pub(super) fn structure(&self) -> Option<Structure> {
        // Decoding accepts characters other than letters and digits, as the document does; no school has such a
        // structure.
        let text = self.get("structure")?.into_deserializer();
        Structure::deserialize::<value::StrDeserializer<'_, value::Error>>(text).ok()
    }

    pub(super) fn required_structure(&self) -> Result<Structure, Refusal> {
        self.structure().ok_or_else(|| Refusal::bad("structure is missing."))
    }

    /// The structure, if it is one that filters people: the guide names two and ignores all others.
    pub(super) fn structure_of_people(&self) -> Option<Structure> {
        self.structure().filter(|structure| matches!(structure.as_str(), "311" | "312"))
    }

    /// Whether to list hours that are not subsidised; only `false` excludes them.
    pub(super) fn with_non_subsidised(&self) -> bool {
        !self.get("inclNonSubHours").is_some_and(|text| text.trim().eq_ignore_ascii_case("false"))
    }

    pub(super) fn changed_since(&self) -> Option<Date> {
        self.parse_value("changedSince")
    }
}
