//! Checks for Java, and installs the Python packages.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use personeel_bench::Failure;

use super::{print_step, run_quietly};

const JAVA: &str = "install Java 11 or newer (on Debian: apt-get install default-jre-headless)";

/// Checks that Java is available. Everything else is installed.
pub fn check() -> Result<(), Failure> {
    let java = Command::new("java").arg("-version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !java.is_ok_and(|status| status.success()) {
        return Err(format!("`others` needs Java for openapi-generator, and java does not run: {JAVA}").into());
    }
    Ok(())
}

/// Installs the pinned packages if the pins or Python have changed; returns the folder of their programs.
pub fn install(root: &Path) -> Result<PathBuf, Failure> {
    print_step("installing Python packages");
    run_quietly(Command::new("bash").args(["tests/install", "tests/bench/others", "python"]).current_dir(root))?;
    Ok(root.join("tests/bench/others/.venv/bin"))
}
