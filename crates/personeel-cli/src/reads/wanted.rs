//! A call requested on the command line.

use personeel::{Guid, OperationInfo, ParameterInfo, ParameterKind, ParameterPlace, SchoolYear};

use super::choices::{self, Choice};
use super::texts::to_kebab_case;
use super::values::is_person;

/// A requested call with its arguments as texts. It has no `Debug`, since arguments may be personal.
#[derive(Clone)]
pub(crate) struct Wanted {
    pub(crate) info: &'static OperationInfo,
    arguments: Vec<(&'static ParameterInfo, String)>,
}

impl Wanted {
    /// Creates a call with the arguments that `argument` returns.
    pub(crate) fn new(
        info: &'static OperationInfo,
        argument: impl Fn(&'static ParameterInfo) -> Option<String>,
    ) -> Self {
        let arguments =
            info.parameters.iter().filter_map(|parameter| Some((parameter, argument(parameter)?))).collect();
        Self { info, arguments }
    }

    /// Returns an argument by its name in the API.
    pub(crate) fn argument(&self, name: &str) -> Option<String> {
        self.arguments.iter().find(|(parameter, _)| parameter.name == name).map(|(_, value)| value.clone())
    }

    /// Returns the school year, if the call has one.
    pub(crate) fn school_year(&self) -> Option<SchoolYear> {
        let given = self.arguments.iter().find(|(parameter, _)| parameter.kind == ParameterKind::SchoolYear);
        given.and_then(|(_, year)| year.parse().ok())
    }

    /// Sets the school year if the call needs one and has none.
    pub(crate) fn in_year(mut self, year: SchoolYear) -> Self {
        let missing = self.info.parameters.iter().find(|parameter| {
            let is_given = self.arguments.iter().any(|(given, _)| given.name == parameter.name);
            parameter.required && parameter.kind == ParameterKind::SchoolYear && !is_given
        });
        self.arguments.extend(missing.map(|parameter| (parameter, year.to_string())));
        self
    }

    /// Returns the person whose records are read, as entered.
    pub(crate) fn person(&self) -> Option<&str> {
        self.arguments.iter().find(|(parameter, _)| is_person(parameter)).map(|(_, person)| person.as_str())
    }

    /// Sets the id of the person.
    pub(crate) fn of_person(mut self, id: Guid) -> Self {
        for (_, person) in self.arguments.iter_mut().filter(|(parameter, _)| is_person(parameter)) {
            *person = id.to_string();
        }
        self
    }

    /// Returns the choices for the call.
    pub(crate) fn choice(&self) -> Choice {
        choices::of(self.info.operation)
    }

    /// Returns a warning if the service ignores an argument and the list is longer than requested.
    pub(crate) fn ignored_warning(&self) -> Option<String> {
        let (parameter, value) = self.arguments.iter().find(|(parameter, value)| !parameter.has_effect(value))?;
        let effective = parameter.effective_values.join(" and ");
        let (call, flag) = (self.info.summary.to_lowercase(), to_kebab_case(parameter.argument));
        let why = format!("the service only considers {effective}");
        Some(format!("warning: --{flag} {value} has no effect on the call to {call}: {why}"))
    }

    /// Describes the requested record in words.
    pub(crate) fn describe_record(&self) -> String {
        let mut words = self.info.record.unwrap_or("record").to_lowercase();
        for (_, value) in self.arguments.iter().filter(|(parameter, _)| parameter.place == ParameterPlace::Path) {
            words.push(' ');
            words.push_str(value);
        }
        words
    }
}
