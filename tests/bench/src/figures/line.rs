//! A list of employees over an office line.

use std::process::Command;
use std::time::Instant;

use personeel_bench::baseline::Baseline;
use personeel_bench::{Failure, SCHOOL_YEAR, ours};

use super::list::FOR_TEN_THOUSAND;
use crate::process::Server;
use crate::report::{Limit, Report, median};
use crate::work::stream_employees;

const ROUNDS: usize = 5;

/// Wall time of 10,000 employees over 50 Mbit/s and 20 ms, compared with a client that requests no compression and with
/// a program that only downloads.
pub async fn measure(report: &mut Report) -> Result<(), Failure> {
    let sandbox = Server::sandbox(FOR_TEN_THOUSAND)?;
    let line = Server::line(&sandbox.url)?;
    let url = line.url.as_str();
    let school = ours::school(url, url)?;
    let baseline = Baseline::sign_in(url, url).await?;
    let (mut streamed, mut plain, mut downloaded) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        for turn in 0..3 {
            let which = (round + turn) % 3;
            let started = Instant::now();
            match which {
                0 => drop(baseline.employees().await?),
                1 => drop(stream_employees(&school, true).await?),
                _ => download(url)?,
            }
            if round > 0 {
                [&mut plain, &mut streamed, &mut downloaded][which].push(started.elapsed().as_secs_f64() * 1e3);
            }
        }
    }
    let streamed = median(streamed);
    let name = "list of 10,000 over 50 Mbit/s and 20 ms, streamed: wall";
    report.add(name, streamed, median(plain), "ms", Limit::Ratio(0.25));
    report.add(format!("{name} against curl --compressed"), streamed, median(downloaded), "ms", Limit::Ratio(1.1));
    Ok(())
}

/// Downloads the list without reading it, which takes as long as the line alone.
fn download(url: &str) -> Result<(), Failure> {
    let list_url = format!("{url}/employees?schoolyear={SCHOOL_YEAR}");
    let status =
        Command::new("curl").args(["--silent", "--fail", "--compressed", "-o", "/dev/null", &list_url]).status()?;
    if status.success() { Ok(()) } else { Err("curl could not download the list".into()) }
}
