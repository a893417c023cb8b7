//! The flags of a command that reads, and the call that they choose.

use std::fmt::Display;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, ValueParser};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches};
use personeel::{
    AnswerKind, Date, Guid, InstituteNumber, OperationInfo, ParameterInfo, ParameterKind, ParameterPlace, SchoolYear,
    Structure,
};

use super::choices::{self, SWITCHES, Switch};
use super::texts::{first_sentence, kebab, lower_first, plain, upper_first};
use super::wanted::Wanted;

/// The flag for a call's older version.
const VERSION: &str = "api_version";

/// Calls, and the flags that choose one of them and give its arguments.
#[derive(Debug)]
pub(super) struct Flags {
    /// The main one, which is sent where no flag says otherwise, comes first.
    pub(super) calls: Vec<&'static OperationInfo>,
}

/// What the presence of a flag says of another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bearing {
    Requires,
    Allows,
    Forbids,
}

/// The number of a call's API version.
pub(super) fn version(info: &OperationInfo) -> u32 {
    info.api_version.parse().unwrap_or(0)
}

impl Flags {
    pub(super) fn of(mut calls: Vec<&'static OperationInfo>) -> Self {
        calls.sort_by_key(|info| (path_arguments(info).count(), std::cmp::Reverse(version(info))));
        Self { calls }
    }

