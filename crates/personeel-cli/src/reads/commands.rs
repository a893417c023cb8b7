//! Which commands read, and with which calls.

use std::sync::LazyLock;

use clap::{ArgMatches, Command};
use personeel::{Operation, OperationInfo, ResponseKind};

use super::calls::{self, Calls};
use super::wanted::Wanted;
use super::{choices, flags, texts};

/// A command that reads: with one call, or with several among which flags choose.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) resource: String,
    pub(crate) name: String,
    calls: Calls,
}

static READS: LazyLock<Vec<Read>> = LazyLock::new(|| {
    let calls: Vec<_> = Operation::all().map(Operation::info).filter(|info| info.method == "GET").collect();
    let names = |info: &OperationInfo| (texts::kebab(info.resource), command_of(info));
    let mut reads: Vec<Read> = Vec::new();
    for (index, first) in calls.iter().enumerate() {
        let (resource, name) = names(first);
        if !reads.iter().any(|read| (&read.resource, &read.name) == (&resource, &name)) {
            let others = calls[index + 1..].iter().copied().filter(|other| names(other) == names(first));
            reads.push(Read { resource, name, calls: Calls::of(first, others) });
        }
    }
    reads
});

/// The command that a call belongs to. An older version of a call belongs to its newest, and a list of what belongs to
/// one record to the list of all.
fn command_of(info: &OperationInfo) -> String {
    let newest = Operation::all()
        .map(Operation::info)
        .filter(|other| (other.method, other.path) == (info.method, info.path))
        .max_by_key(|other| calls::version(other));
    match newest {
        Some(newest) if newest.operation != info.operation => command_of(newest),
        _ if info.name == "of" || choices::of(info.operation).is_listed => "list".to_owned(),
        _ => texts::kebab(info.name),
    }
}

/// Where a resource stands among all.
pub(crate) fn rank(resource: &str) -> usize {
    choices::RESOURCES.iter().position(|(name, _)| *name == resource).unwrap_or(usize::MAX)
}

/// The resources of the document, those that are only written as well, in the order of help.
pub(crate) fn resources() -> Vec<String> {
    let mut resources: Vec<String> = Vec::new();
    for resource in Operation::all().map(|operation| texts::kebab(operation.info().resource)) {
        if !resources.contains(&resource) {
            resources.push(resource);
        }
    }
    resources.sort_by_key(|resource| rank(resource));
    resources
}

/// What help says of a resource.
pub(crate) fn about(resource: &str) -> String {
    if let Some((_, about)) = choices::RESOURCES.iter().find(|(name, _)| *name == resource) {
        return (*about).to_owned();
    }
    let words = resource.replace('-', " ");
    let calls: Vec<_> = Read::of(resource).map(|read| texts::lower_first(read.calls.main().summary)).collect();
    format!("{}: {}", texts::upper_first(&words), calls.join(", "))
}

impl Read {
    /// The commands of a resource, in the order of the document.
    pub(crate) fn of(resource: &str) -> impl Iterator<Item = &'static Self> {
        READS.iter().filter(move |read| read.resource == resource)
    }

    /// The command of these names.
    pub(crate) fn named(resource: &str, name: &str) -> Option<&'static Self> {
        Self::of(resource).find(|read| read.name == name)
    }

    /// The command that a call belongs to.
    pub(crate) fn with(operation: Operation) -> Option<&'static Self> {
        READS.iter().find(|read| read.calls.iter().any(|info| info.operation == operation))
    }

    /// Whether it prints one record, and no list.
    pub(crate) fn is_of_one(&self) -> bool {
        self.calls.main().response == ResponseKind::Record
    }

    /// Whether it prints people, and not what belongs to them.
    pub(crate) fn lists_people(&self) -> bool {
        self.calls.iter().any(|info| info.operation == Operation::ListEmployees)
    }

    /// The definition of the command; `taken` are names of flags that others have.
    pub(crate) fn command(&self, taken: &[String]) -> Command {
        let main = self.calls.main();
        let (summary, description) = (texts::plain(main.summary), texts::plain(main.description));
        let command = Command::new(self.name.clone())
            .long_about(format!("{summary}\n\n{description}"))
            .about(summary)
            .after_help(self.examples(taken));
        self.add_flags(command, taken)
    }

    /// Adds the flags alone.
    pub(crate) fn add_flags(&self, command: Command, taken: &[String]) -> Command {
        command.args(flags::define(&self.calls, taken))
    }

    /// The call that was asked for.
    pub(crate) fn wanted(&self, matches: &ArgMatches) -> Result<Wanted, clap::Error> {
        flags::wanted(&self.calls, matches)
    }

    fn examples(&self, taken: &[String]) -> String {
        let required = self.calls.iter().map(|info| flags::example(&self.calls, info, taken));
        let chosen = self.calls.iter().flat_map(|info| choices::of(info.operation).examples);
        let lines: Vec<String> = required
            .chain(chosen.map(|line| (*line).to_owned()))
            .map(|line| texts::example(&format!("personeel {} {} {line}", self.resource, self.name)))
            .collect();
        format!("{}:\n{}", if lines.len() == 1 { "Example" } else { "Examples" }, lines.join("\n"))
    }
}
