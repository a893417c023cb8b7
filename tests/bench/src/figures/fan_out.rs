//! The same call for many institutes.

use std::time::Instant;

use personeel::{Guid, InstituteNumber, SchoolYear};
use personeel_bench::baseline::Baseline;
use personeel_bench::{Failure, SCHOOL_YEAR, fixed, ours};

use crate::process::Server;
use crate::report::{Limit, Report, median};

const INSTITUTES: usize = 100;
const AT_A_TIME: usize = 16;
const LATENCY: u64 = 20;
const ROUNDS: usize = 9;

/// Time for 100 institutes against that of the waits alone.
pub async fn measure(report: &mut Report) -> Result<(), Failure> {
    let server = Server::fixed()?;
    let api = server.api(0, LATENCY);
    let person: Guid = fixed::PERSON.parse()?;
    let year: SchoolYear = SCHOOL_YEAR.parse()?;
    let institutes = (0..INSTITUTES)
        .map(|number| format!("{:06}", 100_000 + number).parse())
        .collect::<Result<Vec<InstituteNumber>, _>>()?;
    let baseline = Baseline::sign_in(&api, &server.url).await?;
    let (mut walls, mut singles) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let started = Instant::now();
        baseline.own_fields(fixed::PERSON).await?;
        singles.push(started.elapsed().as_secs_f64() * 1e3);
        // Each round begins without connections and without a token.
        let client = ours::client(&api, &server.url)?;
        let started = Instant::now();
        let outcome = client
            .for_each(institutes.clone(), move |school| async move { school.own_fields().of(person, year).await })
            .concurrency(AT_A_TIME)
            .await;
        walls.push(started.elapsed().as_secs_f64() * 1e3);
        outcome.complete()?;
    }
    let turns = u32::try_from(INSTITUTES.div_ceil(AT_A_TIME))?;
    let wall = median(walls);
    let waits = f64::from(turns) * f64::from(u32::try_from(LATENCY)?);
    // Timers end late by up to a millisecond, and a call is more than its wait: what one call takes tells how much.
    let singles = f64::from(turns) * median(singles);
    report.add(
        "100 institutes, 16 at a time, 20 ms each: wall against 7 single calls",
        wall,
        singles,
        "ms",
        Limit::Ratio(1.1),
    );
    report.add("100 institutes: wall against 7 x 20 ms", wall, waits, "ms", Limit::Ratio(1.1));
    Ok(())
}