    pub(super) fn main(&self) -> &'static OperationInfo {
        // A command is made of a call, and of others that join it.
        self.calls[0]
    }

    /// The definitions of the flags; `taken` are names that others have.
    pub(super) fn arguments(&self, taken: &[String]) -> Vec<Arg> {
        let mut arguments: Vec<Arg> =
            self.parameters().into_iter().map(|parameter| self.argument(parameter, taken)).collect();
        let older: Vec<_> = self.older().collect();
        if let Some(newest) = older.first() {
            let versions: Vec<_> = older.iter().map(|info| info.api_version).collect();
            let description = plain(newest.description);
            let version = Arg::new(VERSION)
                .long("api-version")
                .value_name("VERSION")
                .value_parser(PossibleValuesParser::new(versions))
                .help(first_sentence(&description).to_owned())
                .long_help(description);
            arguments.push(self.with_bearings(version, VERSION));
        }
        arguments
    }

    /// Every parameter once: what chooses a call before what narrows its answer.
    fn parameters(&self) -> Vec<&'static ParameterInfo> {
        let mut found: Vec<&ParameterInfo> = Vec::new();
        for place in [ParameterPlace::Path, ParameterPlace::Query] {
            for parameter in self.calls.iter().flat_map(|info| info.parameters).filter(|one| one.place == place) {
                if !found.iter().any(|known| known.argument == parameter.argument) {
                    found.push(parameter);
                }
            }
        }
        found
    }

    fn older(&self) -> impl Iterator<Item = &'static OperationInfo> {
        self.calls.iter().copied().filter(|info| self.is_older(info))
    }

    fn is_older(&self, info: &OperationInfo) -> bool {
        self.calls.iter().any(|other| other.path == info.path && version(other) > version(info))
    }

    /// The flags that choose another call than the main one, with the calls that each may choose.
    fn choosers(&self) -> Vec<(&'static str, Vec<&'static OperationInfo>)> {
        let paths = self.calls.iter().flat_map(|info| path_arguments(info));
        let mut names: Vec<_> = paths.filter(|name| parameter_of(self.main(), name).is_none()).collect();
        names.dedup();
        let chosen_by = |name: &&'static str| {
            let calls = self.calls.iter().copied().filter(|info| parameter_of(info, name).is_some());
            (*name, calls.collect())
        };
        let mut choosers: Vec<(_, Vec<_>)> = names.iter().map(chosen_by).collect();
        let older: Vec<_> = self.older().collect();
        if !older.is_empty() {
            choosers.push((VERSION, older));
        }
        choosers
    }

    /// What each chooser, when it is given, says of a flag.
    fn bearings(&self, argument: &str) -> Vec<(&'static str, Bearing)> {
        let of_call = |info: &&'static OperationInfo| match parameter_of(info, argument) {
            Some(parameter) if parameter.required => Bearing::Requires,
            Some(_) => Bearing::Allows,
            None if choices::of(info.operation).ignored.contains(&argument) => Bearing::Allows,
            None if argument == VERSION && self.is_older(info) => Bearing::Allows,
            None => Bearing::Forbids,
        };
        let others = self.choosers().into_iter().filter(|(chooser, _)| *chooser != argument);
        others
            .map(|(chooser, calls)| {
                let all = |bearing| calls.iter().all(|info| of_call(info) == bearing);
                let bearing = [Bearing::Requires, Bearing::Forbids].into_iter().find(|bearing| all(*bearing));
                (chooser, bearing.unwrap_or(Bearing::Allows))
            })
            .collect()
    }

    fn is_required_by_main(&self, argument: &str) -> bool {
        parameter_of(self.main(), argument).is_some_and(|parameter| parameter.required)
    }

    /// The flag with what requires and what forbids it.
    fn with_bearings(&self, mut flag: Arg, argument: &str) -> Arg {
        let bearings = self.bearings(argument);
        let forbidding = bearings.iter().filter(|(_, bearing)| *bearing == Bearing::Forbids);
        flag = flag.conflicts_with_all(forbidding.map(|(chooser, _)| *chooser).collect::<Vec<_>>());
        if self.is_required_by_main(argument) {
            let excusing = bearings.iter().filter(|(_, bearing)| *bearing != Bearing::Requires);
            let excusing: Vec<_> = excusing.map(|(chooser, _)| *chooser).collect();
            return if excusing.is_empty() { flag.required(true) } else { flag.required_unless_present_any(excusing) };
        }
        if bearings.contains(&(VERSION, Bearing::Requires)) {
            flag = flag.required_if_eq_any(self.older().map(|info| (VERSION, info.api_version)));
        }
        // A chooser of the path requires what its calls do; a version does so from the other side, by its value.
        let required = self.parameters().into_iter().map(|parameter| parameter.argument).filter(|other| {
            let bearing = (self.choosers().iter().find(|(chooser, _)| *chooser == argument))
                .and_then(|_| self.bearings(other).into_iter().find(|(chooser, _)| *chooser == argument));
            argument != VERSION
                && !self.is_required_by_main(other)
                && bearing.is_some_and(|(_, bearing)| bearing == Bearing::Requires)
        });
        required.fold(flag, |flag, other| flag.requires(other))
    }

    fn argument(&self, parameter: &'static ParameterInfo, taken: &[String]) -> Arg {
        let name = parameter.argument;
        if let Some(switch) = switch(name) {
            let flag = Arg::new(name).long(switch.long).action(ArgAction::SetTrue).help(switch.help);
            return self.with_bearings(flag, name);
        }
        let mut flag = Arg::new(name).value_name(value_name(parameter)).value_parser(value_parser(parameter.kind));
        if !self.is_positional(parameter) {
            flag = flag.long(long_name(parameter, taken));
        }
        if parameter.kind == ParameterKind::Boolean {
            flag = flag.num_args(0..=1).default_missing_value("true");
        }
        let description = plain(parameter.description);
        let short = self.short_help(parameter, first_sentence(&description));
        let is_said = short.to_lowercase().contains(&description.trim_end_matches('.').to_lowercase());
        if !is_said {
            flag = flag.long_help(format!("{short}\n\n{description}"));
        }
        self.with_bearings(flag.help(short), name)
    }

    /// Whether an argument is given without the name of a flag: what tells one record from others.
    fn is_positional(&self, parameter: &ParameterInfo) -> bool {
        parameter.place == ParameterPlace::Path && self.main().answer == AnswerKind::Record
    }

    fn short_help(&self, parameter: &ParameterInfo, sentence: &str) -> String {
        let mut help = match parameter.kind {
            ParameterKind::SchoolYear => "School year, such as 2026-27".to_owned(),
            ParameterKind::Structure => "Main structure, three characters such as 311".to_owned(),
            ParameterKind::Date => format!("{sentence}, such as {}", example_value(parameter)),
            ParameterKind::Guid(_) if parameter.place == ParameterPlace::Path => {
                let whose = format!("the {} of {}", parameter.name, lower_first(sentence));
                let words = kebab(parameter.argument).replace('-', " ");
                if self.is_positional(parameter) {
                    upper_first(&whose)
                } else {
                    format!("Only this {words}'s: {whose}")
                }
            }
            _ => sentence.to_owned(),
        };
        let is_required = self.is_required_by_main(parameter.argument);
        for (chooser, bearing) in self.bearings(parameter.argument) {
            let version = self.older().next().filter(|_| chooser == VERSION);
            let with = version.map_or_else(String::new, |info| format!(" {}", info.api_version));
            let with = format!("--{}{with}", kebab(chooser));
            match bearing {
                Bearing::Forbids if is_required => help.push_str(&format!("; there is none with {with}")),
                Bearing::Allows if is_required => help.push_str(&format!("; not needed with {with}")),
                Bearing::Requires if !is_required => help.push_str(&format!("; required with {with}")),
                _ => {}
            }
        }
        help
    }

    /// The call that was asked for.
    pub(super) fn wanted(&self, matches: &ArgMatches) -> Result<Wanted, clap::Error> {
        let given = |name: &str| matches.try_get_one::<String>(name).ok().flatten().cloned();
        let older = if self.older().next().is_some() { given(VERSION) } else { None };
        let paths: Vec<_> = self.choosers().into_iter().map(|(name, _)| name).filter(|name| *name != VERSION).collect();
        let is_chosen = |info: &&&'static OperationInfo| {
            let is_version = older.as_ref().map_or(!self.is_older(info), |version| info.api_version == version);
            is_version && paths.iter().all(|name| given(name).is_some() == parameter_of(info, name).is_some())
        };
        let Some(info) = self.calls.iter().find(is_chosen) else {
            let message = "there is no call that takes these flags together\n";
            return Err(clap::Error::raw(ErrorKind::ArgumentConflict, message));
        };
        Ok(Wanted::new(info, |parameter| match switch(parameter.argument) {
            Some(switch) => matches.get_flag(parameter.argument).then(|| switch.value.to_owned()),
            None => given(parameter.argument),
        }))
    }

    /// The arguments of an example that asks for a call.
    pub(super) fn example(&self, info: &OperationInfo, taken: &[String]) -> String {
        let mut parts = Vec::new();
        if self.is_older(info) {
            parts.push(format!("--api-version {}", info.api_version));
        }
        for parameter in info.parameters.iter().filter(|parameter| parameter.required) {
            let value = example_value(parameter);
            parts.push(match switch(parameter.argument) {
                Some(switch) => format!("--{}", switch.long),
                None if self.is_positional(parameter) => value,
                None => format!("--{} {value}", long_name(parameter, taken)),
            });
        }
        parts.join(" ")
    }
}

