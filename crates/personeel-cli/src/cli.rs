//! The one definition of commands and flags: it reads the command line and makes help, completions and man pages.

mod global;
mod lists;
mod tools;
mod values;
mod writes;

pub(crate) use global::{CsvDialect, Format, Global};
pub(crate) use lists::*;
pub(crate) use tools::*;
pub(crate) use values::*;
pub(crate) use writes::*;

use clap::{Parser, Subcommand};

use crate::exit;

const AFTER: &str = "\
First steps:
  personeel sandbox                                a school to try everything on
  personeel auth check                             do my credentials work?
  personeel employees list --school-year 2026-27   everybody
  personeel employees list --school-year 2026-27 --format csv > staff.csv
  personeel codes BR013                            what a refusal means
";

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
    after_help = AFTER,
    after_long_help = long_after(),
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The examples and the exit codes, for the long help and the man page.
fn long_after() -> String {
    format!("{AFTER}\n{}", exit::HELP)
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Employees: list them, or get one
    #[command(subcommand)]
    Employees(Employees),

    /// Assignments: what employees are employed to do
    #[command(subcommand)]
    Assignments(Assignments),

    /// Interruptions: absences and leaves
    #[command(subcommand)]
    Interruptions(Interruptions),

    /// Diplomas and certificates of competence
    #[command(subcommand)]
    Diplomas(Diplomas),

    /// Appointments
    #[command(subcommand)]
    Appointments(Appointments),

    /// Own fields: values of the fields that a school defined for itself
    #[command(subcommand)]
    OwnFields(OwnFields),

    /// Photos: list them, or save them as files
    #[command(subcommand)]
    Photos(Photos),

    /// Attachments: files that belong to interruptions
    #[command(subcommand)]
    Attachments(Attachments),

    /// Communication numbers: telephone and mobile numbers of employees
    #[command(subcommand)]
    CommunicationNumbers(CommunicationNumbers),

    /// Credentials: check them, or print a token
    #[command(subcommand)]
    Auth(Auth),

    /// Explain the codes with which the service refuses a call
    Codes(Codes),

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
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    /// Commands, flags and their help are a contract: a change of this snapshot is a change that users notice.
    #[test]
    fn the_command_tree_is_as_committed() {
        let mut tree = String::new();
        describe(&Cli::command(), "", &mut tree);
        insta::assert_snapshot!("command-tree", tree);
    }

    #[test]
    fn every_command_has_an_example() {
        each(&Cli::command(), "personeel", &mut |path, command| {
            if command.get_subcommands().next().is_none() {
                let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
                assert!(example.contains(path), "{path} has no example of itself");
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
