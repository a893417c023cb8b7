//! Subcommands that run a separate program from the root of the repository.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Returns cargo's target directory.
pub fn target(root: &Path) -> PathBuf {
    root.join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// Runs `cargo xtask ci`: everything that CI runs.
pub fn ci(root: &Path) -> Result<ExitCode, String> {
    run(root, "bash", &[".ci/run"])
}

/// Runs `cargo xtask soak`: ten thousand calls against a sandbox that fails on purpose.
pub fn soak(root: &Path) -> Result<ExitCode, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    run(root, &cargo, &["run", "--quiet", "--package", "personeel-tests", "--example", "soak"])
}

fn run(root: &Path, program: &str, arguments: &[&str]) -> Result<ExitCode, String> {
    let status = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .status()
        .map_err(|error| format!("{program} cannot be run: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
