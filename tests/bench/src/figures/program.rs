//! The program: compared with `curl`, and with as many people as a province.

mod large;
mod run;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use personeel_bench::{Failure, INSTITUTE, SCHOOL_YEAR};
use personeel_sandbox::{CLIENT_ID, CLIENT_SECRET};

use self::run::program;
use crate::builds::cargo;
use crate::process::Server;
use crate::report::{Limit, Report, median};

const ROUNDS: usize = 25;

/// Measures the release build of the program, alone and compared with an earlier build if there is one.
pub fn measure(root: &Path, report: &mut Report) -> Result<(), Failure> {
    // The release profile, not that of the measurements.
    let built = Command::new(cargo())
        .args(["build", "--quiet", "--release", "--package", "personeel-cli"])
        .current_dir(root)
        .status()?;
    if !built.success() {
        return Err("the program does not build".into());
    }
    let ours = root.join("target/release/personeel");
    measure_start(&ours, report)?;
    large::measure(&ours, report)
}

/// Wall time of a list of one record, compared with `curl` for the token and again for the list.
fn measure_start(program: &Path, report: &mut Report) -> Result<(), Failure> {
    let sandbox = Server::sandbox(1)?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let started = Instant::now();
        list_with_program(program, &sandbox.url)?;
        let first = started.elapsed().as_secs_f64() * 1e3;
        let started = Instant::now();
        list_with_curl(&sandbox.url)?;
        let second = started.elapsed().as_secs_f64() * 1e3;
        // The first round is a warm-up.
        if round > 0 {
            ours.push(first);
            theirs.push(second);
        }
    }
    report.add("`personeel employees list` of 1 record", median(ours), median(theirs), "ms", Limit::Ratio(1.3));
    Ok(())
}

fn list_with_program(file: &Path, url: &str) -> Result<(), Failure> {
    let list = ["--format", "json", "employees", "list", "--school-year", SCHOOL_YEAR];
    let status = program(file, url, INSTITUTE, &list).status()?;
    if status.success() { Ok(()) } else { Err("the program failed".into()) }
}

fn list_with_curl(url: &str) -> Result<(), Failure> {
    let form = format!(
        "grant_type=client_credentials&client_id={CLIENT_ID}&client_secret={CLIENT_SECRET}\
         &scope=api_informat_sas_personeel.personeel.{INSTITUTE}"
    );
    let output = Command::new("curl").args(["-sf", "-d", &form, &format!("{url}/connect/token")]).output()?;
    let granted: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let token = granted["access_token"].as_str().ok_or("the response has no token")?;
    let status = Command::new("curl")
        .args(["-sf", "-H", &format!("Authorization: Bearer {token}"), "-H", &format!("InstituteNo: {INSTITUTE}")])
        .args(["-H", "Api-Version: 2", &format!("{url}/employees?schoolyear={SCHOOL_YEAR}")])
        .stdout(Stdio::null())
        .status()?;
    if status.success() { Ok(()) } else { Err("curl failed".into()) }
}
