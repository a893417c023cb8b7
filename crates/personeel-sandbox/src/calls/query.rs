//! The part of a URL after the question mark.

use personeel_wire::{Date, SchoolYear, Structure};
use serde::Deserialize;
use serde::de::{IntoDeserializer, value};
use url::form_urlencoded;

use super::refusal::Refusal;
use crate::document::Parameter;

/// The parameters of a query; names count in either case, as ASP.NET has it.
#[derive(Debug)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query, whose values must be what the document says of these parameters.
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

    /// The first value of that name that is not blank.
    fn get(&self, name: &str) -> Option<&str> {
        let values = self.0.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        values.map(|(_, value)| value.as_str()).find(|value| !value.trim().is_empty())
    }

    fn parsed<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }

    pub(super) fn school_year(&self) -> Option<SchoolYear> {
        self.parsed("schoolyear")
    }

    pub(super) fn required_school_year(&self) -> Result<SchoolYear, Refusal> {
        self.school_year().ok_or_else(|| Refusal::bad("schoolyear is missing."))
    }

    pub(super) fn structure(&self) -> Option<Structure> {
        // Decoding takes other characters than letters and digits, as the document does; no school has such a structure.
        let text = self.get("structure")?.into_deserializer();
        Structure::deserialize::<value::StrDeserializer<'_, value::Error>>(text).ok()
    }

    pub(super) fn required_structure(&self) -> Result<Structure, Refusal> {
        self.structure().ok_or_else(|| Refusal::bad("structure is missing."))
    }

    /// The structure where it is one that narrows people: the guide names two, and ignores all others.
    pub(super) fn structure_of_people(&self) -> Option<Structure> {
        self.structure().filter(|structure| matches!(structure.as_str(), "311" | "312"))
    }

    /// Whether hours that are not subsidised are listed too; only `false` leaves them out.
    pub(super) fn with_non_subsidised(&self) -> bool {
        !self.get("inclNonSubHours").is_some_and(|text| text.trim().eq_ignore_ascii_case("false"))
    }

    pub(super) fn changed_since(&self) -> Option<Date> {
        self.parsed("changedSince")
    }
}
