//! The part of a URL after the question mark.

use personeel_wire::{Date, SchoolYear, Structure};
use serde::Deserialize;
use serde::de::{IntoDeserializer, value};
use url::form_urlencoded;

use super::refusal::Refusal;

/// The parameters of a query; names count in either case, as ASP.NET has it.
#[derive(Debug)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn read(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// The first value of that name that is not blank.
    fn get(&self, name: &str) -> Option<&str> {
        let values = self.0.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        values.map(|(_, value)| value.as_str()).find(|value| !value.trim().is_empty())
    }

    fn parsed<T: std::str::FromStr>(&self, name: &str, expected: &str) -> Result<Option<T>, Refusal> {
        let parse = |text: &str| text.trim().parse().map_err(|_| Refusal::bad(format!("{name} must be {expected}.")));
        self.get(name).map(parse).transpose()
    }

    pub(super) fn school_year(&self) -> Result<Option<SchoolYear>, Refusal> {
        self.parsed("schoolyear", "a school year such as 2023-24")
    }

    pub(super) fn required_school_year(&self) -> Result<SchoolYear, Refusal> {
        self.school_year()?.ok_or_else(|| Refusal::bad("schoolyear is missing."))
    }

    pub(super) fn structure(&self) -> Result<Option<Structure>, Refusal> {
        let Some(text) = self.get("structure") else { return Ok(None) };
        // A blank may be one of the three.
        if text.chars().count() != 3 {
            return Err(Refusal::bad("structure must be three characters such as 311."));
        }
        // Decoding takes other characters than letters and digits, as the document does; no school has such a structure.
        let decoded: Result<_, value::Error> = Structure::deserialize(text.into_deserializer());
        decoded.map(Some).map_err(|_| Refusal::bad("structure must be a text."))
    }

    pub(super) fn required_structure(&self) -> Result<Structure, Refusal> {
        self.structure()?.ok_or_else(|| Refusal::bad("structure is missing."))
    }

    /// The structure where it is one that narrows people: the guide names two, and ignores all others.
    pub(super) fn structure_of_people(&self) -> Result<Option<Structure>, Refusal> {
        Ok(self.structure()?.filter(|structure| matches!(structure.as_str(), "311" | "312")))
    }

    /// Whether hours that are not subsidised are listed too; only `false` leaves them out.
    pub(super) fn with_non_subsidised(&self) -> Result<bool, Refusal> {
        match self.get("inclNonSubHours").map(str::trim) {
            None => Ok(true),
            Some(text) if text.eq_ignore_ascii_case("true") => Ok(true),
            Some(text) if text.eq_ignore_ascii_case("false") => Ok(false),
            Some(_) => Err(Refusal::bad("inclNonSubHours must be true or false.")),
        }
    }

    pub(super) fn changed_since(&self) -> Result<Option<Date>, Refusal> {
        self.parsed("changedSince", "a date such as 2023-09-01")
    }
}
