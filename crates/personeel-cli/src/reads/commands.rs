//! The commands that read, and their calls.

use std::sync::LazyLock;

use clap::{ArgMatches, Command};
use personeel::{Operation, OperationInfo, ResponseKind};

use super::calls::{self, Calls};
use super::wanted::Wanted;
use super::{choices, flags, texts};

/// A command that reads, with one call or several among which flags choose.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) resource: String,
    pub(crate) name: String,
    calls: Calls,
}

static READS: LazyLock<Vec<Read>> = LazyLock::new(|| {
    let calls: Vec<_> = Operation::all().map(Operation::info).filter(|info| info.method == "GET").collect();
    let names = |info: &OperationInfo| (texts::to_kebab_case(info.resource), command_of(info));
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

/// Returns the command that a call belongs to. An older version of a call belongs to the command of the newest, and a
/// list for one person to the command that lists all.
fn command_of(info: &OperationInfo) -> String {
    let newest = Operation::all()
        .map(Operation::info)
        .filter(|other| (other.method, other.path) == (info.method, info.path))
        .max_by_key(|other| calls::version(other));
    match newest {
        Some(newest) if newest.operation != info.operation => command_of(newest),
        _ if info.name == "of" || choices::of(info.operation).is_listed => "list".to_owned(),
        _ => texts::to_kebab_case(info.name),
    }
}

/// Returns the position of a resource in help and snapshots.
pub(crate) fn rank(resource: &str) -> usize {
    choices::RESOURCES.iter().position(|(name, _)| *name == resource).unwrap_or(usize::MAX)
}

/// Returns the resources of the document in the order of help, including those that can only be written.
pub(crate) fn resources() -> Vec<String> {
    let mut resources: Vec<String> = Vec::new();
    for resource in Operation::all().map(|operation| texts::to_kebab_case(operation.info().resource)) {
        if !resources.contains(&resource) {
            resources.push(resource);
        }
    }
    resources.sort_by_key(|resource| rank(resource));
    resources
}

/// Returns the help text of a resource.
pub(crate) fn about(resource: &str) -> String {
    if let Some((_, about)) = choices::RESOURCES.iter().find(|(name, _)| *name == resource) {
        return (*about).to_owned();
    }
    let words = resource.replace('-', " ");
    let calls: Vec<_> = Read::of(resource).map(|read| texts::lower_first(read.calls.main().summary)).collect();
    format!("{}: {}", texts::upper_first(&words), calls.join(", "))
}

impl Read {
    /// Returns the name in the document of the record of the command's main call.
    pub(crate) fn record(&self) -> Option<&'static str> {
        self.calls.main().record
    }

    /// Returns the commands of a resource, in the order of the document.
    pub(crate) fn of(resource: &str) -> impl Iterator<Item = &'static Self> {
        READS.iter().filter(move |read| read.resource == resource)
    }

    /// Finds a command by its resource and name.
    pub(crate) fn find(resource: &str, name: &str) -> Option<&'static Self> {
        Self::of(resource).find(|read| read.name == name)
    }

    /// Finds the command that a call belongs to.
    pub(crate) fn with(operation: Operation) -> Option<&'static Self> {
        READS.iter().find(|read| read.calls.iter().any(|info| info.operation == operation))
    }

    /// Whether the command prints one record rather than a list.
    pub(crate) fn is_single(&self) -> bool {
        self.calls.main().response == ResponseKind::Record
    }

    /// Whether the command lists people rather than their records.
    pub(crate) fn lists_people(&self) -> bool {
        self.calls.iter().any(|info| info.operation == Operation::ListEmployees)
    }

    /// Defines the command; `taken` holds the flag names already in use.
    pub(crate) fn command(&self, taken: &[String]) -> Command {
        let main = self.calls.main();
        let (summary, description) = (texts::strip_markdown(main.summary), texts::strip_markdown(main.description));
        let command = Command::new(self.name.clone())
            .long_about(format!("{summary}\n\n{description}"))
            .about(summary)
            .after_help(self.examples(taken));
        self.add_flags(command, taken)
    }

    /// Adds only the flags.
    pub(crate) fn add_flags(&self, command: Command, taken: &[String]) -> Command {
        command.args(flags::define(&self.calls, taken))
    }

    /// Reads the requested call from the command line.
    pub(crate) fn read_wanted(&self, matches: &ArgMatches) -> Result<Wanted, clap::Error> {
        flags::read_wanted(&self.calls, matches)
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
