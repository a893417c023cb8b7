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

use crate::error::{Error, Result};
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
    pub async fn run<T, F>(self) -> Outcome<T>
    where
        W: Fn(Institute) -> F,
        F: Future<Output = Result<T>>,
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

impl<T, W, F> IntoFuture for ForEach<W>
where
    W: Fn(Institute) -> F + Send + Sync + 'static,
    F: Future<Output = Result<T>> + Send + 'static,
    T: Send + 'static,
{
    type Output = Outcome<T>;
    type IntoFuture = Pin<Box<dyn Future<Output = Outcome<T>> + Send>>;

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
pub struct Outcome<T> {
    done: BTreeMap<InstituteNumber, T>,
    failed: BTreeMap<InstituteNumber, Error>,
}

impl<T> Outcome<T> {
    /// Whether no institute failed.
    pub fn is_complete(&self) -> bool {
        self.failed.is_empty()
    }

    /// The results of all institutes.
    ///
    /// # Errors
    ///
    /// Every failure, where an institute failed.
    pub fn complete(self) -> std::result::Result<BTreeMap<InstituteNumber, T>, Incomplete> {
        if self.failed.is_empty() {
            Ok(self.done)
        } else {
            Err(Incomplete { failed: self.failed, done: self.done.len() })
        }
    }

    /// What there is, together with what is missing.
    pub fn partial(self) -> Partial<T> {
        Partial { done: self.done, failed: self.failed }
    }
}

/// Results that may lack institutes.
#[derive(Debug)]
#[non_exhaustive]
pub struct Partial<T> {
    /// Results of the institutes that succeeded.
    pub done: BTreeMap<InstituteNumber, T>,
    /// Why the others failed.
    pub failed: BTreeMap<InstituteNumber, Error>,
}

/// Institutes failed, so the result is not complete.
#[derive(Debug, thiserror::Error)]
pub struct Incomplete {
    failed: BTreeMap<InstituteNumber, Error>,
    done: usize,
}

impl Incomplete {
    /// Why each institute failed.
    pub fn failed(&self) -> &BTreeMap<InstituteNumber, Error> {
        &self.failed
    }
}

impl fmt::Display for Incomplete {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.failed.len() + self.done;
        write!(f, "{} of {total} institutes failed", self.failed.len())?;
        for error in self.failed.values().take(3) {
            write!(f, "; {error}")?;
        }
        if self.failed.len() > 3 {
            write!(f, "; and {} more", self.failed.len() - 3)?;
        }
        Ok(())
    }
}
