//! The flags of a command that reads.

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches};
use personeel::{OperationInfo, ParameterInfo, ParameterKind, ParameterPlace, ResponseKind};

use super::calls::{Calls, Effect, VERSION, is_required};
use super::choices::{SWITCHES, Switch};
use super::texts::{first_sentence, lower_first, strip_markdown, to_kebab_case, upper_first};
use super::values::{example_value, is_person, value_name, value_parser};
use super::wanted::Wanted;

/// Defines the flags; `taken` holds the flag names already in use.
pub(super) fn define(calls: &Calls, taken: &[String]) -> Vec<Arg> {
    let parameters = calls.parameters().into_iter().map(|parameter| argument(calls, parameter, taken));
    parameters.chain(older_version(calls)).collect()
}

fn older_version(calls: &Calls) -> Option<Arg> {
    let versions: Vec<_> = calls.older().map(|info| info.api_version).collect();
    let description = strip_markdown(calls.older().next()?.description);
    let flag = Arg::new(VERSION)
        .long(to_kebab_case(VERSION))
        .value_name("VERSION")
        .value_parser(PossibleValuesParser::new(versions))
        .help(first_sentence(&description).to_owned())
        .long_help(description);
    Some(with_effects(calls, flag, VERSION))
}

fn argument(calls: &Calls, parameter: &'static ParameterInfo, taken: &[String]) -> Arg {
    let name = parameter.argument;
    if let Some(switch) = switch(name) {
        let flag = Arg::new(name).long(switch.long).action(ArgAction::SetTrue).help(switch.help);
        return with_effects(calls, flag, name);
    }
    let mut flag = Arg::new(name).value_name(value_name(parameter)).value_parser(value_parser(parameter));
    if !is_positional(calls, parameter) {
        flag = flag.long(long_name(parameter, taken));
    }
    if parameter.kind == ParameterKind::Boolean {
        flag = flag.num_args(0..=1).default_missing_value("true");
    }
    let description = strip_markdown(parameter.description);
    let short = short_help(calls, parameter, first_sentence(&description));
    if !short.to_lowercase().contains(&description.trim_end_matches('.').to_lowercase()) {
        let more = if description.starts_with(&short) { description } else { format!("{short}\n\n{description}") };
        flag = flag.long_help(more);
    }
    with_effects(calls, flag.help(short), name)
}

/// Adds what requires and what forbids the flag. What only a call chosen by another flag requires is checked when that
/// call is built.
fn with_effects(calls: &Calls, mut flag: Arg, name: &str) -> Arg {
    let effects = calls.effects(name);
    let choosers = |matches: fn(Effect) -> bool| -> Vec<&'static str> {
        effects.iter().filter(|(_, effect)| matches(*effect)).map(|(chooser, _)| *chooser).collect()
    };
    flag = flag.conflicts_with_all(choosers(|effect| effect == Effect::Forbids));
    if calls.is_required_by_main(name) {
        let excusing = choosers(|effect| effect != Effect::Requires);
        return if excusing.is_empty() { flag.required(true) } else { flag.required_unless_present_any(excusing) };
    }
    if effects.contains(&(VERSION, Effect::Requires)) {
        flag = flag.required_if_eq_any(calls.older().map(|info| (VERSION, info.api_version)));
    }
    flag
}

/// Whether the argument is positional: it identifies a single record.
fn is_positional(calls: &Calls, parameter: &ParameterInfo) -> bool {
    parameter.place == ParameterPlace::Path && calls.main().response == ResponseKind::Record
}

fn short_help(calls: &Calls, parameter: &ParameterInfo, sentence: &str) -> String {
    let help = match parameter.kind {
        ParameterKind::SchoolYear if calls.has_default(parameter.argument) => {
            "School year, such as 2026-27 [default: the current one]".to_owned()
        }
        ParameterKind::SchoolYear => "School year, such as 2026-27".to_owned(),
        ParameterKind::Structure => "Main structure, three characters such as 311".to_owned(),
        ParameterKind::Date => format!("{sentence}, such as {}", example_value(parameter)),
        ParameterKind::Guid(_) if parameter.place == ParameterPlace::Path => {
            let others = if is_person(parameter) { ", a stamnummer or a name" } else { "" };
            let id = format!("the {} of {}{others}", parameter.name, lower_first(sentence));
            let words = to_kebab_case(parameter.argument).replace('-', " ");
            if is_positional(calls, parameter) {
                upper_first(&id)
            } else {
                format!("Only records of this {words}: {id}")
            }
        }
        _ => sentence.to_owned(),
    };
    let is_required = calls.is_required_by_main(parameter.argument) || calls.has_default(parameter.argument);
    let remarks = calls.effects(parameter.argument).into_iter().filter_map(|(chooser, effect)| {
        let version = calls.older().next().filter(|_| chooser == VERSION);
        let with = version.map_or_else(String::new, |info| format!(" {}", info.api_version));
        let remark = match effect {
            Effect::Forbids if is_required => "not available with",
            // The default applies to all calls, but an older version may give its absence another meaning.
            Effect::Allows if is_required && (version.is_some() || !calls.has_default(parameter.argument)) => {
                "not needed with"
            }
            Effect::Requires if !is_required => "required with",
            _ => return None,
        };
        Some(format!("; {remark} --{}{with}", to_kebab_case(chooser)))
    });
    std::iter::once(help).chain(remarks).collect()
}

/// Reads the requested call from the command line.
pub(super) fn read_wanted(calls: &Calls, matches: &ArgMatches) -> Result<Wanted, clap::Error> {
    let given = |name: &str| matches.try_get_one::<String>(name).ok().flatten().cloned();
    let Some(info) = calls.choose(given(VERSION).as_deref(), |name| given(name).is_some()) else {
        let message = "these flags cannot be used together\n";
        return Err(clap::Error::raw(ErrorKind::ArgumentConflict, message));
    };
    Ok(Wanted::new(info, |parameter| match switch(parameter.argument) {
        Some(switch) => matches.get_flag(parameter.argument).then(|| switch.value.to_owned()),
        None => given(parameter.argument),
    }))
}

/// Returns the arguments of an example that makes a call.
pub(super) fn example(calls: &Calls, info: &OperationInfo, taken: &[String]) -> String {
    let version = calls.is_older(info).then(|| format!("--{} {}", to_kebab_case(VERSION), info.api_version));
    let required = info.parameters.iter().filter(|parameter| is_required(parameter)).map(|parameter| {
        let value = example_value(parameter);
        match switch(parameter.argument) {
            Some(switch) => format!("--{}", switch.long),
            None if is_positional(calls, parameter) => value,
            None => format!("--{} {value}", long_name(parameter, taken)),
        }
    });
    version.into_iter().chain(required).collect::<Vec<_>>().join(" ")
}

fn switch(argument: &str) -> Option<&'static Switch> {
    SWITCHES.iter().find(|switch| switch.argument == argument)
}

/// Returns the name of a flag. If another flag has that name already, `by-` is put in front.
fn long_name(parameter: &ParameterInfo, taken: &[String]) -> String {
    let name = to_kebab_case(parameter.argument);
    if taken.contains(&name) { format!("by-{name}") } else { name }
}
