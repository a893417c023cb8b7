//! `cargo xtask bench`: compares the library with a handwritten client.

use std::path::Path;
use std::process::{Command, ExitCode};

/// What to measure.
#[derive(clap::Args)]
pub struct Options {
    /// Groups to measure: list, growth, instructions, photos, attachment, fan-out, tokens, dependencies, generator,
    /// program (default: all of these); or others, by itself: clients from other generators, which takes minutes and
    /// needs a network, Python and Java
    groups: Vec<String>,
    /// Measure only clean builds, which take minutes
    #[arg(long, conflicts_with = "groups")]
    builds: bool,
}

/// Runs the benchmarks, which print a table.
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
