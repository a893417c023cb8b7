//! Clients in Python.

use std::path::Path;
use std::process::Command;

use personeel_bench::Failure;

use super::{empty_folder, print_step, run_quietly};

/// The hand-written client: requests and pydantic.
pub fn by_hand(root: &Path, folder: &Path, programs: &Path) -> Command {
    program(root, folder, programs, "by_hand.py")
}

/// Generates the client of openapi-python-client; returns the program that lists employees with it.
pub fn generated(root: &Path, folder: &Path, programs: &Path) -> Result<Command, Failure> {
    print_step("generating the client with openapi-python-client");
    let packages = folder.join("packages");
    empty_folder(&packages)?;
    run_quietly(
        Command::new(programs.join("python"))
            .args(["-m", "openapi_python_client", "generate", "--fail-on-warning", "--meta", "none", "--config"])
            .arg(root.join("tests/conformance/openapi-python-client/config.yml"))
            .arg("--path")
            .arg(root.join("openapi/personeel.yaml"))
            .arg("--output-path")
            .arg(packages.join("personeel_client")),
    )?;
    Ok(program(root, folder, programs, "generated.py"))
}

fn program(root: &Path, folder: &Path, programs: &Path, name: &str) -> Command {
    let mut command = Command::new(programs.join("python"));
    command
        .arg(root.join("tests/bench/others").join(name))
        .env("PYTHONPATH", folder.join("packages"))
        // Caches the compiled files, but outside the repository.
        .env("PYTHONPYCACHEPREFIX", folder.join("compiled"));
    command
}
