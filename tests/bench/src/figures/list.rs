//! Lists of employees.

use std::time::Instant;

use personeel_bench::baseline::Baseline;
use personeel_bench::{Failure, SCHOOL_YEAR, ours};

use crate::process::{Measured, Server, megabytes, run_task, run_task_median};
use crate::report::{Limit, Report, median};
use crate::work::stream_employees;

const ROUNDS: usize = 30;

/// The number of employees of which 10,000 are in the school year's list.
pub const FOR_TEN_THOUSAND: usize = 12_120;

/// Wall time and memory of 10,000 employees.
pub async fn measure(report: &mut Report) -> Result<(), Failure> {
    let sandbox = Server::sandbox(FOR_TEN_THOUSAND)?;
    let url = sandbox.url.as_str();
    let school = ours::school(url, url)?;
    let baseline = Baseline::sign_in(url, url).await?;
    let (mut buffered, mut streamed, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let mut counts = [0; 3];
        // The order rotates, so that none always follows the same other.
        for turn in 0..3 {
            let which = (round + turn) % 3;
            let started = Instant::now();
            // Freeing the list is included, since a caller has to do that too.
            counts[which] = match which {
                0 => baseline.employees().await?.len(),
                1 => school.employees().list(SCHOOL_YEAR.parse()?).await?.len(),
                _ => stream_employees(&school, true).await?,
            };
            let milliseconds = started.elapsed().as_secs_f64() * 1e3;
            // The first round is a warm-up.
            if round > 0 {
                [&mut theirs, &mut buffered, &mut streamed][which].push(milliseconds);
            }
        }
        if counts[1..] != [counts[0]; 2] {
            return Err(format!("the lists differ: {counts:?}").into());
        }
    }
    let theirs = median(theirs);
    report.add("list of 10,000, buffered: wall", median(buffered), theirs, "ms", Limit::Ratio(1.02));
    report.add("list of 10,000, streamed: wall", median(streamed), theirs, "ms", Limit::Ratio(0.95));

    let theirs = run_task_median(3, "list-baseline", url, url)?;
    for (name, kind, limit) in [
        ("list of 10,000, buffered: peak memory", "list", Limit::Ratio(0.9)),
        ("list of 10,000, streamed and kept: peak memory", "list-streamed-kept", Limit::None),
        ("list of 10,000, streamed: peak memory", "list-streamed", Limit::None),
    ] {
        let ours = run_task_median(3, kind, url, url)?;
        report.add(name, megabytes(ours.peak), megabytes(theirs.peak), "MB", limit);
    }
    Ok(())
}

/// The cost of a record as the list grows: each size compared with the previous one, which it must not exceed.
pub fn measure_growth(report: &mut Report) -> Result<(), Failure> {
    let mut before: Option<(&str, Record, Record)> = None;
    for (size, employees, rounds) in [("1,000", 1_000, 9), ("10,000", 10_000, 9), ("100,000", 100_000, 5)] {
        let sandbox = Server::sandbox(employees)?;
        let url = sandbox.url.as_str();
        let runs = |name: &str| (0..rounds).map(|_| run_task(name, url, url)).collect::<Result<Vec<_>, _>>();
        let (buffered, streamed) = (Record::of(&runs("list")?), Record::of(&runs("list-streamed")?));
        if let Some((smaller, small, small_streamed)) = &before {
            let name = format!("a record of {size} over one of {smaller}");
            let mut add =
                |what, ours, theirs, unit| report.add(format!("{name}{what}"), ours, theirs, unit, Limit::Ratio(1.1));
            add(": wall", buffered.microseconds, small.microseconds, "µs");
            add(": memory", buffered.kilobytes, small.kilobytes, "kB");
            add(", streamed: wall", streamed.microseconds, small_streamed.microseconds, "µs");
        }
        before = Some((size, buffered, streamed));
    }
    if let Some((size, _, streamed)) = before {
        let name = format!("list of {size}, streamed: peak over idle");
        report.add(name, streamed.over_idle, f64::NAN, "MB", Limit::Value(16.0));
    }
    Ok(())
}

/// The cost of a list for each of its records.
struct Record {
    microseconds: f64,
    kilobytes: f64,
    /// Megabytes for the complete list.
    over_idle: f64,
}

impl Record {
    fn of(runs: &[Measured]) -> Self {
        // Lists here have at most 100,000 records.
        #[expect(clippy::cast_precision_loss)]
        let each = |value: f64, run: &Measured| value / run.records.max(1) as f64;
        Self {
            microseconds: median(runs.iter().map(|run| each(run.seconds * 1e6, run)).collect()),
            kilobytes: median(runs.iter().map(|run| each(run.over_idle() * 1e3, run)).collect()),
            over_idle: median(runs.iter().map(Measured::over_idle).collect()),
        }
    }
}
