//! The one definition of commands and flags: it reads the command line and makes help, completions and man pages.

mod doctor;
mod global;
mod reads;
mod snapshots;
mod tools;
mod values;
mod writes;

pub(crate) use doctor::Doctor;
pub(crate) use global::{CsvDialect, Format, Global};
pub(crate) use reads::{ChoiceFlags, ListFlags, PhotosSave};
pub(crate) use snapshots::*;
pub(crate) use tools::*;
pub(crate) use values::*;
pub(crate) use writes::*;

use std::ffi::OsString;

use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::exit;
use crate::reads::{Read, Wanted, about, resources};

const AFTER: &str = "\
First steps:
  personeel sandbox                                a school to try everything on
  personeel auth check                             do my credentials work?
  personeel employees list --out staff.xlsx        everybody, for Excel
  personeel absent                                 who isn't there today
  personeel codes BR013                            what a refusal means

The configuration file:
  {FILE}
  (PERSONEEL_CONFIG names another; `config init` writes it)
";

fn after() -> String {
    AFTER.replace("{FILE}", crate::settings::place())
}

/// Staff data of Flemish schools, from Informat's Personeel web API
///
/// Settings come from flags, then from the environment, then from a profile in the configuration file. Data goes to
/// standard output, everything else to standard error.
#[derive(Parser)]
#[command(
    name = "personeel",
    bin_name = "personeel",
    version,
    propagate_version = false,
    subcommand_required = true,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    max_term_width = 120,
    after_help = after(),
    after_long_help = long_after(),
)]
struct Root {
    #[command(flatten)]
    global: Global,
}

/// The examples and the exit codes, for the long help and the man page.
fn long_after() -> String {
    format!("{}\n{}", after(), exit::HELP)
}

/// A command line.
pub(crate) struct Cli {
    pub(crate) global: Global,
    pub(crate) command: Command,
}

/// What is to be done.
pub(crate) enum Command {
    /// Print a list.
    List(Wanted, ListFlags),
    /// Print one record.
    Get(Wanted),
    Write(Write),
    Tool(Tool),
}

// Commands of the resources that do more than read, each of which `reads` tells about.
#[derive(Subcommand)]
pub(crate) enum Write {
    #[command(subcommand)]
    Interruptions(Interruptions),

    #[command(subcommand)]
    Photos(Photos),

    #[command(subcommand)]
    Attachments(Attachments),

    #[command(subcommand)]
    CommunicationNumbers(CommunicationNumbers),
}

// Commands around the calls. No doc comment: clap would take it for the help of the program.
#[derive(Subcommand)]
pub(crate) enum Tool {
    /// Credentials: check them, or print a token
    #[command(subcommand)]
    Auth(Auth),

    /// Configuration: write a profile, or show where each setting comes from
    #[command(subcommand)]
    Config(Config),

    /// Explain the codes with which the service refuses a call
    Codes(Codes),

    /// Tell who is absent: until when, why, and who stands in
    ///
    /// Everybody with an interruption on that day, as far as the service shows it. Who stands in follows from the
    /// assignments, which name the assignment of the substitute.
    Absent(Absent),

    /// List everybody of all institutes, each once
    ///
    /// Who works at several institutes stands there once, with `institutes`. What an institute says of itself alone
    /// (isActive, hoofdAmbt, the first days of service, pPersoon) is that of the first institute where the person is
    /// active. With several institutes JSON is {"complete":bool,"people":[…],"failures":{…}}.
    People(People),

    /// Store every list of every institute in one SQLite file
    ///
    /// Employees, assignments, interruptions, diplomas, appointments and own fields of every institute go into the file in
    /// one transaction: killed at any moment, the file holds the earlier snapshots and no half one. Where an institute
    /// failed the snapshot is marked as partial, and the exit code is 8. One that is suddenly empty counts as failed,
    /// unless --allow-empty says that it is.
    Snapshot(Snapshot),

    /// Compare two snapshots: who came, changed and left
    ///
    /// Without OLD and NEW each institute of the latest snapshot is compared with its own last whole one of the same
    /// school year and structure, so that a night in which it failed hides nothing. An institute that is not whole is
    /// left out: nobody counts as gone because a school could not be read. Without --allow-partial a partial snapshot is
    /// refused as the newer one, and passed over as the older.
    Diff(Diff),

    /// Look at the whole path to the service, and hold its answers against the document
    ///
    /// Settings, network, token, API, and then every call that reads, for each institute: what the document doesn't know
    /// or has otherwise is told by counts and paths, never by values. Nothing is written but the report that --report
    /// asks for, which may be published.
    Doctor(Doctor),

    /// Send a call by method and path: the way to what a newer guide brings
    ///
    /// The body of the answer is printed as it came. Token, institute, retries and errors are as with any other command.
    Api(Api),

    /// Run a local service with invented staff
    ///
    /// It listens on this machine only, holds invented people only, and forgets everything when it ends. --institute gives
    /// its institutes. The settings that lead to it are printed: `eval` them in another shell.
    Sandbox(Sandbox),

