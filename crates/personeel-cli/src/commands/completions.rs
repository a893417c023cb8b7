//! `completions`: from the one definition of flags.

use crate::cli::{self, Completions};
use crate::failure::Failure;
use crate::output::to_stdout;

pub(super) fn run(wanted: &Completions) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(wanted.shell, &mut cli::command(), "personeel", &mut script);
    to_stdout(|out| out.write_all(&script))
}