fn path_arguments(info: &OperationInfo) -> impl Iterator<Item = &'static str> + use<> {
    let of_path = info.parameters.iter().filter(|parameter| parameter.place == ParameterPlace::Path);
    of_path.map(|parameter| parameter.argument)
}

fn parameter_of(info: &OperationInfo, argument: &str) -> Option<&'static ParameterInfo> {
    info.parameters.iter().find(|parameter| parameter.argument == argument)
}

fn switch(argument: &str) -> Option<&'static Switch> {
    SWITCHES.iter().find(|switch| switch.argument == argument)
}

/// The name of a flag; one that another flag has already tells that it narrows the answer.
fn long_name(parameter: &ParameterInfo, taken: &[String]) -> String {
    let name = kebab(parameter.argument);
    if taken.contains(&name) { format!("by-{name}") } else { name }
}

fn value_name(parameter: &ParameterInfo) -> String {
    match parameter.kind {
        ParameterKind::Guid(_) => kebab(parameter.argument).to_uppercase(),
        ParameterKind::SchoolYear => "YEAR".to_owned(),
        ParameterKind::Structure => "CODE".to_owned(),
        ParameterKind::InstituteNumber => "INSTITUTE".to_owned(),
        ParameterKind::Date => "DATE".to_owned(),
        ParameterKind::Boolean => "BOOL".to_owned(),
        ParameterKind::Number => "N".to_owned(),
        _ => "TEXT".to_owned(),
    }
}

/// What is checked before anything is sent, with the form that is expected where it is wrong.
fn value_parser(kind: ParameterKind) -> ValueParser {
    match kind {
        ParameterKind::Guid(_) => ValueParser::new(checked::<Guid>),
        ParameterKind::SchoolYear => ValueParser::new(checked::<SchoolYear>),
        ParameterKind::Structure => ValueParser::new(checked::<Structure>),
        ParameterKind::InstituteNumber => ValueParser::new(checked::<InstituteNumber>),
        ParameterKind::Date => ValueParser::new(checked::<Date>),
        ParameterKind::Boolean => PossibleValuesParser::new(["true", "false"]).into(),
        _ => ValueParser::string(),
    }
}

fn checked<T: FromStr<Err: Display>>(text: &str) -> Result<String, String> {
    text.parse::<T>().map(|_| text.to_owned()).map_err(|error| error.to_string())
}

fn example_value(parameter: &ParameterInfo) -> String {
    match parameter.kind {
        ParameterKind::Guid(_) => "42cd5a20-e22f-45d7-973c-fab8734dec50",
        ParameterKind::SchoolYear => "2026-27",
        ParameterKind::Structure => "311",
        ParameterKind::InstituteNumber => "011007",
        ParameterKind::Date => "2026-09-01",
        ParameterKind::Boolean => "true",
        ParameterKind::Number => "1",
        _ => return kebab(parameter.argument).to_uppercase(),
    }
    .to_owned()
}
