//! Lists of photos.

use personeel_bench::Failure;

use crate::process::{Server, work, works};
use crate::report::{Limit, Report, median};

const PHOTOS: usize = 2_000;
const ROUNDS: usize = 7;

/// Memory of a streamed list, its growth with the list, and how fast it goes.
pub fn measure(report: &mut Report) -> Result<(), Failure> {
    let server = Server::fixed()?;
    let short = server.api(PHOTOS, 0);
    let long = server.api(2 * PHOTOS, 0);
    let identity = server.url.as_str();
    let one = works(5, "photos-streamed", &short, identity)?;
    let theirs = works(3, "photos-baseline", &short, identity)?;
    report.add("2,000 photos, streamed: peak over idle", one.over_idle(), theirs.over_idle(), "MB", Limit::Value(16.0));
    let two = works(5, "photos-streamed", &long, identity)?;
    // "None" within what the kernel counts by: pages come in batches.
    report.add(
        "4,000 photos, streamed: peak over that of 2,000",
        two.over_idle(),
        one.over_idle(),
        "MB",
        Limit::More(1.0),
    );

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(rate(work("photos-streamed", &short, identity)?.seconds));
        theirs.push(rate(work("photos-baseline", &short, identity)?.seconds));
    }
    report.add("2,000 photos, streamed: throughput", median(ours), median(theirs), "photos/s", Limit::AtLeast(1.0));
    Ok(())
}

fn rate(seconds: f64) -> f64 {
    // A few thousand fit a float.
    #[expect(clippy::cast_precision_loss)]
    let photos = PHOTOS as f64;
    photos / seconds
}
