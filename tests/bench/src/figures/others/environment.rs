//! Python, Java, and the packages that a run installs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use personeel_bench::Failure;

use super::{make, step};

const PYTHON: &str = "install Python 3.11 or newer with venv (on Debian: apt-get install python3 python3-venv)";
const JAVA: &str = "install Java 11 or newer (on Debian: apt-get install default-jre-headless)";

/// Whether everything is there that a run doesn't install by itself.
pub fn check() -> Result<(), Failure> {
    if !succeeds("python3", &["-c", "import sys, ensurepip, venv; assert sys.version_info >= (3, 11)"]) {
        return Err(format!("`others` needs Python, and there is no python3 that will do: {PYTHON}").into());
    }
    if !succeeds("java", &["-version"]) {
        return Err(format!("`others` needs Java for openapi-generator, and java cannot be run: {JAVA}").into());
    }
    Ok(())
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let status =
        Command::new(program).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// The folder with the programs of the pinned packages, installed where the pins or Python changed.
pub fn install(root: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let requirements = root.join("tests/bench/others/requirements.txt");
    let version = Command::new("python3").arg("-VV").output()?;
    let wanted = fs::read_to_string(&requirements)? + &String::from_utf8_lossy(&version.stdout);
    let environment = folder.join("venv");
    let programs = environment.join("bin");
    let stamp = environment.join(".installed");
    if fs::read_to_string(&stamp).is_ok_and(|known| known == wanted) {
        return Ok(programs);
    }
    step("installing packages of Python");
    // It takes the stamp away too, which is written last: a broken installation is made anew.
    make(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"];
    make(Command::new(programs.join("python")).args(install).arg(&requirements))?;
    fs::write(stamp, wanted)?;
    Ok(programs)
}
