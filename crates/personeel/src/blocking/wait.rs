//! Blocks on a future on the calling thread.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::runtime::Handle;
use tokio::task::coop::{has_budget_remaining, poll_proceed};

/// Polls a future to completion. The runtime that it needs must run on another thread.
pub(super) fn wait_for<F: Future>(future: F) -> F::Output {
    let signal = Arc::new(Signal { thread: thread::current(), is_awake: AtomicBool::new(false) });
    let waker = Waker::from(Arc::clone(&signal));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        // The future itself may have parked this thread and consumed its token, so the token alone is not enough.
        while !signal.is_awake.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

/// Wakes a thread.
struct Signal {
    thread: Thread,
    is_awake: AtomicBool,
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_awake.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Whether blocking this thread would block an async runtime of tokio.
///
/// An entered runtime proves nothing, because `spawn_blocking` and `block_in_place`, which exist for blocking, have one
/// too. But tokio gives a budget of steps only to code that it polls. Code that can use up such a budget is therefore
/// being polled. The steps used to find out are given back.
pub(super) fn is_in_async_code() -> bool {
    /// More steps than any version of tokio allows.
    const MAX_STEPS: usize = 4096;
    if Handle::try_current().is_err() {
        return false;
    }
    let mut context = Context::from_waker(Waker::noop());
    let mut taken = Vec::new();
    while has_budget_remaining() && taken.len() < MAX_STEPS {
        match poll_proceed(&mut context) {
            Poll::Ready(step) => taken.push(step),
            Poll::Pending => break,
        }
    }
    let is_limited = !has_budget_remaining();
    // Each step restores the budget before it, so the first must be dropped last.
    while taken.pop().is_some() {}
    is_limited
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn code_that_a_runtime_polls_is_detected() {
        assert!(is_in_async_code(), "block_on");
        assert!(has_budget_remaining(), "the steps are given back");
        assert!(tokio::spawn(async { is_in_async_code() }).await.unwrap(), "a task");
        assert!(!tokio::task::spawn_blocking(is_in_async_code).await.unwrap(), "spawn_blocking");
        let handle = Handle::current();
        let entered = std::thread::spawn(move || {
            let _entered = handle.enter();
            is_in_async_code()
        });
        assert!(!entered.join().unwrap(), "entered but not polled");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn code_on_a_worker_is_detected() {
        assert!(tokio::spawn(async { is_in_async_code() }).await.unwrap());
        let set_aside = tokio::spawn(async { tokio::task::block_in_place(is_in_async_code) });
        assert!(!set_aside.await.unwrap(), "block_in_place");
        let local = tokio::task::LocalSet::new();
        assert!(local.run_until(async { is_in_async_code() }).await);
        let spawned = local.run_until(async { tokio::task::spawn_local(async { is_in_async_code() }).await });
        assert!(spawned.await.unwrap(), "a local task");
    }

    #[test]
    fn other_code_is_not_detected() {
        assert!(!is_in_async_code());
        assert!(!wait_for(async { is_in_async_code() }));
    }

    #[test]
    fn a_wake_is_not_lost_when_the_thread_was_parked_elsewhere() {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let woken = wait_for(async move {
            let early = std::thread::spawn(move || sender.send(7));
            let mut receiver = pin!(receiver);
            let first = std::future::poll_fn(|context| Poll::Ready(receiver.as_mut().poll(context))).await;
            early.join().unwrap().unwrap();
            // Consumes the token that the wake has left, if any.
            std::thread::park_timeout(Duration::from_millis(20));
            match first {
                Poll::Ready(value) => value,
                Poll::Pending => receiver.await,
            }
        });
        assert_eq!(woken, Ok(7));
    }
}
