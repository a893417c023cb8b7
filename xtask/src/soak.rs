//! `cargo xtask soak`: ten thousand calls against a sandbox that fails on purpose.

use std::path::Path;
use std::process::{Command, ExitCode};

/// Runs the soak and passes its verdict on.
pub fn run(root: &Path) -> std::io::Result<ExitCode> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "personeel-tests", "--example", "soak"])
        .current_dir(root)
        .status()?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
