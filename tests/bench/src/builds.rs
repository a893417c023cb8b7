//! Clean builds of the library, and of the HTTP client alone.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use personeel_bench::Failure;

use crate::report::{Limit, Report, median};

const ROUNDS: usize = 3;

/// The only dependency of a package.
#[derive(Clone, Copy)]
pub enum Subject {
    /// The library.
    Personeel,
    /// The HTTP client with rustls, its default.
    Reqwest,
}

/// Times clean debug builds of both in turn.
pub fn measure(root: &Path, report: &mut Report) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let packages = [
        create_package(root, folder.path(), Subject::Personeel)?,
        create_package(root, folder.path(), Subject::Reqwest)?,
    ];
    let mut walls = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (package, walls) in packages.iter().zip(&mut walls) {
            let target = package.join("target");
            if target.exists() {
                std::fs::remove_dir_all(&target)?;
            }
            let started = Instant::now();
            let status = Command::new(cargo())
                .args(["build", "--quiet", "--offline", "--target-dir"])
                .arg(&target)
                .current_dir(package)
                .status()?;
            if !status.success() {
                return Err("the build failed".into());
            }
            walls.push(started.elapsed().as_secs_f64());
        }
    }
    let [ours, theirs] = walls;
    report.add("clean debug build", median(ours), median(theirs), "s", Limit::Ratio(1.5));
    Ok(())
}

/// Creates a package outside the workspace, with the workspace's versions of its dependencies.
pub fn create_package(root: &Path, folder: &Path, subject: Subject) -> Result<PathBuf, Failure> {
    let (name, dependency) = match subject {
        Subject::Personeel => {
            ("with-personeel", format!("personeel = {{ path = {:?} }}", root.join("crates/personeel").display()))
        }
        Subject::Reqwest => ("with-reqwest", "reqwest = \"0.13\"".to_owned()),
    };
    let package = folder.join(name);
    std::fs::create_dir_all(package.join("src"))?;
    std::fs::write(package.join("src/lib.rs"), "")?;
    std::fs::write(
        package.join("Cargo.toml"),
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [workspace]\n\n[dependencies]\n{dependency}\n"
        ),
    )?;
    std::fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock"))?;
    Ok(package)
}

/// The path of the cargo that runs this program.
pub fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
