//! Ten thousand calls from 64 tasks against a sandbox that drops connections, answers 5xx and 429, and expires its
//! tokens. Half of them go through a gateway that answers 404 by itself, shows pages in place of lists and of the answers
//! to writes, lets requests for tokens hang, and is too busy for anybody now and then. Every PUT that is reported as done
//! has landed exactly once, no call is lost, every error is typed, no list is empty that is none, and tokens are asked for
//! about as often as they expire. `cargo xtask soak` runs it.

#![allow(clippy::print_stdout, reason = "the figures are what it is for")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of seconds is small, and no less than none"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use personeel::types::PutInterruption;
use personeel::{Attachment, Date, Error, ErrorKind, Guid, Institute, RetryPolicy, SchoolYear, Structure, Timeouts};
use personeel_sandbox::{Faults, Sandbox};
use personeel_tests::{Gateway, Moods, client_of};

const TASKS: usize = 64;
const CALLS: usize = 10_000;
const EXPIRY: Duration = Duration::from_millis(500);
/// Short, so that tokens are renewed while they are valid.
const TOKEN_LIFETIME: Duration = Duration::from_secs(2);

/// What a task has seen.
#[derive(Default)]
struct Tally {
    done: u64,
    /// Refused or failed for good, by kind and status or code.
    failed: BTreeMap<String, u64>,
    interruptions: BTreeSet<Guid>,
    attachments: BTreeSet<Guid>,
    /// Writes of which nobody knows whether they were carried out.
    unknown: BTreeSet<Guid>,
    /// Lists and records that were empty and cannot have been.
    false_empties: u64,
    /// Errors that say too little.
    untyped: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.done += other.done;
        for (kind, count) in other.failed {
            *self.failed.entry(kind).or_default() += count;
        }
        self.interruptions.extend(other.interruptions);
        self.attachments.extend(other.attachments);
        self.unknown.extend(other.unknown);
        self.false_empties += other.false_empties;
        self.untyped += other.untyped;
    }

    /// Counts a call that failed for good.
    fn fail(&mut self, error: &Error, written: Option<Guid>) {
        *self.failed.entry(describe(error)).or_default() += 1;
        // A page is told as one, with the call that it answered.
        let is_odd = error.kind() == ErrorKind::Internal
            || (error.is_decode() && error.status() != Some(200))
            || (error.status().is_some() && error.attempts() == 0 && !error.is_connection())
            || error.operation().is_none();
        self.untyped += u64::from(is_odd);
        if let Some(id) = written.filter(|_| error.may_have_been_applied()) {
            self.untyped += u64::from(error.id() != Some(id));
            self.unknown.insert(id);
        }
    }
}

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let faults: Faults =
        "latency=1ms,drop=0.03,status500=0.005,status502=0.02,status503=0.02,status429=0.01,retry-after=0".parse()?;
    let sandbox = Sandbox::builder().employees(TASKS * 2).today("2023-10-01".parse()?).token_lifetime(TOKEN_LIFETIME);
    let sandbox = Arc::new(sandbox.faults(faults).start().await?);
    let moods = Moods { no_route: 0.01, page_before: 0.01, page_after: 0.01, token_hangs: 0.05 };
    let gateway = Arc::new(Gateway::start(&sandbox.api_url(), moods).await?);
    let retries = Arc::new(AtomicU64::new(0));
    let school_of = |through_gateway: bool| {
        let counted = Arc::clone(&retries);
        let mut timeouts = Timeouts::default();
        timeouts.attempt = Duration::from_secs(2);
        let mut builder = client_of(&sandbox)
            .timeouts(timeouts)
            .retry(RetryPolicy::default().with_max_attempts(10).with_base(Duration::from_millis(5)))
            .on_retry(move |_| {
                counted.fetch_add(1, Ordering::Relaxed);
            });
        if through_gateway {
            builder = builder.api_url(gateway.url()).identity_url(gateway.url());
        }
        builder.build()?.institute("011007")
    };
    let schools = [school_of(false)?, school_of(true)?];
    let (year, structure): (SchoolYear, Structure) = ("2023-24".parse()?, "311".parse()?);
    let staff: Vec<Guid> = schools[0].employees().list(year).await?.iter().map(|employee| employee.person_id).collect();

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

    let bursting = tokio::spawn({
        let gateway = Arc::clone(&gateway);
        async move {
            // Short ones that calls outlast, and every fourth for ever, as far as a call can tell.
            for turn in 1_u32.. {
                tokio::time::sleep(Duration::from_millis(700)).await;
                gateway.set_busy(true);
                tokio::time::sleep(Duration::from_millis(if turn % 4 == 0 { 1_500 } else { 60 })).await;
                gateway.set_busy(false);
            }
        }
    });

    let started = Instant::now();
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let calls = CALLS / TASKS + usize::from(task < CALLS % TASKS);
            let work = Work {
                school: schools[task % schools.len()].clone(),
                structure: structure.clone(),
                person: staff[task % staff.len()],
                year,
                people: staff.len(),
            };
            tokio::spawn(work.run(calls))
        })
        .collect();
    let mut total = Tally::default();
    for task in tasks {
        total.add(task.await?);
    }
    let elapsed = started.elapsed();
    expiring.abort();
    bursting.abort();

    let landed: Vec<Guid> = sandbox.interruptions(schools[0].number()).iter().map(|leave| leave.id).collect();
    let attached: Vec<Guid> = sandbox.attachments().iter().map(|attachment| attachment.id).collect();
    let once = |all: &[Guid], sent: &BTreeSet<Guid>| {
        sent.iter().filter(|id| all.iter().filter(|known| known == id).count() == 1).count()
    };
    let (leaves_once, files_once) = (once(&landed, &total.interruptions), once(&attached, &total.attachments));
    let times = |id: &Guid| landed.iter().chain(&attached).filter(|known| *known == id).count();
    let doubled = landed.iter().chain(&attached).filter(|id| times(id) > 1).count();
    let unknown_landed = total.unknown.iter().filter(|id| times(id) > 0).count();
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
    println!("doubled           {doubled}");
    println!("nobody knows      {} writes, of which {unknown_landed} landed", total.unknown.len());
    println!("untyped errors    {}", total.untyped);
    println!("false empties     {}", total.false_empties);
    let [no_route, before, after, hanging, busy] = gateway.done();
    println!("gateway           {no_route} no route, {before} and {after} pages, {hanging} tokens hung, {busy} busy");
    println!("token requests    {tokens} for {expiries} expiries");

    // Each client renews in time, and once for each expiry.
    let lives = elapsed.as_secs_f64() / (TOKEN_LIFETIME.as_secs_f64() * 0.9);
    let most_tokens = schools.len() as u64 * (expiries + 2 + lives as u64);
    let good = lost == 0
        && doubled == 0
        && total.untyped == 0
        && total.false_empties == 0
        && gateway.done().iter().all(|times| *times > 0)
        && leaves_once == total.interruptions.len()
        && files_once == total.attachments.len()
        && (1..=most_tokens).contains(&tokens);
    println!("verdict           {}", if good { "good" } else { "NOT GOOD" });
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What a task works with.
struct Work {
    school: Institute,
    structure: Structure,
    person: Guid,
    year: SchoolYear,
    /// How many people there are.
    people: usize,
}

