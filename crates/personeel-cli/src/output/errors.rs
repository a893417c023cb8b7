//! Error reports on standard error.

use std::ffi::OsStr;
use std::io::{self, Write as _};

use clap::error::ErrorKind;

use super::{print_note, style};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Json;

/// Reports the failure that ends the command.
pub(crate) fn report(failure: &Failure, as_json: bool) {
    if as_json {
        print_note(&Json::record([("error", failure.to_json())]).to_text());
        return;
    }
    print_failure(failure);
}

/// Prints one failure as a line.
pub(crate) fn print_failure(failure: &Failure) {
    let (on, off) = if style::stderr_has_colours() { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
    let text = failure.line();
    // If standard error cannot be written, there is nowhere to report it.
    let _ = writeln!(io::stderr(), "{on}error:{off} {}", style::printable(&text));
}

/// Prints the help, the version, or what is wrong with the command line.
pub(crate) fn usage(error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A closed pipe, as with `head`, is not an error.
            let _ = error.print();
            Exit::Done
        }
        _ if asked_for_json(std::env::args_os().skip(1)) => {
            report(&Failure::usage(message_of(error)), true);
            Exit::Usage
        }
        // This includes `personeel` alone, which prints the help but did not ask for it.
        _ => {
            let _ = error.print();
            Exit::Usage
        }
    }
}

/// Whether `--format json` appears anywhere. The command line could not be parsed, so this is only a guess.
fn asked_for_json(arguments: impl Iterator<Item = impl AsRef<OsStr>>) -> bool {
    let mut value_follows = false;
    for argument in arguments {
        let Some(argument) = argument.as_ref().to_str() else { continue };
        if value_follows {
            return argument == "json";
        }
        match argument {
            "--" => return false,
            "--format=json" | "-fjson" | "-f=json" => return true,
            "--format" | "-f" => value_follows = true,
            _ => {}
        }
    }
    false
}

/// Returns the message without the usage and hints that follow it.
fn message_of(error: &clap::Error) -> String {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "no command given; --help lists the commands".to_owned();
    }
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let message = text.split("\n\nUsage:").next().unwrap_or(text).split("\n\nFor more information").next();
    message.unwrap_or(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_json_is_recognised_anywhere() {
        for line in ["--format json x", "x --format=json", "x -f json", "x -fjson"] {
            assert!(asked_for_json(line.split(' ')), "{line}");
        }
        for line in ["", "x", "--format table", "--format", "x -- --format json", "json"] {
            assert!(!asked_for_json(line.split(' ')), "{line}");
        }
    }
}
