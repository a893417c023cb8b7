//! `cargo xtask bench`: the library beside a client that is written by hand.

use std::path::Path;
use std::process::{Command, ExitCode};

/// What is measured.
#[derive(clap::Args)]
pub struct Options {
    /// Groups of figures: list, growth, instructions, photos, attachment, fan-out, tokens, dependencies, generator,
    /// program; all of them by default. Alone: others, clients of other makers, which needs minutes, a network,
    /// Python and Java
    groups: Vec<String>,
    /// Measure clean builds, which take minutes, and nothing else
    #[arg(long, conflicts_with = "groups")]
    builds: bool,
}

/// Runs the benchmarks, which print their table.
pub fn run(root: &Path, options: &Options) -> std::io::Result<ExitCode> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--profile", "measure", "--package", "personeel-bench", "--"])
        .args(options.builds.then_some("builds"))
        .args(&options.groups)
        .current_dir(root)
        .status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
