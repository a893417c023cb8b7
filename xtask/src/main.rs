//! The project's own tools; `cargo xtask --help` lists them.

mod audit;
mod bench;
mod conformance;
mod contract;
mod diff;
mod document;
mod error;
mod generate;
mod lint;
mod model;
mod named;
mod names;
mod programs;
mod public_api;
mod rehearse;
mod report;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use document::Document;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Generate, check and review the Personeel client", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate the client, the mocks and the tables from openapi/personeel.yaml
    #[command(after_help = "Refuses a document with `lint` findings. Either all files are written or none.\n\
                      Exit codes: 0 done or up to date, 1 failed (nothing written), 2 stale (with --check)")]
    Gen {
        /// Write nothing; print a unified diff of the stale files, and exit 2 if there are any
        #[arg(long)]
        check: bool,
    },
    /// Compare the vendor's guide with openapi/personeel.yaml
    #[command(after_help = "Exit codes: 0 nothing open, 1 failed, 4 items are open")]
    Audit(audit::Options),
    /// Measure speed, memory and size against a handwritten client
    #[command(after_help = "Writes target/bench/report.json, or builds.json or others.json next to it.\n\
                      Exit codes: 0 measured, 1 failed")]
    Bench(bench::Options),
    /// Compare openapi/personeel.yaml with another revision, or any two documents
    #[command(after_help = "Without arguments, compares with the merge base with main.\n\
                      Exit codes: 0 done, 1 failed, 3 a breaking change is not acknowledged in openapi/changes")]
    Diff(diff::Options),
    /// Write the public API of the published libraries to crates/*/public-api.txt
    #[command(after_help = "Exit codes: 0 done or up to date, 1 failed, 2 stale (with --check)")]
    PublicApi {
        /// Write nothing; print the differences, and exit 2 if there are any
        #[arg(long)]
        check: bool,
    },
    /// Rehearse a revision of the document in a copy of the repository
    #[command(after_help = "The rehearsed revisions are described in tests/rehearsal/README.md.\n\
                      Exit codes: 0 the document is the only file to edit by hand, 1 it is not")]
    Rehearse(rehearse::Options),
    /// Send ten thousand calls to a sandbox that fails on purpose, and print statistics
    #[command(after_help = "Exit codes: 0 every call accounted for, 1 otherwise")]
    Soak,
    /// Run third-party programs against the overlay, the sandbox and the document
    #[command(after_help = "tests/conformance/README.md describes what each of them checks.\n\
                      Exit codes: 0 no findings, 1 findings, or a program cannot be run")]
    Conformance(conformance::Options),
    /// Run everything that CI runs (.ci/run)
    Ci,
    /// Check openapi/personeel.yaml, or another document, against the project's own rules
    #[command(after_help = "Exit codes: 0 no findings, 1 findings, or the document cannot be read")]
    Lint {
        /// The document to check
        #[arg(default_value = document::PATH)]
        document: PathBuf,
        /// List the rules and exit
        #[arg(long)]
        rules: bool,
    },
}

fn main() -> ExitCode {
    let root = root();
    match Arguments::parse().command {
        Command::Gen { check } => run_gen(&root, check),
        Command::Audit(options) => run_audit(&root, &options),
        Command::PublicApi { check } => exit_code(public_api::run(&root, check, print)),
        Command::Bench(options) => bench::run(&root, &options).unwrap_or_else(|error| report_error(&error)),
        Command::Rehearse(options) => exit_code(rehearse::run(&root, &options, print)),
        Command::Soak => exit_code(programs::soak(&root)),
        Command::Conformance(options) => exit_code(conformance::run(&root, &options, print)),
        Command::Ci => exit_code(programs::ci(&root)),
        Command::Diff(options) => run_diff(&root, &options),
        Command::Lint { rules: true, .. } => list_rules(),
        Command::Lint { document, .. } => run_lint(&root, &document),
    }
}

fn run_gen(root: &Path, check: bool) -> ExitCode {
    let outcome = generate::generate(root).and_then(|generated| {
        if check {
            let stale = generated.stale(root)?;
            for file in &stale {
                print(&file.diff);
            }
            if stale.is_empty() {
                print_message("gen: all generated files are up to date");
                return Ok(ExitCode::SUCCESS);
            }
            let names: Vec<_> = stale.iter().map(|file| file.path.display().to_string()).collect();
            print_message(&format!("gen: stale: {}\nRun `cargo xtask gen` and commit the result.", names.join(", ")));
            return Ok(ExitCode::from(2));
        }
        let written = generated.write(root)?;
        for path in &written {
            print_message(&format!("gen: {}", path.display()));
        }
        print_message(&format!("gen: {} of {} file(s) changed", written.len(), generated.files().count()));
        Ok(ExitCode::SUCCESS)
    });
    outcome.unwrap_or_else(|error| report_error(&error))
}

fn run_lint(root: &Path, path: &Path) -> ExitCode {
    let path = if path == Path::new(document::PATH) { root.join(path) } else { path.to_owned() };
    let document = match Document::read(&path) {
        Ok(document) => document,
        Err(finding) => return report_error(&finding),
    };
    let findings = lint::lint(&document, &model::read(&document));
    for finding in &findings {
        print_message(&finding.to_string());
    }
    print_message(&format!("lint: {} finding(s)", findings.len()));
    if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn list_rules() -> ExitCode {
    for rule in lint::RULES {
        print(&format!("{:28} {}\n", rule.id, rule.about));
    }
    ExitCode::SUCCESS
}

fn run_audit(root: &Path, options: &audit::Options) -> ExitCode {
    match audit::run(root, options, print) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(4),
        Err(error) => report_error(&error),
    }
}

fn run_diff(root: &Path, options: &diff::Options) -> ExitCode {
    match diff::run(root, options, print) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(3),
        Err(error) => report_error(&error),
    }
}

/// Returns the root of the repository, from the manifest directory that cargo sets.
fn root() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from("xtask"), PathBuf::from);
    manifest.parent().map_or_else(|| PathBuf::from("."), Path::to_owned)
}

fn exit_code(outcome: Result<ExitCode, String>) -> ExitCode {
    outcome.unwrap_or_else(|message| {
        print_message(&message);
        ExitCode::FAILURE
    })
}

fn report_error(error: &dyn std::error::Error) -> ExitCode {
    print_message(&error.to_string());
    ExitCode::FAILURE
}

fn print(text: &str) {
    // `print!` would panic when the reader closes the pipe early.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

#[expect(clippy::print_stderr, reason = "the tool's own messages")]
fn print_message(text: &str) {
    eprintln!("{text}");
}
