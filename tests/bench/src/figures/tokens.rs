//! Token requests of many concurrent calls.

use futures_util::future::try_join_all;
use personeel_bench::{Failure, SCHOOL_YEAR, ours};
use personeel_sandbox::Sandbox;

use crate::report::{Limit, Report};

/// Token requests of 1,000 concurrent first calls.
pub async fn measure(report: &mut Report) -> Result<(), Failure> {
    let sandbox = Sandbox::start().await?;
    let school = ours::school(sandbox.api_url(), sandbox.identity_url())?;
    let year = SCHOOL_YEAR.parse()?;
    try_join_all((0..1_000).map(|_| school.own_fields().list(year).send())).await?;
    let requests = u32::try_from(sandbox.token_requests())?;
    report.add("1,000 concurrent first calls: token requests", requests.into(), 1.0, "requests", Limit::Ratio(1.0));
    Ok(())
}
