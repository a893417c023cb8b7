//! The Rust client of openapi-generator.

use std::fs;
use std::path::Path;
use std::process::Command;

use personeel_bench::Failure;

use super::{empty_folder, print_step, run_quietly};
use crate::builds::cargo;

const NAME: &str = "openapi-generator-client";

/// Generates the client and builds the program that lists employees with it.
pub fn build(root: &Path, folder: &Path, programs: &Path) -> Result<Command, Failure> {
    print_step("generating the Rust client with openapi-generator");
    let place = folder.join("openapi-generator");
    let client = place.join("client");
    empty_folder(&client)?;
    run_quietly(
        Command::new(programs.join("openapi-generator-cli"))
            .args(["generate", "--generator-name", "rust", "--additional-properties"])
            .arg(format!("packageName={NAME}"))
            .arg("--input-spec")
            .arg(root.join("openapi/personeel.yaml"))
            .arg("--output")
            .arg(&client),
    )?;
    let program = place.join("program");
    empty_folder(&program.join("src"))?;
    let ours = root.join("tests/bench/others/openapi-generator");
    for (from, to) in [
        (ours.join("Cargo.toml"), "Cargo.toml"),
        (ours.join("main.rs"), "src/main.rs"),
        // It measures itself as our tasks do, and shared dependencies have the same versions.
        (root.join("tests/bench/src/memory.rs"), "src/memory.rs"),
        (root.join("Cargo.lock"), "Cargo.lock"),
    ] {
        fs::copy(&from, program.join(to)).map_err(|error| format!("{}: {error}", from.display()))?;
    }
    print_step("building it (a minute or two the first time)");
    let target = place.join("target");
    run_quietly(
        Command::new(cargo())
            .args(["build", "--quiet", "--release", "--target-dir"])
            .arg(&target)
            .current_dir(&program),
    )?;
    Ok(Command::new(target.join("release/list-employees")))
}
