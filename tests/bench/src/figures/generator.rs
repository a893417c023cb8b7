//! `cargo xtask gen`, after it is built.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use personeel_bench::Failure;

use crate::builds::cargo;
use crate::report::{Limit, Report, median};

const DOCUMENT: &str = "openapi/personeel.yaml";
const COPIES: usize = 20;
const ROUNDS: usize = 7;

/// Time for the document, and for one with 20 times its calls.
pub fn measure(root: &Path, report: &mut Report) -> Result<(), Failure> {
    let built = Command::new(cargo()).args(["build", "--quiet", "--package", "xtask"]).current_dir(root).status()?;
    if !built.success() {
        return Err("xtask does not build".into());
    }
    let document = std::fs::read_to_string(root.join(DOCUMENT))?;
    let (single, many) = (tempfile::tempdir()?, tempfile::tempdir()?);
    lay_out(single.path(), &document)?;
    lay_out(many.path(), &with_copies(&document, COPIES)?)?;
    let (mut once, mut times) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        once.push(generate(root, single.path())?);
        times.push(generate(root, many.path())?);
    }
    let once = median(once);
    report.add("gen, once built", once, f64::NAN, "s", Limit::Value(0.5));
    report.add("gen of 20 x the calls, per 20 documents", median(times), once * 20.0, "s", Limit::Ratio(1.0));
    Ok(())
}

/// Creates a folder that the tool accepts as the repository.
fn lay_out(folder: &Path, document: &str) -> Result<(), Failure> {
    for path in ["openapi", "xtask"] {
        std::fs::create_dir_all(folder.join(path))?;
    }
    std::fs::write(folder.join(DOCUMENT), document)?;
    create_folders(folder)
}

fn create_folders(folder: &Path) -> Result<(), Failure> {
    for path in [
        "crates/personeel-client/src/generated",
        "crates/personeel-httpmock/src",
        "crates/personeel-sandbox/src/generated",
    ] {
        std::fs::create_dir_all(folder.join(path))?;
    }
    Ok(())
}

/// Generates everything from scratch; returns the seconds that it took.
fn generate(root: &Path, folder: &Path) -> Result<f64, Failure> {
    std::fs::remove_dir_all(folder.join("crates"))?;
    create_folders(folder)?;
    let started = Instant::now();
    let output = Command::new(root.join("target/debug/xtask"))
        .arg("gen")
        .env("CARGO_MANIFEST_DIR", folder.join("xtask"))
        .current_dir(folder)
        .output()?;
    let seconds = started.elapsed().as_secs_f64();
    if output.status.success() {
        return Ok(seconds);
    }
    let message = String::from_utf8_lossy(&output.stderr);
    Err(message.lines().take(5).collect::<Vec<_>>().join("\n").into())
}

/// The document with this many copies of its calls, under other paths and names, which the error codes refer to.
fn with_copies(document: &str, copies: usize) -> Result<String, Failure> {
    let (before, rest) = document.split_once("\npaths:\n").ok_or("the document has no paths")?;
    let (paths, after) = rest.split_once("\ncomponents:\n").ok_or("the document has no components")?;
    let mut many = format!("{before}\npaths:\n{paths}\n");
    for copy in 1..copies {
        for line in paths.lines() {
            if let Some(path) = line.strip_prefix("  /") {
                writeln!(many, "  /copy{copy}/{path}")?;
            } else if line.trim_start().starts_with("operationId: ") {
                writeln!(many, "{line}Copy{copy}")?;
            } else {
                // The guide's headings contain the path.
                let line = line.replace(" /employees", &format!(" /copy{copy}/employees"));
                writeln!(many, "{line}")?;
            }
        }
    }
    let names: Vec<_> = paths.lines().filter_map(|line| line.trim_start().strip_prefix("operationId: ")).collect();
    many.push_str("components:\n");
    let mut within = false;
    for line in after.lines() {
        writeln!(many, "{line}")?;
        match line.strip_prefix("      - ").filter(|name| within && names.contains(name)) {
            Some(name) => (1..copies).try_for_each(|copy| writeln!(many, "      - {name}Copy{copy}"))?,
            None => within = line == "    operations:",
        }
    }
    Ok(many)
}
