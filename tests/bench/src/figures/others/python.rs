//! Clients in Python.

use std::path::Path;
use std::process::Command;

use personeel_bench::Failure;

use super::{emptied, make, step};

/// The client by hand: requests and pydantic.
pub fn by_hand(root: &Path, folder: &Path, programs: &Path) -> Command {
    program(root, folder, programs, "by_hand.py")
}

/// The client that openapi-python-client makes, and the program that lists with it.
pub fn generated(root: &Path, folder: &Path, programs: &Path) -> Result<Command, Failure> {
    step("openapi-python-client makes its client");
    let packages = folder.join("packages");
    emptied(&packages)?;
    make(
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
        // Compiled once, but not into the repository.
        .env("PYTHONPYCACHEPREFIX", folder.join("compiled"));
    command
}
