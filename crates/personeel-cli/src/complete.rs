//! Completions that a shell asks the program itself for: flags from the one definition, and values that are known here.

use std::ffi::OsStr;

use clap::{Arg, Command};
use clap_complete::env::CompleteEnv;
use clap_complete::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use personeel::codes::CODES;
use personeel::wire::jiff::Timestamp;
use personeel::wire::jiff::tz::TimeZone;
use personeel::{Date, SchoolYear};

use crate::fields::{self, Field};
use crate::reads::Read;
use crate::{cli, settings};

/// What a shell sets when it asks.
pub(crate) const VARIABLE: &str = "PERSONEEL_COMPLETE";

/// Answers a shell that asks, and ends the program; otherwise nothing happens.
pub(crate) fn answer() {
    CompleteEnv::with_factory(|| with_values(cli::command(), "")).var(VARIABLE).complete();
}

/// The definition with the values of its arguments, wherever they stand.
fn with_values(command: Command, parent: &str) -> Command {
    let name = command.get_name().to_owned();
    let fields = fields_of(parent, &name);
    let command = command.mut_args(|argument| match (values(&argument), argument.get_long()) {
        (Some(values), _) => argument.add(ArgValueCandidates::new(values)),
        (None, Some("columns" | "sort" | "where")) => {
            let fields = fields.clone();
            argument.add(ArgValueCompleter::new(move |typed: &OsStr| complete_fields(&fields, typed)))
        }
        (None, _) => argument,
    });
    command.mut_subcommands(|inner| with_values(inner, &name))
}

/// The fields that a command's rows may have.
fn fields_of(resource: &str, name: &str) -> Vec<&'static [Field]> {
    match (Read::named(resource, name), name) {
        (Some(read), _) => fields::of_list(read.record()),
        (None, "people") => fields::of_people(),
        (None, "absent") => fields::of_absent(),
        (None, _) => Vec::new(),
    }
}

/// The paths that the last of several fields may become. What stands before it, such as a title or the `-` of a sort, stays.
fn complete_fields(fields: &[&'static [Field]], typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let (kept, open) = typed.split_at(typed.rfind([',', '=', '-']).map_or(0, |at| at + 1));
    let fields = fields.iter().flat_map(|fields| fields.iter());
    let paths = fields.map(|field| (field.path.replace("[]", ""), field.meaning));
    let found = paths.filter(|(path, _)| path.starts_with(open));
    found.map(|(path, meaning)| CompletionCandidate::new(format!("{kept}{path}")).help(Some(meaning.into()))).collect()
}

/// What an argument may be, by its name.
fn values(argument: &Arg) -> Option<fn() -> Vec<CompletionCandidate>> {
    match (argument.get_long(), argument.get_id().as_str()) {
        (Some("school-year"), _) => Some(school_years),
        (Some("institute"), _) => Some(institutes),
        (Some("profile"), _) => Some(profiles),
        (None, "code") => Some(codes),
        (None, "command") => Some(commands),
        _ => None,
    }
}

fn codes() -> Vec<CompletionCandidate> {
    CODES.iter().map(|info| CompletionCandidate::new(info.name).help(Some(info.message.into()))).collect()
}

/// The current school year first, and those around it.
fn school_years() -> Vec<CompletionCandidate> {
    let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
    let current = SchoolYear::at(Date::from(today));
    let years = [Some(current), current.previous(), current.next()];
    years.into_iter().flatten().map(|year| CompletionCandidate::new(year.to_string())).collect()
}

fn profiles() -> Vec<CompletionCandidate> {
    settings::profile_names().into_keys().map(CompletionCandidate::new).collect()
}

/// Those of the variable, and those of the profiles.
fn institutes() -> Vec<CompletionCandidate> {
    let of_variable = settings::environment("PERSONEEL_INSTITUTE").ok().flatten().unwrap_or_default();
    let mut institutes: Vec<String> = settings::profile_names().into_values().flatten().collect();
    institutes
        .extend(of_variable.split(',').map(|number| number.trim().to_owned()).filter(|number| !number.is_empty()));
    institutes.sort();
    institutes.dedup();
    institutes.into_iter().map(CompletionCandidate::new).collect()
}

fn commands() -> Vec<CompletionCandidate> {
    let command = cli::command();
    command.get_subcommands().map(|inner| CompletionCandidate::new(inner.get_name())).collect()
}
