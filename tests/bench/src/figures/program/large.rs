//! Lists, snapshots and photos of many people.

use std::path::{Path, PathBuf};
use std::process::Command;

use personeel_bench::{Failure, INSTITUTE, SCHOOL_YEAR};

use super::run::{Taken, program, take};
use crate::process::{Server, megabytes};
use crate::report::{Limit, Report, median};

/// The path of an earlier build of the program, to be measured in the same run.
const BEFORE: &str = "PERSONEEL_BEFORE";

const ROUNDS: usize = 5;

/// The institutes of a sandbox.
const SCHOOLS: &str = "011007,038281,999999";

/// Employees of each school of a snapshot.
const EMPLOYEES: usize = 5_000;

/// Employees of a sandbox in which a school has some 3,100 photos.
const PHOTOGRAPHED: usize = 4_700;

/// Memory of long lists; time and memory of a snapshot, and time of photos, against an earlier build if there is one.
pub fn measure(ours: &Path, report: &mut Report) -> Result<(), Failure> {
    let before = std::env::var_os(BEFORE).map(PathBuf::from);
    let idle = idle(ours)?;
    lists(ours, idle, report)?;
    snapshot(ours, before.as_deref(), idle, report)?;
    photos(ours, before.as_deref(), report)
}

/// The peak of a run that reads one record: what every run needs.
fn idle(file: &Path) -> Result<u64, Failure> {
    let server = Server::sandbox(1)?;
    let list = ["employees", "list", "--school-year", SCHOOL_YEAR];
    let peaks = (0..ROUNDS).map(|_| Ok(take(&mut program(file, &server.url, INSTITUTE, &list))?.peak));
    Ok(peaks.collect::<Result<Vec<_>, Failure>>()?.into_iter().max().unwrap_or(0))
}

fn over(idle: u64, taken: &[Taken]) -> f64 {
    median(taken.iter().map(|taken| megabytes(taken.peak.saturating_sub(idle))).collect())
}

fn seconds(taken: &[Taken]) -> f64 {
    median(taken.iter().map(|taken| taken.seconds).collect())
}

fn lists(ours: &Path, idle: u64, report: &mut Report) -> Result<(), Failure> {
    let server = Server::sandbox(100_000)?;
    for format in ["json", "csv"] {
        let list = ["--format", format, "employees", "list", "--school-year", SCHOOL_YEAR];
        let taken = take(&mut program(ours, &server.url, INSTITUTE, &list))?;
        let name = format!("`personeel employees list` of 100,000 as {format}: peak over idle");
        report.add(name, over(idle, &[taken]), f64::NAN, "MB", Limit::Value(32.0));
    }
    Ok(())
}

fn snapshot(ours: &Path, before: Option<&Path>, idle: u64, report: &mut Report) -> Result<(), Failure> {
    let server = Server::sandbox(EMPLOYEES)?;
    let (ours, theirs) = both(ours, before, |file, folder| {
        let db = folder.join("s.db").display().to_string();
        program(file, &server.url, SCHOOLS, &["snapshot", "--db", &db, "--school-year", SCHOOL_YEAR])
    })?;
    let name = "`personeel snapshot` of 15,000 employees in three schools";
    report.add(format!("{name}: peak over idle"), over(idle, &ours), over(idle, &theirs), "MB", Limit::Value(64.0));
    report.add(format!("{name}: wall"), seconds(&ours), seconds(&theirs), "s", against(before, 0.8));
    Ok(())
}

fn photos(ours: &Path, before: Option<&Path>, report: &mut Report) -> Result<(), Failure> {
    let server = Server::sandbox(PHOTOGRAPHED)?;
    let (ours, theirs) = both(ours, before, |file, folder| {
        let out = folder.join("photos").display().to_string();
        program(file, &server.url, INSTITUTE, &["photos", "save", "--out", &out, "--school-year", SCHOOL_YEAR])
    })?;
    let name = "`personeel photos save` of 3,100: wall";
    report.add(name, seconds(&ours), seconds(&theirs), "s", against(before, 0.3));
    Ok(())
}

fn against(before: Option<&Path>, most: f64) -> Limit {
    if before.is_some() { Limit::Ratio(most) } else { Limit::None }
}

/// Runs of both programs in turn, each in an empty folder. The folders are on the disk of the build: a file system in
/// memory syncs nothing.
fn both(
    ours: &Path,
    before: Option<&Path>,
    command: impl Fn(&Path, &Path) -> Command,
) -> Result<(Vec<Taken>, Vec<Taken>), Failure> {
    let disk = ours.parent().unwrap_or(Path::new("."));
    let run = |file: &Path| {
        let folder = tempfile::tempdir_in(disk)?;
        take(&mut command(file, folder.path()))
    };
    let mut taken = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        taken.0.push(run(ours)?);
        taken.1.extend(before.map(run).transpose()?);
    }
    Ok(taken)
}
