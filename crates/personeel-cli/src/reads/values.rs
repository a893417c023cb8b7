//! Values of arguments: their names in help, their parsers, and examples.

use std::fmt::Display;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, ValueParser};
use personeel::{Guid, InstituteNumber, ParameterInfo, ParameterKind, ParameterPlace, Structure};

use super::texts::to_kebab_case;
use crate::days;
use crate::naming;

/// Returns the name of the value in help.
pub(super) fn value_name(parameter: &ParameterInfo) -> String {
    match parameter.kind {
        ParameterKind::Guid(_) => to_kebab_case(parameter.argument).to_uppercase(),
        ParameterKind::SchoolYear => "YEAR".to_owned(),
        ParameterKind::Structure => "CODE".to_owned(),
        ParameterKind::InstituteNumber => "INSTITUTE".to_owned(),
        ParameterKind::Date => "DATE".to_owned(),
        ParameterKind::Boolean => "BOOL".to_owned(),
        ParameterKind::Number => "N".to_owned(),
        _ => "TEXT".to_owned(),
    }
}

/// Returns the parser, which checks the value before anything is sent and reports the expected form.
pub(super) fn value_parser(parameter: &ParameterInfo) -> ValueParser {
    match parameter.kind {
        // The list of employees is needed to find the person.
        ParameterKind::Guid(_) if is_person(parameter) => ValueParser::new(naming::parse_person),
        ParameterKind::Guid(_) => ValueParser::new(check_value::<Guid>),
        ParameterKind::SchoolYear => {
            ValueParser::new(|text: &str| days::parse_school_year(text).map(|year| year.to_string()))
        }
        ParameterKind::Structure => ValueParser::new(check_value::<Structure>),
        ParameterKind::InstituteNumber => ValueParser::new(check_value::<InstituteNumber>),
        ParameterKind::Date => ValueParser::new(|text: &str| days::parse_date(text).map(|date| date.to_string())),
        ParameterKind::Boolean => PossibleValuesParser::new(["true", "false"]).into(),
        _ => ValueParser::string(),
    }
}

/// Whether the parameter identifies the person whose records are read.
pub(super) fn is_person(parameter: &ParameterInfo) -> bool {
    parameter.place == ParameterPlace::Path && parameter.kind == ParameterKind::Guid(Some("PersonId"))
}

fn check_value<T: FromStr<Err: Display>>(text: &str) -> Result<String, String> {
    text.parse::<T>().map(|_| text.to_owned()).map_err(|error| error.to_string())
}

pub(super) fn example_value(parameter: &ParameterInfo) -> String {
    match parameter.kind {
        ParameterKind::Guid(_) => "42cd5a20-e22f-45d7-973c-fab8734dec50",
        ParameterKind::SchoolYear => "2026-27",
        ParameterKind::Structure => "311",
        ParameterKind::InstituteNumber => "011007",
        ParameterKind::Date => "2026-09-01",
        ParameterKind::Boolean => "true",
        ParameterKind::Number => "1",
        _ => return to_kebab_case(parameter.argument).to_uppercase(),
    }
    .to_owned()
}