    /// Print completions for a shell
    Completions(Completions),

    /// Print or write the man pages
    Man(Man),

    /// Print the help of a command
    Help(Help),
}

/// The whole definition: the resources of the document, each with what reads before what writes, and the tools.
pub(crate) fn command() -> clap::Command {
    let writes = Write::augment_subcommands(clap::Command::new("writes"));
    let resources = resources().into_iter().filter_map(|name| {
        let written = writes.find_subcommand(&name).into_iter().flat_map(clap::Command::get_subcommands).cloned();
        let commands: Vec<_> = Read::of(&name).map(reads::define).chain(written).collect();
        let resource = clap::Command::new(name.clone()).about(about(&name)).subcommands(&commands);
        (!commands.is_empty()).then(|| resource.subcommand_required(true).arg_required_else_help(true))
    });
    Tool::augment_subcommands(Root::command().subcommands(resources))
}

/// Reads a command line.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut definition = command();
    let matches = definition.try_get_matches_from_mut(arguments)?;
    let cli = of_matches(&matches).map_err(|error| error.format(&mut definition))?;
    match cli.command {
        // clap's own `help` would be under every command, too.
        Command::Tool(Tool::Help(Help { command: words })) => {
            let words = std::iter::once("personeel".to_owned()).chain(words).chain(["--help".to_owned()]);
            parse(words.map(OsString::from))
        }
        command => Ok(Cli { command, ..cli }),
    }
}

fn of_matches(matches: &ArgMatches) -> Result<Cli, clap::Error> {
    let Root { global } = Root::from_arg_matches(matches)?;
    let leaf = matches.subcommand().and_then(|(resource, inner)| Some((resource, inner.subcommand()?)));
    let read = leaf.and_then(|(resource, (name, leaf))| Some((Read::named(resource, name)?, leaf)));
    let command = match (read, matches.subcommand_name()) {
        (Some((read, leaf)), _) if read.is_of_one() => Command::Get(read.wanted(leaf)?),
        (Some((read, leaf)), _) => Command::List(read.wanted(leaf)?, ListFlags::from_arg_matches(leaf)?),
        (None, Some(name)) if Write::has_subcommand(name) => Command::Write(Write::from_arg_matches(matches)?),
        (None, _) => Command::Tool(Tool::from_arg_matches(matches)?),
    };
    Ok(Cli { global, command })
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        command().debug_assert();
    }

    /// Commands, flags and their help are a contract: a change of this snapshot is a change that users notice.
    #[test]
    fn the_command_tree_is_as_committed() {
        let mut tree = String::new();
        describe(&command(), "", &mut tree);
        insta::assert_snapshot!("command-tree", tree);
    }

    #[test]
    fn every_command_has_an_example() {
        each(&command(), "personeel", &mut |path, command| {
            if command.get_subcommands().next().is_none() {
                let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
                assert!(example.contains(path), "{path} has no example of itself");
            }
        });
    }

    /// A command whose end stands alone on a line does something else when it is copied: `> staff.csv` empties a file.
    #[test]
    fn examples_stay_whole_on_a_narrow_terminal() {
        each(&command(), "personeel", &mut |path, command| {
            let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            for line in examples.lines() {
                // What the command does may stand behind it.
                let command = line.trim_start().split("   ").next().unwrap_or_default();
                let indent = line.len() - line.trim_start().len();
                let length = indent + command.chars().count();
                assert!(length <= crate::reads::NARROWEST || !line.starts_with("  "), "{path}: {length}: {line}");
                assert!(!line.contains('>') || line.contains("personeel"), "{path}: {line}");
            }
        });
    }

    fn each(command: &clap::Command, path: &str, work: &mut impl FnMut(&str, &clap::Command)) {
        work(path, command);
        for inner in command.get_subcommands() {
            each(inner, &format!("{path} {}", inner.get_name()), work);
        }
    }

    fn describe(command: &clap::Command, indent: &str, tree: &mut String) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let name = command.get_name();
        let _ = writeln!(tree, "{indent}{name}: {about}");
        for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
            let long = argument.get_long().map(|long| format!("--{long}"));
            let short = argument.get_short().map(|short| format!("-{short}"));
            let names: Vec<_> = short.into_iter().chain(long).collect();
            let value = argument.get_value_names().map(|names| names.join(" ")).unwrap_or_default();
            let takes = argument.get_action().takes_values();
            let required = if argument.is_required_set() { " (required)" } else { "" };
            let shown = match (names.is_empty(), takes) {
                (true, _) => value,
                (false, true) => format!("{} {value}", names.join(", ")),
                (false, false) => names.join(", "),
            };
            let values: Vec<_> =
                argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
            let values = if values.is_empty() || !takes { String::new() } else { format!(" [{}]", values.join("|")) };
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(tree, "{indent}    {shown}{values}{required}: {help}");
        }
        for inner in command.get_subcommands() {
            describe(inner, &format!("{indent}  "), tree);
        }
    }
}
