//! One call for many institutes.

use std::time::Instant;

use personeel::{InstituteNumber, PersonId, SchoolYear};
use personeel_bench::{Failure, SCHOOL_YEAR, fixed, ours};

use crate::process::Server;
use crate::report::{Limit, Report, median};

const LATENCY: u64 = 20;
const ROUNDS: usize = 9;

/// Wall time for many institutes, compared with that of the latency alone. The server accepts heads of 16 KiB, and its
/// tokens grow with the number of scopes.
pub async fn measure(report: &mut Report) -> Result<(), Failure> {
    measure_institutes(report, 100, 16).await?;
    measure_institutes(report, 1000, 32).await
}

async fn measure_institutes(report: &mut Report, count: usize, at_a_time: usize) -> Result<(), Failure> {
    let server = Server::fixed()?;
    let api = server.api(0, LATENCY);
    let person: PersonId = fixed::PERSON.parse()?;
    let year: SchoolYear = SCHOOL_YEAR.parse()?;
    let institutes = (0..count)
        .map(|number| format!("{:06}", 100_000 + number).parse())
        .collect::<Result<Vec<InstituteNumber>, _>>()?;
    let mut walls = Vec::new();
    for _ in 0..ROUNDS {
        // Each round starts without connections and without a token.
        let client = ours::client(&api, &server.url)?;
        let started = Instant::now();
        let outcome = client
            .for_each(institutes.clone(), move |school| async move { school.own_fields().of(person, year).await })
            .concurrency(at_a_time)
            .await;
        walls.push(started.elapsed().as_secs_f64() * 1e3);
        outcome.complete()?;
    }
    let turns = u32::try_from(count.div_ceil(at_a_time))?;
    let ideal = f64::from(turns) * f64::from(u32::try_from(LATENCY)?);
    let name = format!("{count} institutes, {at_a_time} at a time: wall against {turns} x {LATENCY} ms");
    report.add(name, median(walls), ideal, "ms", Limit::Ratio(1.1));
    Ok(())
}
