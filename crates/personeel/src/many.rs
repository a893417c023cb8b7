//! The same work for many institutes, with a result that cannot be mistaken for complete when it is not.

use std::collections::BTreeMap;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use personeel_wire::InstituteNumber;
use tokio::time::Instant;

use crate::error::Error;
use crate::institute::Institute;
use crate::net::Budget;
use crate::shared::Shared;

/// How many institutes are processed at a time by default.
const CONCURRENCY: usize = 8;

/// Work for many institutes, which starts when it is awaited. Made by
/// [`Personeel::for_each`](crate::Personeel::for_each).
#[must_use = "nothing is sent until it is awaited"]
pub struct ForEach<W> {
    shared: Arc<Shared>,
    institutes: Vec<InstituteNumber>,
    work: W,
    concurrency: usize,
    progress: Option<Arc<Report>>,
}

type Report = dyn Fn(&Progress) + Send + Sync;

/// How far the work has progressed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Progress {
    /// The institute whose work has just finished.
    pub institute: InstituteNumber,
    /// Whether it succeeded.
    pub succeeded: bool,
    /// The number of institutes that are finished.
    pub done: usize,
    /// The total number of institutes.
    pub total: usize,
    /// The time since the work began.
    pub elapsed: Duration,
}

impl<W> ForEach<W> {
    pub(crate) fn new(shared: Arc<Shared>, institutes: impl IntoIterator<Item = InstituteNumber>, work: W) -> Self {
        let mut institutes: Vec<_> = institutes.into_iter().collect();
        institutes.sort_unstable();
        institutes.dedup();
        Self { shared, institutes, work, concurrency: CONCURRENCY, progress: None }
    }

    /// Sets how many institutes are processed at a time; 8 by default, and 0 counts as 1.
    pub fn concurrency(mut self, institutes: usize) -> Self {
        self.concurrency = institutes.max(1);
        self
    }

    /// Sets a callback for each institute that is finished. It must not block.
    pub fn on_progress(mut self, progress: impl Fn(&Progress) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    /// Returns the client with a shared budget of retries: as many as the institutes processed at a time could use.
    fn with_budget(&self) -> Shared {
        let at_a_time = u32::try_from(self.concurrency).unwrap_or(u32::MAX);
        let retries = self.shared.transport.policy.max_attempts.saturating_sub(1).saturating_mul(at_a_time);
        Shared { budget: Some(Arc::new(Budget::new(retries))), ..Shared::clone(&self.shared) }
    }

    /// Does the work and collects the results. Awaiting does the same, but requires `Send + 'static` work.
    pub async fn run<T, E, F>(self) -> Outcome<T, E>
    where
        W: Fn(Institute) -> F,
        F: Future<Output = Result<T, E>>,
    {
        let started = Instant::now();
        let total = self.institutes.len();
        self.shared.transport.tokens.share(self.institutes.iter().copied());
        let mut outcome = Outcome { done: BTreeMap::new(), failed: BTreeMap::new() };
        let work = &self.work;
        let tokens = &self.shared.transport.tokens;
        let shared = &Arc::new(self.with_budget());
        // Tokens are fetched for institutes two rounds ahead, while the ones before them are being processed.
        let ahead = self.institutes.iter().copied().skip(2 * self.concurrency).map(Some).chain(std::iter::repeat(None));
        let mut results = futures_util::stream::iter(self.institutes.iter().copied().zip(ahead))
            .map(|(number, ahead)| async move {
                if let Some(ahead) = ahead {
                    tokens.prepare(ahead);
                }
                let institute = Institute::new(Arc::clone(shared), number);
                (number, work(institute).await)
            })
            .buffer_unordered(self.concurrency);
        while let Some((institute, result)) = results.next().await {
            let succeeded = result.is_ok();
            match result {
                Ok(value) => drop(outcome.done.insert(institute, value)),
                Err(error) => drop(outcome.failed.insert(institute, error)),
            }
            if let Some(progress) = &self.progress {
                let done = outcome.done.len() + outcome.failed.len();
                progress(&Progress { institute, succeeded, done, total, elapsed: started.elapsed() });
            }
        }
        outcome
    }
}

impl<T, E, W, F> IntoFuture for ForEach<W>
where
    W: Fn(Institute) -> F + Send + Sync + 'static,
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    type Output = Outcome<T, E>;
    type IntoFuture = Pin<Box<dyn Future<Output = Outcome<T, E>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<W> fmt::Debug for ForEach<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ForEach")
            .field("institutes", &self.institutes.len())
            .field("concurrency", &self.concurrency)
            .finish_non_exhaustive()
    }
}

/// The results of many institutes. It must be opened as [`complete`](Self::complete) or as [`partial`](Self::partial):
/// a result with an institute missing must not be mistaken for one in which that institute's staff has left.
#[derive(Debug)]
#[must_use = "open it as complete or as partial"]
pub struct Outcome<T, E = Error> {
    done: BTreeMap<InstituteNumber, T>,
    failed: BTreeMap<InstituteNumber, E>,
}

impl<T, E> Outcome<T, E> {
    /// Returns whether every institute succeeded.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty()
    }

    /// Returns the results of all institutes.
    ///
    /// # Errors
    ///
    /// If any institute failed: all failures, together with the results of the others.
    pub fn complete(self) -> Result<BTreeMap<InstituteNumber, T>, Incomplete<T, E>> {
        if self.failed.is_empty() { Ok(self.done) } else { Err(Incomplete(self.partial())) }
    }

    /// Returns the results there are, together with the failures.
    pub fn partial(self) -> Partial<T, E> {
        Partial { done: self.done, failed: self.failed }
    }
}

/// Results in which institutes may be missing.
#[derive(Debug)]
#[non_exhaustive]
pub struct Partial<T, E = Error> {
    /// The results of the institutes that succeeded.
    pub done: BTreeMap<InstituteNumber, T>,
    /// The errors of the institutes that failed.
    pub failed: BTreeMap<InstituteNumber, E>,
}

/// The error when some institutes failed, so that the result is not complete.
pub struct Incomplete<T, E = Error>(Partial<T, E>);

impl<T, E> Incomplete<T, E> {
    /// Returns the error of each institute that failed.
    pub fn failed(&self) -> &BTreeMap<InstituteNumber, E> {
        &self.0.failed
    }

    /// Returns the results of the other institutes, together with the failures.
    pub fn into_partial(self) -> Partial<T, E> {
        self.0
    }
}

impl<T, E> fmt::Debug for Incomplete<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Results contain personal data.
        f.debug_struct("Incomplete")
            .field("done", &self.0.done.len())
            .field("failed", &self.0.failed.len())
            .finish_non_exhaustive()
    }
}

impl<T, E: fmt::Display> fmt::Display for Incomplete<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failed = &self.0.failed;
        write!(f, "{} of {} institutes failed", failed.len(), failed.len() + self.0.done.len())?;
        for error in failed.values().take(3) {
            write!(f, "; {error}")?;
        }
        if failed.len() > 3 {
            write!(f, "; and {} more", failed.len() - 3)?;
        }
        Ok(())
    }
}

impl<T, E: fmt::Display> std::error::Error for Incomplete<T, E> {}