impl Work {
    /// Reads, registers leaves of a day each, and attaches files to them.
    async fn run(self, calls: usize) -> Tally {
        let Self { school, structure, person, year, people } = &self;
        let mut tally = Tally::default();
        let mut leave = None;
        let mut day = year.first_day();
        for call in 0..calls {
            // How much was read, and whether that can be; or what was written.
            let (outcome, written) = match (call % 5, leave) {
                (0, _) => {
                    let id = Guid::random();
                    let outcome = school.interruptions().put(*person, id, one_day(school, structure, *year, day)).await;
                    day = day.civil().tomorrow().map_or(day, Date::from);
                    if outcome.is_ok() {
                        tally.interruptions.insert(id);
                        leave = Some(id);
                    }
                    (outcome.map(|()| true), Some(id))
                }
                (1, Some(leave)) => {
                    let id = Guid::random();
                    let file = Attachment::from_bytes("attest.txt", id.to_string());
                    let outcome = school.attachments().put(leave, id, file).await;
                    if outcome.is_ok() {
                        tally.attachments.insert(id);
                    }
                    (outcome.map(|()| true), Some(id))
                }
                (2, _) => {
                    let leaves = school.interruptions().of(*person, *year).await;
                    (leaves.map(|leaves| leaves.len() >= tally.interruptions.len()), None)
                }
                (3, _) => (school.employees().get(*person, *year).await.map(|one| one.is_some()), None),
                _ if call % 10 == 4 => (self.count().await.map(|count| count == *people), None),
                _ => (school.own_fields().of(*person, *year).await.map(|_| true), None),
            };
            match outcome {
                Ok(is_whole) => {
                    tally.done += 1;
                    tally.false_empties += u64::from(!is_whole);
                }
                Err(error) => tally.fail(&error, written),
            }
        }
        tally
    }

    /// Counts the staff as it arrives.
    async fn count(&self) -> Result<usize, Error> {
        let mut records = self.school.employees().list(self.year).stream();
        let mut count = 0;
        while let Some(record) = records.next().await {
            record?;
            count += 1;
        }
        Ok(count)
    }
}

fn describe(error: &Error) -> String {
    match (error.kind(), error.status(), error.codes().first()) {
        (ErrorKind::Refused, _, Some(refusal)) => refusal.code().to_string(),
        (kind, Some(status), _) => format!("{} {status}", kind.as_str()),
        (kind, None, _) => kind.as_str().to_owned(),
    }
}

fn one_day(school: &Institute, structure: &Structure, year: SchoolYear, day: Date) -> PutInterruption {
    PutInterruption::new(school.number(), year, structure.clone(), "1".into(), day, day, "soak".to_owned())
}
