//! `completions`: the script with which a shell asks the program itself for completions.

use clap_complete::env::Shells;

use crate::cli::Completions;
use crate::complete;
use crate::failure::Failure;
use crate::output::to_stdout;

pub(super) fn run(flags: &Completions) -> Result<(), Failure> {
    let name = flags.shell.to_string();
    let shells = Shells::builtins();
    let shell = shells.completer(&name).ok_or_else(|| Failure::internal(format!("no completions for {name}")))?;
    let mut script = Vec::new();
    shell
        .write_registration(complete::VARIABLE, "personeel", "personeel", "personeel", &mut script)
        .map_err(|error| Failure::io("cannot generate the script", &error))?;
    to_stdout(|out| out.write_all(&script))
}
