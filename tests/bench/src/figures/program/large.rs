//! Lists, snapshots and photos of many people.

use std::path::{Path, PathBuf};
use std::process::Command;

use personeel_bench::{Failure, INSTITUTE, SCHOOL_YEAR};

use super::run::{Run, measure_run, program};
use crate::process::{Server, megabytes};
use crate::report::{Limit, Report, median};

/// The variable with the path of an earlier build of the program, to measure in the same run.
const BEFORE: &str = "PERSONEEL_BEFORE";

const ROUNDS: usize = 5;

/// The institutes of the sandbox.
const SCHOOLS: &str = "011007,038281,999999";

/// The number of employees of each school in a snapshot.
const EMPLOYEES: usize = 5_000;

/// The number of employees with which a school has some 3,100 photos.
const PHOTOGRAPHED: usize = 4_700;

/// Memory of long lists; wall time and memory of a snapshot and wall time of photos, compared with an earlier build if
/// there is one.
pub fn measure(ours: &Path, report: &mut Report) -> Result<(), Failure> {
    let before = std::env::var_os(BEFORE).map(PathBuf::from);
    let idle = measure_idle(ours)?;
    measure_lists(ours, idle, report)?;
    measure_snapshot(ours, before.as_deref(), idle, report)?;
    measure_photos(ours, before.as_deref(), report)
}

/// The peak memory of a run that reads one record, which every run needs.
fn measure_idle(file: &Path) -> Result<u64, Failure> {
    let server = Server::sandbox(1)?;
    let list = ["employees", "list", "--school-year", SCHOOL_YEAR];
    let peaks = (0..ROUNDS).map(|_| Ok(measure_run(&mut program(file, &server.url, INSTITUTE, &list))?.peak));
    Ok(peaks.collect::<Result<Vec<_>, Failure>>()?.into_iter().max().unwrap_or(0))
}

fn peak_over_idle(idle: u64, runs: &[Run]) -> f64 {
    median(runs.iter().map(|runs| megabytes(runs.peak.saturating_sub(idle))).collect())
}

fn seconds(runs: &[Run]) -> f64 {
    median(runs.iter().map(|runs| runs.seconds).collect())
}

fn measure_lists(ours: &Path, idle: u64, report: &mut Report) -> Result<(), Failure> {
    let server = Server::sandbox(100_000)?;
    for format in ["json", "csv"] {
        let list = ["--format", format, "employees", "list", "--school-year", SCHOOL_YEAR];
        let runs = measure_run(&mut program(ours, &server.url, INSTITUTE, &list))?;
        let name = format!("`personeel employees list` of 100,000 as {format}: peak over idle");
        report.add(name, peak_over_idle(idle, &[runs]), f64::NAN, "MB", Limit::Value(32.0));
    }
    Ok(())
}

fn measure_snapshot(ours: &Path, before: Option<&Path>, idle: u64, report: &mut Report) -> Result<(), Failure> {
    let server = Server::sandbox(EMPLOYEES)?;
    let (ours, theirs) = run_both(ours, before, |file, folder| {
        let db = folder.join("s.db").display().to_string();
        program(file, &server.url, SCHOOLS, &["snapshot", "--db", &db, "--school-year", SCHOOL_YEAR])
    })?;
    let name = "`personeel snapshot` of 15,000 employees in three schools";
    report.add(
        format!("{name}: peak over idle"),
        peak_over_idle(idle, &ours),
        peak_over_idle(idle, &theirs),
        "MB",
        Limit::Value(64.0),
    );
    report.add(format!("{name}: wall"), seconds(&ours), seconds(&theirs), "s", limit_to_earlier(before, 0.8));
    Ok(())
}

fn measure_photos(ours: &Path, before: Option<&Path>, report: &mut Report) -> Result<(), Failure> {
    let server = Server::sandbox(PHOTOGRAPHED)?;
    let (ours, theirs) = run_both(ours, before, |file, folder| {
        let out = folder.join("photos").display().to_string();
        program(file, &server.url, INSTITUTE, &["photos", "save", "--out", &out, "--school-year", SCHOOL_YEAR])
    })?;
    let name = "`personeel photos save` of 3,100: wall";
    report.add(name, seconds(&ours), seconds(&theirs), "s", limit_to_earlier(before, 0.3));
    Ok(())
}

fn limit_to_earlier(before: Option<&Path>, max: f64) -> Limit {
    if before.is_some() { Limit::Ratio(max) } else { Limit::None }
}

/// Runs both programs in turn, each in an empty folder on the disk of the build: a file system in memory would not
/// sync.
fn run_both(
    ours: &Path,
    before: Option<&Path>,
    command: impl Fn(&Path, &Path) -> Command,
) -> Result<(Vec<Run>, Vec<Run>), Failure> {
    let disk = ours.parent().unwrap_or(Path::new("."));
    let run = |file: &Path| {
        let folder = tempfile::tempdir_in(disk)?;
        measure_run(&mut command(file, folder.path()))
    };
    let mut runs = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        runs.0.push(run(ours)?);
        runs.1.extend(before.map(run).transpose()?);
    }
    Ok(runs)
}
