//! `codes`: the registry of codes, for people and programs.

use personeel::CodeInfo;
use personeel::codes::CODES;

use crate::cli::{Codes, Format, Global, Language};
use crate::columns;
use crate::failure::Failure;
use crate::json::Json;
use crate::output::Output;

pub(super) fn run(global: &Global, flags: &Codes) -> Result<(), Failure> {
    let output = Output::new(global);
    let language = flags.lang.unwrap_or_else(|| default_language(output.format));
    let explain = |info| explain(info, language);
    match &flags.code {
        None => output.rows(&CODES.iter().map(explain).collect::<Vec<_>>(), &columns::CODES),
        Some(name) => match CODES.iter().find(|info| info.name.eq_ignore_ascii_case(name.trim())) {
            Some(info) => output.record(&explain(info)),
            None => Err(Failure::not_found(format!(
                "unknown code '{name}': `personeel codes` lists all {}; a newer guide may have more",
                CODES.len()
            ))),
        },
    }
}

/// Returns the language of the locale for people, and English for scripts, which must not depend on the locale.
fn default_language(format: Format) -> Language {
    let is_dutch = || sys_locale::get_locale().is_some_and(|locale| locale.to_lowercase().starts_with("nl"));
    if format == Format::Table && is_dutch() { Language::Nl } else { Language::En }
}

fn explain(info: &CodeInfo, language: Language) -> Json {
    let (message, remedy) = match language {
        Language::En => (info.message, info.remedy),
        Language::Nl => (info.message_nl, info.remedy_nl),
    };
    let names = |operations: &[personeel::Operation]| {
        Json::List(operations.iter().map(|operation| Json::text(operation.info().id)).collect())
    };
    Json::record([
        ("code", Json::text(info.name)),
        ("status", Json::from(u64::from(info.status))),
        ("field", Json::text(info.field)),
        ("message", Json::text(message)),
        ("remedy", Json::text(remedy)),
        ("operations", names(info.operations)),
        ("inferredOperations", names(info.inferred)),
        ("existingId", Json::Bool(info.existing_id)),
        ("since", Json::text(info.since)),
    ])
}
