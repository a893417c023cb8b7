//! Lists of employees.

use std::time::Instant;

use personeel_bench::baseline::Baseline;
use personeel_bench::{Failure, SCHOOL_YEAR, ours};

use crate::process::{Measured, Server, megabytes, work, works};
use crate::report::{Limit, Report, median};
use crate::work::stream_employees;

const ROUNDS: usize = 30;

/// So many that 10,000 of them are in the list of the school year.
pub const FOR_TEN_THOUSAND: usize = 12_120;

/// Time and memory of 10,000 employees.
pub async fn measure(report: &mut Report) -> Result<(), Failure> {
    let sandbox = Server::sandbox(FOR_TEN_THOUSAND)?;
    let url = sandbox.url.as_str();
    let school = ours::school(url, url)?;
    let baseline = Baseline::sign_in(url, url).await?;
    let (mut buffered, mut streamed, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let mut counts = [0; 3];
        // The one that goes first changes, so that none always follows the same other.
        for turn in 0..3 {
            let which = (round + turn) % 3;
            let started = Instant::now();
            // What a list frees is measured with it: a caller has to free it too.
            counts[which] = match which {
                0 => baseline.employees().await?.len(),
                1 => school.employees().list(SCHOOL_YEAR.parse()?).await?.len(),
                _ => stream_employees(&school, true).await?,
            };
            let milliseconds = started.elapsed().as_secs_f64() * 1e3;
            // The first round warms up.
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

    let theirs = works(3, "list-baseline", url, url)?;
    for (name, kind, limit) in [
        ("list of 10,000, buffered: peak memory", "list", Limit::Ratio(0.9)),
        ("list of 10,000, streamed and kept: peak memory", "list-streamed-kept", Limit::None),
        ("list of 10,000, streamed: peak memory", "list-streamed", Limit::None),
    ] {
        let ours = works(3, kind, url, url)?;
        report.add(name, megabytes(ours.peak), megabytes(theirs.peak), "MB", limit);
    }
    Ok(())
}

/// What a record costs as the list grows.
pub fn growth(report: &mut Report) -> Result<(), Failure> {
    let mut buffered = Vec::new();
    let mut streamed = Vec::new();
    for employees in [1_000, 10_000, 100_000] {
        let sandbox = Server::sandbox(employees)?;
        let url = sandbox.url.as_str();
        let rounds = if employees < 100_000 { 5 } else { 3 };
        let measure = |name: &str| -> Result<Vec<Measured>, Failure> {
            (0..rounds).map(|_| work(name, url, url)).collect::<Result<Vec<_>, _>>()
        };
        buffered.push(per_record(&measure("list")?));
        let runs = measure("list-streamed")?;
        streamed.push((per_record(&runs), median(runs.iter().map(Measured::over_idle).collect())));
    }
    if let ([small, middle, large], [small_streamed, middle_streamed, large_streamed]) =
        (buffered.as_slice(), streamed.as_slice())
    {
        report.add("a record of 10,000 over one of 1,000: wall", middle.0, small.0, "µs", Limit::None);
        report.add("a record of 100,000 over one of 10,000: wall", large.0, middle.0, "µs", Limit::None);
        report.add("a record of 100,000 over one of 10,000: memory", large.1, middle.1, "kB", Limit::None);
        report.add(
            "a streamed record of 100,000 over one of 10,000: wall",
            large_streamed.0.0,
            middle_streamed.0.0,
            "µs",
            Limit::None,
        );
        report.add(
            "list of 100,000, streamed: peak over idle",
            large_streamed.1,
            small_streamed.1,
            "MB",
            Limit::Value(16.0),
        );
    }
    Ok(())
}

/// Microseconds and kilobytes of a record.
fn per_record(runs: &[Measured]) -> (f64, f64) {
    // Lists here have at most 100,000 records.
    #[expect(clippy::cast_precision_loss)]
    let each = |value: f64, run: &Measured| value / run.records.max(1) as f64;
    (
        median(runs.iter().map(|run| each(run.seconds * 1e6, run)).collect()),
        median(runs.iter().map(|run| each(run.over_idle() * 1e3, run)).collect()),
    )
}
