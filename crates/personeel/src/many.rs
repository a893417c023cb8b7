//! The same work for many institutes, with a result that cannot be mistaken for complete.

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

/// Institutes at a time, unless the caller says otherwise.
const CONCURRENCY: usize = 8;

/// Work for many institutes that has not begun. Await it.
#[must_use = "nothing is sent until it is awaited"]
pub struct ForEach<W> {
    shared: Arc<Shared>,
    institutes: Vec<InstituteNumber>,
    work: W,
    concurrency: usize,
    progress: Option<Arc<Report>>,
}

type Report = dyn Fn(&Progress) + Send + Sync;

/// How far the work has come.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Progress {
    /// The institute that has just ended.
    pub institute: InstituteNumber,
    /// Whether it succeeded.
    pub succeeded: bool,
    /// Institutes that have ended.
    pub done: usize,
    /// Institutes in all.
    pub total: usize,
    /// Time since the work began.
    pub elapsed: Duration,
}

impl<W> ForEach<W> {
    pub(crate) fn new(shared: Arc<Shared>, institutes: impl IntoIterator<Item = InstituteNumber>, work: W) -> Self {
        let mut institutes: Vec<_> = institutes.into_iter().collect();
        institutes.sort_unstable();
        institutes.dedup();
        Self { shared, institutes, work, concurrency: CONCURRENCY, progress: None }
    }

    /// At most so many institutes at a time; 8 by default, 0 counts as 1.
    pub fn concurrency(mut self, institutes: usize) -> Self {
        self.concurrency = institutes.max(1);
        self
    }

    /// Is told of every institute that has ended. It must not block.
    pub fn on_progress(mut self, progress: impl Fn(&Progress) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(progress));
        self
    }

    /// The client, with retries for as many failures as can happen at a time.
    fn within_budget(&self) -> Shared {
        let at_a_time = u32::try_from(self.concurrency).unwrap_or(u32::MAX);
        let retries = self.shared.transport.policy.max_attempts.saturating_sub(1).saturating_mul(at_a_time);
        Shared { budget: Some(Arc::new(Budget::new(retries))), ..Shared::clone(&self.shared) }
    }

    /// Does the work.
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
        let shared = &Arc::new(self.within_budget());
        // Institutes whose turn comes when those before them are done, once more: their tokens are fetched meanwhile.
        let ahead = self.institutes.iter().copied().skip(2 * self.concurrency).map(Some).chain(std::iter::repeat(None));
        let mut ended = futures_util::stream::iter(self.institutes.iter().copied().zip(ahead))
            .map(|(number, ahead)| async move {
                if let Some(ahead) = ahead {
                    tokens.prepare(ahead);
                }
                let institute = Institute::new(Arc::clone(shared), number);
                (number, work(institute).await)
            })
            .buffer_unordered(self.concurrency);
        while let Some((institute, result)) = ended.next().await {
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

/// What many institutes gave. It must be opened as [`complete`](Self::complete) or as [`partial`](Self::partial): a run
/// that lacks an institute must not pass for one in which everybody of that institute is gone.
#[derive(Debug)]
#[must_use = "open it as complete or as partial"]
pub struct Outcome<T, E = Error> {
    done: BTreeMap<InstituteNumber, T>,
    failed: BTreeMap<InstituteNumber, E>,
}

impl<T, E> Outcome<T, E> {
    /// Whether no institute failed.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty()
    }

    /// The results of all institutes.
    ///
    /// # Errors
    ///
    /// Where an institute failed: every failure, and what the others gave.
    pub fn complete(self) -> Result<BTreeMap<InstituteNumber, T>, Incomplete<T, E>> {
        if self.failed.is_empty() { Ok(self.done) } else { Err(Incomplete(self.partial())) }
    }

    /// What there is, together with what is missing.
    pub fn partial(self) -> Partial<T, E> {
        Partial { done: self.done, failed: self.failed }
    }
}

/// Results that may lack institutes.
#[derive(Debug)]
#[non_exhaustive]
pub struct Partial<T, E = Error> {
    /// Results of the institutes that succeeded.
    pub done: BTreeMap<InstituteNumber, T>,
    /// Why the others failed.
    pub failed: BTreeMap<InstituteNumber, E>,
}

/// Institutes failed, so the result is not complete.
pub struct Incomplete<T, E = Error>(Partial<T, E>);

impl<T, E> Incomplete<T, E> {
    /// Why each institute failed.
    pub fn failed(&self) -> &BTreeMap<InstituteNumber, E> {
        &self.0.failed
    }

    /// What the others gave, with why these failed.
    pub fn into_partial(self) -> Partial<T, E> {
        self.0
    }
}

impl<T, E> fmt::Debug for Incomplete<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Results are people.
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
