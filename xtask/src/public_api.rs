//! `cargo xtask public-api`: writes the public interface of the published libraries as text for review.
//!
//! rustdoc's JSON output is unstable, so `RUSTC_BOOTSTRAP` enables it. The compiler is the one that builds the workspace.

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use similar::TextDiff;

use crate::programs::target;

/// The libraries whose public interface is covered by semver.
const LIBRARIES: [&str; 5] =
    ["personeel-wire", "personeel-client", "personeel", "personeel-check", "personeel-sandbox"];

/// Writes the interface of each library to its `public-api.txt`. With `check`, writes nothing and prints the differences.
pub fn run(root: &Path, check: bool, print: impl Fn(&str)) -> Result<ExitCode, String> {
    let mut stale = Vec::new();
    for library in LIBRARIES {
        let text = render_interface(root, library)?;
        let path = Path::new("crates").join(library).join("public-api.txt");
        let old = fs::read_to_string(root.join(&path)).unwrap_or_default();
        if old == text {
            continue;
        }
        stale.push(path.display().to_string());
        if check {
            let name = path.display();
            let diff = TextDiff::from_lines(&old, &text);
            print(
                &diff.unified_diff().context_radius(0).header(&format!("a/{name}"), &format!("b/{name}")).to_string(),
            );
        } else {
            fs::write(root.join(&path), text).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    print(&match (stale.is_empty(), check) {
        (true, _) => "public-api: every file is up to date\n".to_owned(),
        (false, true) => {
            format!("public-api: stale: {}\nRun `cargo xtask public-api` and review the change.\n", stale.join(", "))
        }
        (false, false) => format!("public-api: written: {}\n", stale.join(", ")),
    });
    Ok(if check && !stale.is_empty() { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn render_interface(root: &Path, library: &str) -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = target(root).join("public-api");
    let status = Command::new(cargo)
        .args(["rustdoc", "--quiet", "--lib", "--all-features", "--package", library, "--target-dir"])
        .arg(&target)
        .args(["--", "-Zunstable-options", "--output-format", "json", "--cap-lints", "allow"])
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(root)
        .status()
        .map_err(|error| format!("cannot run cargo rustdoc: {error}"))?;
    if !status.success() {
        return Err(format!("cargo rustdoc failed for {library}"));
    }
    let json = target.join("doc").join(format!("{}.json", library.replace('-', "_")));
    let api = public_api::Builder::from_rustdoc_json(&json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .map_err(|error| {
            format!("{}: {error}; check that the compiler is the version named in README.md", json.display())
        })?;
    let mut text = String::new();
    for item in api.items() {
        text.push_str(&item.to_string());
        text.push('\n');
    }
    Ok(text)
}
