//! Completions that a shell asks the program itself for: flags from the one definition, and values that are known here.

use clap::{Arg, Command};
use clap_complete::env::CompleteEnv;
use clap_complete::{ArgValueCandidates, CompletionCandidate};
use personeel::codes::CODES;
use personeel::wire::jiff::Timestamp;
use personeel::wire::jiff::tz::TimeZone;
use personeel::{Date, SchoolYear};

use crate::{cli, settings};

/// What a shell sets when it asks.
pub(crate) const VARIABLE: &str = "PERSONEEL_COMPLETE";

/// Answers a shell that asks, and ends the program; otherwise nothing happens.
pub(crate) fn answer() {
    CompleteEnv::with_factory(|| with_values(cli::command())).var(VARIABLE).complete();
}

/// The definition with the values of its arguments, wherever they stand.
fn with_values(command: Command) -> Command {
    let command = command.mut_args(|argument| match values(&argument) {
        Some(values) => argument.add(ArgValueCandidates::new(values)),
        None => argument,
    });
    command.mut_subcommands(with_values)
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
