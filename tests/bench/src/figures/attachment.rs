//! Attaching a file.

use personeel_bench::Failure;

use crate::process::{Server, megabytes, run_task_median};
use crate::report::{Limit, Report};
use crate::work::ATTACHMENT_BYTES;

/// Memory of attaching a file, compared with the size of its base64.
pub fn measure(report: &mut Report) -> Result<(), Failure> {
    let server = Server::fixed()?;
    let api = server.api(0, 0);
    let encoded = megabytes(u64::try_from(ATTACHMENT_BYTES.div_ceil(3) * 4)?);
    let ours = run_task_median(3, "attach", &api, &server.url)?;
    report.add(
        "attachment of 10 MB: peak over idle, against its base64",
        ours.over_idle(),
        encoded,
        "MB",
        Limit::Ratio(2.0),
    );
    let theirs = run_task_median(3, "attach-baseline", &api, &server.url)?;
    report.add("attachment of 10 MB: peak over idle", ours.over_idle(), theirs.over_idle(), "MB", Limit::None);
    Ok(())
}
