//! Completions that a shell requests from the program itself: flags from the command definition, and values that are
//! known here.

use std::ffi::OsStr;

use clap::{Arg, Command};
use clap_complete::env::CompleteEnv;
use clap_complete::{ArgValueCandidates, ArgValueCompleter, CompletionCandidate};
use personeel::codes::CODES;

use crate::days::{self, FirstMonth};
use crate::fields::{self, Field};
use crate::reads::Read;
use crate::{cli, environment, settings};

/// The variable that a shell sets to request completions.
pub(crate) const VARIABLE: &str = "PERSONEEL_COMPLETE";

/// Prints completions and exits the program if a shell requests them; otherwise does nothing.
pub(crate) fn run_if_requested() {
    CompleteEnv::with_factory(|| add_candidates(cli::command(), "")).var(VARIABLE).complete();
}

/// Adds the candidate values of arguments, in subcommands too.
fn add_candidates(command: Command, parent: &str) -> Command {
    let name = command.get_name().to_owned();
    let fields = list_fields(parent, &name);
    let command = command.mut_args(|argument| match (candidates_for(&argument), argument.get_long()) {
        (Some(values), _) => argument.add(ArgValueCandidates::new(values)),
        (None, Some("columns" | "sort" | "where")) => {
            let fields = fields.clone();
            argument.add(ArgValueCompleter::new(move |typed: &OsStr| complete_fields(&fields, typed)))
        }
        (None, _) => argument,
    });
    command.mut_subcommands(|inner| add_candidates(inner, &name))
}

/// Lists the fields that a command's rows may have.
fn list_fields(resource: &str, name: &str) -> Vec<&'static [Field]> {
    match (Read::find(resource, name), name) {
        (Some(read), _) => fields::of_list(read.record()),
        (None, "people") => fields::of_people(),
        (None, "absent") => fields::of_absent(),
        (None, _) => Vec::new(),
    }
}

/// Completes the last of several paths. Text before it, such as a title or the `-` of a descending sort, is kept.
fn complete_fields(fields: &[&'static [Field]], typed: &OsStr) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    let (kept, open) = typed.split_at(typed.rfind([',', '=', '-']).map_or(0, |at| at + 1));
    let fields = fields.iter().flat_map(|fields| fields.iter());
    let paths = fields.map(|field| (field.path.replace("[]", ""), field.meaning));
    let found = paths.filter(|(path, _)| path.starts_with(open));
    found.map(|(path, meaning)| CompletionCandidate::new(format!("{kept}{path}")).help(Some(meaning.into()))).collect()
}

/// Returns the function that lists an argument's values, by its name.
fn candidates_for(argument: &Arg) -> Option<fn() -> Vec<CompletionCandidate>> {
    match (argument.get_long(), argument.get_id().as_str()) {
        (Some("school-year"), _) => Some(list_school_years),
        (Some("institute"), _) => Some(list_institutes),
        (Some("profile"), _) => Some(list_profiles),
        (None, "code") => Some(list_codes),
        (None, "command") => Some(list_commands),
        _ => None,
    }
}

fn list_codes() -> Vec<CompletionCandidate> {
    CODES.iter().map(|info| CompletionCandidate::new(info.name).help(Some(info.message.into()))).collect()
}

/// Lists the current school year, then the previous and the next one.
fn list_school_years() -> Vec<CompletionCandidate> {
    let Ok(current) = days::current_year(FirstMonth::default()) else { return Vec::new() };
    let years = [Some(current), current.previous(), current.next()];
    years.into_iter().flatten().map(|year| CompletionCandidate::new(year.to_string())).collect()
}

fn list_profiles() -> Vec<CompletionCandidate> {
    settings::profile_names().into_keys().map(CompletionCandidate::new).collect()
}

/// Lists the institutes of the environment variable and of all profiles.
fn list_institutes() -> Vec<CompletionCandidate> {
    let of_variable = environment::read_variable("PERSONEEL_INSTITUTE").ok().flatten().unwrap_or_default();
    let mut institutes: Vec<String> = settings::profile_names().into_values().flatten().collect();
    institutes
        .extend(of_variable.split(',').map(|number| number.trim().to_owned()).filter(|number| !number.is_empty()));
    institutes.sort();
    institutes.dedup();
    institutes.into_iter().map(CompletionCandidate::new).collect()
}

fn list_commands() -> Vec<CompletionCandidate> {
    let command = cli::command();
    command.get_subcommands().map(|inner| CompletionCandidate::new(inner.get_name())).collect()
}
