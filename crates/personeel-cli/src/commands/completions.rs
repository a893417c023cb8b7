//! `completions`: from the one definition of flags.

use clap::CommandFactory as _;

use crate::cli::{Cli, Completions};
use crate::failure::Failure;
use crate::output::to_stdout;

pub(super) fn run(wanted: &Completions) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(wanted.shell, &mut Cli::command(), "personeel", &mut script);
    to_stdout(|out| out.write_all(&script))
}
