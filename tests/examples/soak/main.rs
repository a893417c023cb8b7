//! Ten thousand calls from 64 tasks against a sandbox that drops connections, returns 5xx and 429, and expires its
//! tokens. Half of the calls go through a gateway that returns 404 by itself, returns pages in place of lists and of
//! responses to writes, lets token requests hang, and is sometimes too busy for any request. Every PUT reported as done
//! must have been applied exactly once, no call may be lost, every error must be typed, no list may be falsely empty,
//! and tokens must be requested about as often as they expire. `cargo xtask soak` runs it.

#![allow(clippy::print_stdout, reason = "it prints its figures")]
#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of seconds is small and not negative"
)]

mod tally;
mod work;

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use personeel::{Guid, Institute, PersonId, RetryPolicy, SchoolYear, Structure, Timeouts};
use personeel_sandbox::{Faults, Sandbox};
use personeel_tests::{Gateway, GatewayFaults, client_of};

use tally::Tally;
use work::Work;

const TASKS: usize = 64;
const CALLS: usize = 10_000;
const EXPIRY: Duration = Duration::from_millis(500);
/// Short, so that tokens are renewed before they expire.
const TOKEN_LIFETIME: Duration = Duration::from_secs(2);

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn std::error::Error>> {
    let faults: Faults =
        "latency=1ms,drop=0.03,status500=0.005,status502=0.02,status503=0.02,status429=0.01,retry-after=0".parse()?;
    let sandbox = Sandbox::builder().employees(TASKS * 2).today("2023-10-01".parse()?).token_lifetime(TOKEN_LIFETIME);
    let sandbox = Arc::new(sandbox.faults(faults).start().await?);
    let interference = GatewayFaults { no_route: 0.01, page_before: 0.01, page_after: 0.01, token_hangs: 0.2 };
    let gateway = Arc::new(Gateway::start(sandbox.api_url(), interference).await?);
    let retries = Arc::new(AtomicU64::new(0));
    let schools = [school(&sandbox, None, &retries)?, school(&sandbox, Some(&gateway), &retries)?];
    let (year, structure): (SchoolYear, Structure) = ("2023-24".parse()?, "311".parse()?);
    let staff: Vec<PersonId> =
        schools[0].employees().list(year).await?.iter().map(|employee| employee.person_id).collect();

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

    let bursting = tokio::spawn(send_bursts(Arc::clone(&gateway)));

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
    println!("retried           {} attempts", retries.load(Ordering::Relaxed));
    println!("requests          {}", sandbox.stats().requests);
    println!("leaves            {leaves_once} of {} landed exactly once", total.interruptions.len());
    println!("attachments       {files_once} of {} landed exactly once", total.attachments.len());
    println!("doubled           {doubled}");
    println!("outcome unknown   {} writes, of which {unknown_landed} landed", total.unknown.len());
    println!("untyped errors    {}", total.untyped);
    println!("false empties     {}", total.false_empties);
    let [no_route, before, after, hanging, busy] = gateway.counts();
    println!("gateway           {no_route} no route, {before} and {after} pages, {hanging} tokens hung, {busy} busy");
    println!("token requests    {tokens} for {expiries} expiries");

    // Each client renews its token before it expires, and once for each forced expiry.
    let lives = elapsed.as_secs_f64() / (TOKEN_LIFETIME.as_secs_f64() * 0.9);
    let max_tokens = schools.len() as u64 * (expiries + 2 + lives as u64);
    let good = lost == 0
        && doubled == 0
        && total.untyped == 0
        && total.false_empties == 0
        && gateway.counts().iter().all(|times| *times > 0)
        && leaves_once == total.interruptions.len()
        && files_once == total.attachments.len()
        && (1..=max_tokens).contains(&tokens);
    println!("verdict           {}", if good { "good" } else { "NOT GOOD" });
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// An institute, reached directly or through the gateway.
fn school(sandbox: &Sandbox, gateway: Option<&Gateway>, retries: &Arc<AtomicU64>) -> personeel::Result<Institute> {
    let counted = Arc::clone(retries);
    let mut timeouts = Timeouts::default();
    timeouts.attempt = Duration::from_secs(2);
    let mut builder = client_of(sandbox)
        .timeouts(timeouts)
        .retry(RetryPolicy::default().with_max_attempts(10).with_base(Duration::from_millis(5)))
        .on_retry(move |_| {
            counted.fetch_add(1, Ordering::Relaxed);
        });
    if let Some(gateway) = gateway {
        builder = builder.api_url(gateway.url()).identity_url(gateway.url());
    }
    builder.build()?.institute("011007")
}

/// Makes the gateway busy in bursts: calls outlast most of them, but not every fourth.
async fn send_bursts(gateway: Arc<Gateway>) {
    for turn in 1_u32.. {
        tokio::time::sleep(Duration::from_millis(700)).await;
        gateway.set_busy(true);
        tokio::time::sleep(Duration::from_millis(if turn % 4 == 0 { 1_500 } else { 60 })).await;
        gateway.set_busy(false);
    }
}
