//! The calls behind one command, and how flags choose among them.

use std::cmp::Reverse;

use personeel::{OperationInfo, ParameterInfo, ParameterKind, ParameterPlace};

use super::choices;

/// The flag that chooses an older API version.
pub(super) const VERSION: &str = "api_version";

/// Calls among which flags choose. The main call, which is sent unless a flag chooses another, comes first.
#[derive(Debug)]
pub(super) struct Calls(Vec<&'static OperationInfo>);

/// What one flag implies for another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Requires,
    Allows,
    Forbids,
}

/// Returns the API version of a call as a number.
pub(super) fn version(info: &OperationInfo) -> u32 {
    info.api_version.parse().unwrap_or(0)
}

impl Calls {
    /// Groups a call with the others of the same command. The group is never empty.
    pub(super) fn of(first: &'static OperationInfo, others: impl Iterator<Item = &'static OperationInfo>) -> Self {
        let mut calls: Vec<_> = std::iter::once(first).chain(others).collect();
        calls.sort_by_key(|info| (path_arguments(info).count(), Reverse(version(info))));
        Self(calls)
    }

    pub(super) fn main(&self) -> &'static OperationInfo {
        self.0[0]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'static OperationInfo> {
        self.0.iter().copied()
    }

    /// Returns the calls that exist in a newer API version too, the newest first.
    pub(super) fn older(&self) -> impl Iterator<Item = &'static OperationInfo> {
        self.iter().filter(|info| self.is_older(info))
    }

    pub(super) fn is_older(&self, info: &OperationInfo) -> bool {
        self.iter().any(|other| other.path == info.path && version(other) > version(info))
    }

    /// Returns every parameter once: those that choose a call before those that narrow its response.
    pub(super) fn parameters(&self) -> Vec<&'static ParameterInfo> {
        let mut found: Vec<&ParameterInfo> = Vec::new();
        for place in [ParameterPlace::Path, ParameterPlace::Query] {
            for parameter in self.iter().flat_map(|info| info.parameters).filter(|parameter| parameter.place == place) {
                if !found.iter().any(|known| known.argument == parameter.argument) {
                    found.push(parameter);
                }
            }
        }
        found
    }

    /// Returns the flags that choose a call other than the main one.
    pub(super) fn choosers(&self) -> Vec<&'static str> {
        let paths = self.parameters().into_iter().filter(|parameter| parameter.place == ParameterPlace::Path);
        let others = paths.map(|parameter| parameter.argument).filter(|name| !takes(self.main(), name));
        others.chain(self.older().next().map(|_| VERSION)).collect()
    }

    /// Whether a flag chooses this call.
    fn is_chosen_by(&self, chooser: &str, info: &OperationInfo) -> bool {
        if chooser == VERSION { self.is_older(info) } else { takes(info, chooser) }
    }

    /// Whether the main call requires the argument from the user.
    pub(super) fn is_required_by_main(&self, argument: &str) -> bool {
        parameter(self.main(), argument).is_some_and(is_required)
    }

    /// Whether the argument is required by the main call but has a default.
    pub(super) fn has_default(&self, argument: &str) -> bool {
        parameter(self.main(), argument).is_some_and(|parameter| parameter.required && !is_required(parameter))
    }

    /// Returns what each choosing flag, when present, implies for another flag.
    pub(super) fn effects(&self, argument: &str) -> Vec<(&'static str, Effect)> {
        let others = self.choosers().into_iter().filter(|chooser| *chooser != argument);
        others.map(|chooser| (chooser, self.effect(chooser, argument))).collect()
    }

    fn effect(&self, chooser: &str, argument: &str) -> Effect {
        let of_call = |info| match parameter(info, argument) {
            Some(parameter) if is_required(parameter) => Effect::Requires,
            None if argument == VERSION && self.is_older(info) => Effect::Allows,
            None if !choices::of(info.operation).ignored.contains(&argument) => Effect::Forbids,
            _ => Effect::Allows,
        };
        let mut found = self.iter().filter(|info| self.is_chosen_by(chooser, info)).map(of_call);
        let first = found.next().unwrap_or(Effect::Allows);
        if found.all(|other| other == first) { first } else { Effect::Allows }
    }

    /// Returns the call chosen by the flags that are present and by the API version.
    pub(super) fn choose(
        &self,
        version: Option<&str>,
        is_given: impl Fn(&str) -> bool,
    ) -> Option<&'static OperationInfo> {
        let choosers = self.choosers();
        let paths = choosers.iter().filter(|name| **name != VERSION);
        self.iter().find(|info| {
            version.map_or(!self.is_older(info), |version| info.api_version == version)
                && paths.clone().all(|name| is_given(name) == takes(info, name))
        })
    }
}

/// Whether the user must provide the parameter. A school year defaults to the current one.
pub(super) fn is_required(parameter: &ParameterInfo) -> bool {
    parameter.required && parameter.kind != ParameterKind::SchoolYear
}

fn path_arguments(info: &OperationInfo) -> impl Iterator<Item = &'static str> + use<> {
    let of_path = info.parameters.iter().filter(|parameter| parameter.place == ParameterPlace::Path);
    of_path.map(|parameter| parameter.argument)
}

fn parameter(info: &OperationInfo, argument: &str) -> Option<&'static ParameterInfo> {
    info.parameters.iter().find(|parameter| parameter.argument == argument)
}

fn takes(info: &OperationInfo, argument: &str) -> bool {
    parameter(info, argument).is_some()
}
