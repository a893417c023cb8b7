//! Checks for Python and Java, and installs the packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use personeel_bench::Failure;

use super::{print_step, run_quietly};

const PYTHON: &str = "install Python 3.11 or newer with venv (on Debian: apt-get install python3 python3-venv)";
const JAVA: &str = "install Java 11 or newer (on Debian: apt-get install default-jre-headless)";

/// Checks that everything that a run doesn't install itself is available.
pub fn check() -> Result<(), Failure> {
    if !succeeds("python3", &["-c", "import sys, ensurepip, venv; assert sys.version_info >= (3, 11)"]) {
        return Err(format!("`others` needs Python, and no suitable python3 was found: {PYTHON}").into());
    }
    if !succeeds("java", &["-version"]) {
        return Err(format!("`others` needs Java for openapi-generator, and java does not run: {JAVA}").into());
    }
    Ok(())
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let status =
        Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Installs the pinned packages if the pins or Python have changed; returns the folder of their programs.
pub fn install(root: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let requirements = root.join("tests/bench/others/requirements.txt");
    let version = Command::new("python3").arg("-VV").output()?;
    let current = fs::read_to_string(&requirements)? + &String::from_utf8_lossy(&version.stdout);
    let environment = folder.join("venv");
    let programs = environment.join("bin");
    let stamp = environment.join(".installed");
    if fs::read_to_string(&stamp).is_ok_and(|known| known == current) {
        return Ok(programs);
    }
    print_step("installing Python packages");
    // This also removes the stamp, which is written last, so that an incomplete installation is repeated.
    run_quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"];
    run_quietly(Command::new(programs.join("python")).args(install).arg(&requirements))?;
    fs::write(stamp, current)?;
    Ok(programs)
}
