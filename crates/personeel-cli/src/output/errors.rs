//! Telling what went wrong, on standard error.

use std::ffi::OsStr;
use std::io::{self, Write as _};

use clap::error::ErrorKind;

use super::{note, style};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Json;

/// The last word on a command that failed.
pub(crate) fn report(failure: &Failure, as_json: bool) {
    if as_json {
        note(&Json::record([("error", failure.to_json())]).to_text());
        return;
    }
    line(failure);
}

/// One failure among others.
pub(crate) fn line(failure: &Failure) {
    let (on, off) = if style::stderr_has_colours() { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
    let text = failure.line();
    // What cannot be written on standard error can be told nowhere.
    let _ = writeln!(io::stderr(), "{on}error:{off} {}", style::printable(&text));
}

/// Help, the version, or a command line that cannot be read.
pub(crate) fn usage(error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that went away, as with `head`, has seen enough.
            let _ = error.print();
            Exit::Done
        }
        _ if asked_for_json(std::env::args_os().skip(1)) => {
            report(&Failure::usage(message_of(error)), true);
            Exit::Usage
        }
        // Also `personeel` alone: the help is the answer, and not what was asked for.
        _ => {
            let _ = error.print();
            Exit::Usage
        }
    }
}

/// Whether `--format json` stands anywhere: the command line could not be read, so this is as far as it can be known.
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

/// The message without the usage and the hints that follow it.
fn message_of(error: &clap::Error) -> String {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return "a command is missing; --help lists them".to_owned();
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
    fn json_is_heard_wherever_it_stands() {
        for line in ["--format json x", "x --format=json", "x -f json", "x -fjson"] {
            assert!(asked_for_json(line.split(' ')), "{line}");
        }
        for line in ["", "x", "--format table", "--format", "x -- --format json", "json"] {
            assert!(!asked_for_json(line.split(' ')), "{line}");
        }
    }
}
