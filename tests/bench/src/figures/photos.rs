//! Lists of photos.

use personeel_bench::Failure;

use crate::process::{Server, run_task, run_task_median};
use crate::report::{Limit, Report, median};

const PHOTOS: usize = 2_000;
const ROUNDS: usize = 7;

/// Memory of a streamed list, its growth with the list, and throughput.
pub fn measure(report: &mut Report) -> Result<(), Failure> {
    let server = Server::fixed()?;
    let short = server.api(PHOTOS, 0);
    let long = server.api(2 * PHOTOS, 0);
    let identity = server.url.as_str();
    let single = run_task_median(5, "photos-streamed", &short, identity)?;
    let theirs = run_task_median(3, "photos-baseline", &short, identity)?;
    report.add(
        "2,000 photos, streamed: peak over idle",
        single.over_idle(),
        theirs.over_idle(),
        "MB",
        Limit::Value(16.0),
    );
    let double = run_task_median(5, "photos-streamed", &long, identity)?;
    // No growth, within the kernel's precision: it counts pages in batches.
    report.add(
        "4,000 photos, streamed: peak over that of 2,000",
        double.over_idle(),
        single.over_idle(),
        "MB",
        Limit::More(1.0),
    );

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(rate(run_task("photos-streamed", &short, identity)?.seconds));
        theirs.push(rate(run_task("photos-baseline", &short, identity)?.seconds));
    }
    report.add("2,000 photos, streamed: throughput", median(ours), median(theirs), "photos/s", Limit::AtLeast(1.0));
    Ok(())
}

fn rate(seconds: f64) -> f64 {
    // A float represents a few thousand exactly.
    #[expect(clippy::cast_precision_loss)]
    let photos = PHOTOS as f64;
    photos / seconds
}
