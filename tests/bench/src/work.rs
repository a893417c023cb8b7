//! The tasks that run in their own process, so that only their memory is measured.

use std::time::Instant;

use personeel::{Attachment, AttachmentId, Institute, InterruptionId};
use personeel_bench::baseline::Baseline;
use personeel_bench::{Failure, SCHOOL_YEAR, memory, ours};

use crate::process::Measured;

/// Runs a task by its name; returns what it took as JSON.
pub async fn run(name: &str, api: &str, identity: &str) -> Result<String, Failure> {
    let school = ours::school(api, identity)?;
    let baseline = Baseline::sign_in(api, identity).await?;
    // The first call initialises what every call needs.
    school.own_fields().of(PERSON.parse()?, SCHOOL_YEAR.parse()?).await?;
    let file = tempfile::Builder::new().prefix("attest").suffix(".pdf").tempfile()?;
    std::fs::write(file.path(), vec![b'%'; ATTACHMENT_BYTES])?;
    memory::reset_peak()?;
    let idle = memory::resident()?;
    let started = Instant::now();
    let records = match name {
        "list" => school.employees().list(SCHOOL_YEAR.parse()?).await?.len(),
        "list-baseline" => baseline.employees().await?.len(),
        "list-streamed" => stream_employees(&school, false).await?,
        "list-streamed-kept" => stream_employees(&school, true).await?,
        "photos-streamed" => {
            let mut photos = school.photos().list(SCHOOL_YEAR.parse()?).stream();
            let mut count = 0;
            while let Some(photo) = photos.next().await {
                count += usize::from(photo?.photo.is_some());
            }
            count
        }
        "photos" => school.photos().list(SCHOOL_YEAR.parse()?).await?.len(),
        "photos-baseline" => baseline.photos().await?.len(),
        "attach" => {
            let attachment = Attachment::from_path(file.path()).await?;
            school.attachments().put(InterruptionId::random(), AttachmentId::random(), attachment).await?;
            1
        }
        "attach-baseline" => {
            baseline.attach(PERSON, PERSON, file.path()).await?;
            1
        }
        _ => return Err(format!("unknown task `{name}`").into()),
    };
    let seconds = started.elapsed().as_secs_f64();
    let measured = Measured { seconds, idle, peak: memory::peak()?, records };
    Ok(serde_json::to_string(&measured)?)
}

const PERSON: &str = personeel_bench::fixed::PERSON;

/// The size in bytes of the attached file.
pub const ATTACHMENT_BYTES: usize = 10_000_000;

/// Streams the employees, and keeps all of them or only one at a time.
pub async fn stream_employees(school: &Institute, keep: bool) -> Result<usize, Failure> {
    let mut employees = school.employees().list(SCHOOL_YEAR.parse()?).stream();
    let (mut kept, mut count) = (Vec::new(), 0);
    while let Some(employee) = employees.next().await {
        let employee = employee?;
        count += 1;
        if keep {
            kept.push(employee);
        }
    }
    Ok(count)
}
