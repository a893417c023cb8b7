//! The single definition of commands and flags: the parser, help, completions and man pages all come from it.

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

const AFTER_HELP: &str = "\
First steps:
  personeel sandbox                                a test school to try everything on
  personeel auth check                             do my credentials work?
  personeel employees list --out staff.xlsx        all staff, for Excel
  personeel absent                                 who is absent today
  personeel codes BR013                            what a refusal means

Configuration file:
  {FILE}
  (PERSONEEL_CONFIG overrides it; `config init` creates it)
";

fn after_help() -> String {
    AFTER_HELP.replace("{FILE}", path_in_help())
}

/// Staff data of Flemish schools, from Informat's Personeel web API
///
/// Settings come from flags, then from the environment, then from a profile in the configuration file. Data is printed
/// to standard output, everything else to standard error.
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
    after_help = after_help(),
    after_long_help = after_long_help(),
)]
struct Root {
    #[command(flatten)]
    global: Global,
}

/// Returns the examples and the exit codes, for the long help and the man page.
fn after_long_help() -> String {
    format!("{}\n{}", after_help(), exit::HELP)
}

/// A parsed command line.
pub(crate) struct Cli {
    pub(crate) global: Global,
    pub(crate) command: Command,
}

/// The command to run.
pub(crate) enum Command {
    /// Print a list.
    List(Wanted, ListFlags),
    /// Print one record.
    Get(Wanted),
    Write(Write),
    Tool(Tool),
}

// Commands that do more than read, by resource. No doc comments: the help of a resource comes from `reads::about`.
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

// Commands that are not calls to a resource. No doc comment: clap would use it as the help of the program.
#[derive(Subcommand)]
pub(crate) enum Tool {
    /// Credentials: check them, or print a token
    #[command(subcommand)]
    Auth(Auth),

    /// Configuration: create a profile, or show where each setting comes from
    #[command(subcommand)]
    Config(Config),

    /// Explain the codes with which the service refuses a call
    Codes(Codes),

    /// List who is absent, until when, why, and who stands in
    ///
    /// Lists everyone with an interruption on that day, as far as the service reports it. Substitutes are found through
    /// the assignments, which refer to the assignment of the person who stands in.
    Absent(Absent),

    /// List everyone at all institutes, each person once
    ///
    /// A person who works at several institutes appears once, with the list `institutes`. Fields that depend on the
    /// institute (isActive, hoofdAmbt, the first days of service, pPersoon) come from the first institute where the
    /// person is active. With several institutes, JSON output is {"complete":bool,"people":[…],"failures":{…}}.
    People(People),

    /// Store every list of every institute in one SQLite file
    ///
    /// Employees, assignments, interruptions, diplomas, appointments and own fields of every institute are stored in
    /// one transaction: if the program is killed, the file still holds the earlier snapshots, and never half of a new
    /// one. If an institute fails, the snapshot is marked as partial and the exit code is 8. An institute that is
    /// suddenly empty counts as failed, unless --allow-empty is given.
    Snapshot(Snapshot),

    /// Compare two snapshots: who came, changed and left
    ///
    /// Without OLD and NEW, each institute of the latest snapshot is compared with its own last complete snapshot of
    /// the same school year and structure, so that a night in which it failed hides nothing. Incomplete institutes are
    /// left out: nobody counts as gone because a school could not be read. Without --allow-partial, a partial snapshot
    /// is refused as the newer one and skipped as the older one.
    Diff(Diff),

    /// Test the whole path to the service, and check its responses against the document
    ///
    /// Checks settings, network, token and API, and then every call that reads, for each institute. Whatever the
    /// document does not describe, or describes differently, is reported by counts and paths, never by values. The only
    /// file written is the report that --report asks for, which is safe to publish.
    Doctor(Doctor),

    /// Send a call by method and path, for calls that only a newer guide describes
    ///
    /// The response body is printed as received. Token, institute, retries and errors work as in any other command.
    Api(Api),

    /// Run a local service with invented staff
    ///
    /// Listens on this machine only, holds invented people only, and forgets everything when it ends. --institute sets
    /// its institutes. The settings to reach it are printed: `eval` them in another shell.
    Sandbox(Sandbox),

