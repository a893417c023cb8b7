//! The number of packages that a user compiles.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use personeel_bench::Failure;

use crate::builds::{Subject, cargo, create_package};
use crate::report::{Limit, Report};

/// Normal dependencies of the library and of the HTTP client, each counted for a package that depends on it.
pub fn measure(root: &Path, report: &mut Report) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let ours = count_dependencies(&create_package(root, folder.path(), Subject::Personeel)?)?;
    let theirs = count_dependencies(&create_package(root, folder.path(), Subject::Reqwest)?)?;
    report.add("unique normal dependencies", ours, theirs, "packages", Limit::More(40.0));
    Ok(())
}

fn count_dependencies(package: &Path) -> Result<f64, Failure> {
    let output = Command::new(cargo())
        .args(["tree", "--offline", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(package)
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let text = String::from_utf8(output.stdout)?;
    let names: BTreeSet<_> =
        text.lines().map(|line| line.trim_end_matches(" (*)")).filter(|line| !line.is_empty()).collect();
    // The package itself and the measured crate don't count_dependencies.
    let others = u32::try_from(names.len())?.saturating_sub(2);
    Ok(others.into())
}
