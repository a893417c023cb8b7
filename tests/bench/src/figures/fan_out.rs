//! The same call for many institutes.

use std::time::Instant;

use personeel::{InstituteNumber, PersonId, SchoolYear};
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
    let person: PersonId = fixed::PERSON.parse()?;
    let year: SchoolYear = SCHOOL_YEAR.parse()?;
    let institutes = (0..INSTITUTES)
        .map(|number| format!("{:06}", 100_000 + number).parse())
        .collect::<Result<Vec<InstituteNumber>, _>>()?;
    let mut walls = Vec::new();
    for _ in 0..ROUNDS {
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
    let ideal = f64::from(turns) * f64::from(u32::try_from(LATENCY)?);
    report.add("100 institutes, 16 at a time: wall against 7 x 20 ms", median(walls), ideal, "ms", Limit::Ratio(1.1));
    Ok(())
}
