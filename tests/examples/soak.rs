//! Ten thousand calls from 64 tasks against a sandbox that drops connections, answers 5xx and 429, and expires its
//! tokens: every PUT lands exactly once, no call is lost, every error is typed, and tokens are asked for about as often
//! as they expire. `cargo xtask soak` runs it.

#![allow(clippy::print_stdout, reason = "the figures are what it is for")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use personeel::types::{PutInterruption, PutInterruptionRequired};
use personeel::{
    Attachment, AttachmentId, Date, Error, ErrorKind, Institute, InterruptionId, PersonId, RetryPolicy, SchoolYear,
    Structure,
};
use personeel_sandbox::{Faults, Sandbox};
use personeel_tests::client_of;

const TASKS: usize = 64;
const CALLS: usize = 10_000;
const EXPIRY: Duration = Duration::from_millis(500);

/// What a task has seen.
#[derive(Default)]
struct Tally {
    done: u64,
    /// Refused or failed for good, by kind and status or code.
    failed: BTreeMap<String, u64>,
    interruptions: BTreeSet<InterruptionId>,
    attachments: BTreeSet<AttachmentId>,
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let faults: Faults =
        "latency=1ms,drop=0.03,status500=0.005,status502=0.02,status503=0.02,status429=0.01,retry-after=0".parse()?;
    let sandbox =
        Arc::new(Sandbox::builder().employees(TASKS * 2).today("2023-10-01".parse()?).faults(faults).start().await?);
    let retries = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&retries);
    let personeel = client_of(&sandbox)
        .retry(RetryPolicy::default().with_max_attempts(10).with_base(Duration::from_millis(5)))
        .on_retry(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        })
        .build()?;
    let school = personeel.institute("011007")?;
    let (year, structure): (SchoolYear, Structure) = ("2023-24".parse()?, "311".parse()?);
    let staff: Vec<PersonId> = school.employees().list(year).await?.iter().map(|employee| employee.person_id).collect();

    let expiries = Arc::new(AtomicU64::new(0));
    let expiring = tokio::spawn({
        let (sandbox, expiries) = (Arc::clone(&sandbox), Arc::clone(&expiries));
        async move {
            loop {
                tokio::time::sleep(EXPIRY).await;
                sandbox.expire_tokens();
                expiries.fetch_add(1, Ordering::Relaxed);
            }
        }
    });

    let started = Instant::now();
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let calls = CALLS / TASKS + usize::from(task < CALLS % TASKS);
            tokio::spawn(work(school.clone(), structure.clone(), staff[task % staff.len()], year, calls))
        })
        .collect();
    let mut total = Tally::default();
    for task in tasks {
        let tally = task.await?;
        total.done += tally.done;
        for (kind, count) in tally.failed {
            *total.failed.entry(kind).or_default() += count;
        }
        total.interruptions.extend(tally.interruptions);
        total.attachments.extend(tally.attachments);
    }
    let elapsed = started.elapsed();
    expiring.abort();

    let landed: Vec<InterruptionId> =
        sandbox.interruptions(school.number()).iter().map(|leave| leave.id.into()).collect();
    let attached: Vec<AttachmentId> = sandbox.attachments().iter().map(|attachment| attachment.id.into()).collect();
    let (leaves_once, files_once) = (once(&landed, &total.interruptions), once(&attached, &total.attachments));
    let lost = CALLS as u64 - total.done - total.failed.values().sum::<u64>();
    let (tokens, expiries) = (sandbox.token_requests(), expiries.load(Ordering::Relaxed));

    println!("calls             {CALLS} from {TASKS} tasks in {:.1} s", elapsed.as_secs_f64());
    println!("done              {}", total.done);
    println!("failed for good   {:?}", total.failed);
    println!("lost              {lost}");
    println!("repeated          {} attempts", retries.load(Ordering::Relaxed));
    println!("requests          {}", sandbox.stats().requests);
    println!("leaves            {leaves_once} of {} landed exactly once", total.interruptions.len());
    println!("attachments       {files_once} of {} landed exactly once", total.attachments.len());
    println!("token requests    {tokens} for {expiries} expiries");

    let typed = total.failed.keys().all(|kind| !kind.starts_with("internal") && !kind.starts_with("decode"));
    let good = lost == 0
        && typed
        && leaves_once == total.interruptions.len()
        && files_once == total.attachments.len()
        && (1..=expiries + 2).contains(&tokens);
    println!("verdict           {}", if good { "good" } else { "NOT GOOD" });
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads, registers leaves of a day each, and attaches files to them.
async fn work(school: Institute, structure: Structure, person: PersonId, year: SchoolYear, calls: usize) -> Tally {
    let mut tally = Tally::default();
    let mut leave = None;
    let mut day = year.first_day();
    for call in 0..calls {
        let outcome = match (call % 5, leave) {
            (0, _) => {
                let id = InterruptionId::random();
                let outcome = school.interruptions().put(person, id, one_day(&school, &structure, year, day)).await;
                day = day.civil().tomorrow().map_or(day, Date::from);
                if outcome.is_ok() {
                    tally.interruptions.insert(id);
                    leave = Some(id);
                }
                outcome
            }
            (1, Some(leave)) => {
                let id = AttachmentId::random();
                let file = Attachment::from_bytes("attest.txt", id.to_string());
                let outcome = school.attachments().put(leave, id, file).await;
                if outcome.is_ok() {
                    tally.attachments.insert(id);
                }
                outcome
            }
            (2, _) => school.interruptions().of(person, year).await.map(drop),
            (3, _) => school.employees().get(person, year).await.map(drop),
            _ => school.own_fields().of(person, year).await.map(drop),
        };
        match outcome {
            Ok(()) => tally.done += 1,
            Err(error) => *tally.failed.entry(describe(&error)).or_default() += 1,
        }
    }
    tally
}

fn describe(error: &Error) -> String {
    match (error.kind(), error.status(), error.codes().first()) {
        (ErrorKind::Refused, _, Some(refusal)) => refusal.code().to_string(),
        (kind, Some(status), _) => format!("{} {status}", kind.as_str()),
        (kind, None, _) => kind.as_str().to_owned(),
    }
}

fn one_day(school: &Institute, structure: &Structure, year: SchoolYear, day: Date) -> PutInterruption {
    PutInterruption::new(PutInterruptionRequired {
        instelnr: school.number(),
        schooljaar: year,
        hfd: structure.clone(),
        code: "1".into(),
        begindatum: day,
        einddatum: day,
        afzender: "soak".to_owned(),
    })
}

/// How many of those that were sent are there exactly once.
fn once<T: Ord>(all: &[T], sent: &BTreeSet<T>) -> usize {
    sent.iter().filter(|id| all.iter().filter(|known| known == id).count() == 1).count()
}
