//! Other clients of the same sandbox: two generated from the same document, and a hand-written one in Python.

mod environment;
mod openapi_generator;
mod python;

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use personeel_bench::{Failure, INSTITUTE, SCHOOL_YEAR, fixed};
use personeel_sandbox::{CLIENT_ID, CLIENT_SECRET};

use super::list::FOR_TEN_THOUSAND;
use crate::process::{Measured, Server, megabytes, run_measured, run_task};
use crate::report::{Limit, Report, median};

const ROUNDS: usize = 9;

/// A client, and the program that lists employees with it.
struct Other {
    name: &'static str,
    program: Command,
}

/// Wall time and memory of 10,000 employees. Installs, generates and builds the other clients first.
pub fn measure(root: &Path, report: &mut Report) -> Result<(), Failure> {
    environment::check()?;
    let folder = root.join("target/bench/others");
    std::fs::create_dir_all(&folder)?;
    let programs = environment::install(root)?;
    let mut others = [
        Other { name: "openapi-generator (Rust)", program: openapi_generator::build(root, &folder, &programs)? },
        Other { name: "requests and pydantic (Python)", program: python::by_hand(root, &folder, &programs) },
        Other { name: "openapi-python-client (Python)", program: python::generated(root, &folder, &programs)? },
    ];
    let sandbox = Server::sandbox(FOR_TEN_THOUSAND)?;
    let url = sandbox.url.as_str();
    for other in &mut others {
        set_environment(&mut other.program, url);
    }
    print_step("measuring");
    let (mut ours, mut theirs) = (Vec::new(), [Vec::new(), Vec::new(), Vec::new()]);
    for round in 0..=ROUNDS {
        let mut runs = Vec::new();
        // The order rotates, so that none always follows the same other.
        for turn in 0..=others.len() {
            let which = (round + turn) % (others.len() + 1);
            let run = match others.get_mut(which) {
                Some(other) => run_measured(other.name, &mut other.program)?,
                None => run_task("list", url, url)?,
            };
            runs.push((which, run));
        }
        if let [(_, first), rest @ ..] = runs.as_slice()
            && rest.iter().any(|(_, run)| run.records != first.records)
        {
            let counts: Vec<_> = runs.iter().map(|(_, run)| run.records).collect();
            return Err(format!("the lists differ: {counts:?}").into());
        }
        // The first round is a warm-up.
        for (which, run) in runs.into_iter().filter(|_| round > 0) {
            theirs.get_mut(which).unwrap_or(&mut ours).push(run);
        }
    }
    for (other, theirs) in others.iter().zip(&theirs) {
        for (what, unit, of) in [
            ("wall", "ms", milliseconds as fn(&Measured) -> f64),
            ("peak memory", "MB", peak),
            ("peak over idle", "MB", Measured::over_idle),
        ] {
            let name = format!("list of 10,000 beside {}: {what}", other.name);
            report.add(name, median_of(&ours, of), median_of(theirs, of), unit, Limit::None);
        }
    }
    Ok(())
}

/// Passes the settings to a program in its environment.
fn set_environment(program: &mut Command, url: &str) {
    program
        .env("API_URL", url)
        .env("IDENTITY_URL", url)
        .env("CLIENT_ID", CLIENT_ID)
        .env("CLIENT_SECRET", CLIENT_SECRET)
        .env("SCOPE", format!("api_informat_sas_personeel.personeel.{INSTITUTE}"))
        .env("INSTITUTE", INSTITUTE)
        .env("SCHOOL_YEAR", SCHOOL_YEAR)
        .env("PERSON", fixed::PERSON);
}

fn median_of(runs: &[Measured], of: fn(&Measured) -> f64) -> f64 {
    median(runs.iter().map(of).collect())
}

fn milliseconds(run: &Measured) -> f64 {
    run.seconds * 1e3
}

fn peak(run: &Measured) -> f64 {
    megabytes(run.peak)
}

/// Prints the current step of a run that takes minutes.
fn print_step(what: &str) {
    // A closed pipe is not an error; `eprintln!` would panic.
    let _ = writeln!(std::io::stderr().lock(), "others: {what}");
}

/// Runs a command that prepares a client, and reports its output only if it fails.
fn run_quietly(command: &mut Command) -> Result<(), Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("cannot run {program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    Err(format!("{program} ended with {}:\n{out}{err}", output.status).into())
}

/// Creates a folder, or empties it.
fn empty_folder(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    Ok(std::fs::create_dir_all(folder)?)
}