    /// Print shell completions
    Completions(Completions),

    /// Print or write the man pages
    Man(Man),

    /// Print help for a command
    Help(Help),
}

/// Returns the complete definition: the resources of the document, each with its reads before its writes, and the
/// tools.
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

/// Parses a command line.
pub(crate) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut definition = command();
    let matches = definition.try_get_matches_from_mut(arguments)?;
    let cli = read_matches(&matches).map_err(|error| error.format(&mut definition))?;
    match cli.command {
        // Handled here because clap's own `help` would be listed under every command.
        Command::Tool(Tool::Help(Help { command: words })) => {
            let words = std::iter::once("personeel".to_owned()).chain(words).chain(["--help".to_owned()]);
            parse(words.map(OsString::from))
        }
        command => Ok(Cli { command, ..cli }),
    }
}

fn read_matches(matches: &ArgMatches) -> Result<Cli, clap::Error> {
    let Root { global } = Root::from_arg_matches(matches)?;
    let leaf = matches.subcommand().and_then(|(resource, inner)| Some((resource, inner.subcommand()?)));
    let read = leaf.and_then(|(resource, (name, leaf))| Some((Read::find(resource, name)?, leaf)));
    let command = match (read, matches.subcommand_name()) {
        (Some((read, leaf)), _) if read.is_single() => Command::Get(read.read_wanted(leaf)?),
        (Some((read, leaf)), _) => Command::List(read.read_wanted(leaf)?, ListFlags::from_arg_matches(leaf)?),
        (None, Some(name)) if Write::has_subcommand(name) => Command::Write(Write::from_arg_matches(matches)?),
        (None, _) => Command::Tool(Tool::from_arg_matches(matches)?),
    };
    Ok(Cli { global, command })
}

/// Returns where this platform has the configuration file, for help.
fn path_in_help() -> &'static str {
    if cfg!(windows) {
        r"%APPDATA%\personeel\config.toml"
    } else if cfg!(target_os = "macos") {
        "~/Library/Application Support/personeel/config.toml"
    } else {
        "~/.config/personeel/config.toml"
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        command().debug_assert();
    }

    /// Commands, flags and their help are a contract: a change to this golden file is a change that users notice.
    #[test]
    fn the_command_tree_is_as_committed() {
        let mut tree = String::new();
        describe(&command(), "", &mut tree);
        insta::assert_snapshot!("command-tree", tree);
    }

    #[test]
    fn every_command_has_an_example() {
        visit_commands(&command(), "personeel", &mut |path, command| {
            if command.get_subcommands().next().is_none() {
                let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
                assert!(example.contains(path), "{path} has no example");
            }
        });
    }

    /// A command that wraps does something else when its last line is copied alone: `> staff.csv` empties a file.
    #[test]
    fn examples_do_not_wrap_on_a_narrow_terminal() {
        visit_commands(&command(), "personeel", &mut |path, command| {
            let examples = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            for line in examples.lines() {
                // An explanation may follow the command.
                let command = line.trim_start().split("   ").next().unwrap_or_default();
                let indent = line.len() - line.trim_start().len();
                let length = indent + command.chars().count();
                assert!(length <= crate::reads::NARROWEST || !line.starts_with("  "), "{path}: {length}: {line}");
                assert!(!line.contains('>') || line.contains("personeel"), "{path}: {line}");
            }
        });
    }

    fn visit_commands(command: &clap::Command, path: &str, visit: &mut impl FnMut(&str, &clap::Command)) {
        visit(path, command);
        for inner in command.get_subcommands() {
            visit_commands(inner, &format!("{path} {}", inner.get_name()), visit);
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
            let usage = match (names.is_empty(), takes) {
                (true, _) => value,
                (false, true) => format!("{} {value}", names.join(", ")),
                (false, false) => names.join(", "),
            };
            let values: Vec<_> =
                argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
            let values = if values.is_empty() || !takes { String::new() } else { format!(" [{}]", values.join("|")) };
            let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(tree, "{indent}    {usage}{values}{required}: {help}");
        }
        for inner in command.get_subcommands() {
            describe(inner, &format!("{indent}  "), tree);
        }
    }
}
