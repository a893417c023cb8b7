use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};

use secrecy::ExposeSecret as _;

use super::*;
use crate::net::RetryPolicy;
use crate::token::cached::RENEWAL_MARGIN;
use crate::token::{AccessToken, TokenSource};

const HOUR: Duration = Duration::from_secs(3600);

/// A source of numbered tokens, or of the errors that a test has queued.
#[derive(Default)]
struct Source {
    requests: AtomicUsize,
    takes: Duration,
    lifetime: Duration,
    errors: Mutex<VecDeque<TokenErrorKind>>,
    refuses: Vec<InstituteNumber>,
    drops_silently: bool,
}

impl Source {
    fn queue_error(&self, kind: TokenErrorKind) {
        lock(&self.errors).push_back(kind);
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

impl TokenSource for Source {
    async fn token(&self, scopes: &[Scope]) -> Result<AccessToken, TokenError> {
        let number = self.requests.fetch_add(1, Ordering::SeqCst) + 1;
        tokio::time::sleep(self.takes).await;
        if let Some(kind) = lock(&self.errors).pop_front() {
            return Err(TokenError::new(kind, "as the test asked"));
        }
        let token = AccessToken::new(format!("token {number}"), self.lifetime);
        let (refused, granted): (Vec<Scope>, Vec<Scope>) =
            scopes.iter().copied().partition(|scope| self.refuses.contains(&scope.institute()));
        if refused.is_empty() {
            Ok(token)
        } else if self.drops_silently {
            Ok(token.with_granted_scopes(granted.iter().map(ToString::to_string)))
        } else {
            Err(TokenError::new(TokenErrorKind::InvalidScope, "not granted"))
        }
    }
}

fn source() -> Source {
    Source { takes: Duration::from_millis(50), lifetime: HOUR, ..Source::default() }
}

fn cache(source: Source) -> (Arc<Source>, Arc<TokenCache>) {
    let source = Arc::new(source);
    let supply = Supply::new(Arc::clone(&source) as _, RetryPolicy::default(), Duration::from_secs(30));
    (source, Arc::new(TokenCache::new(supply)))
}

fn institute(number: &str) -> InstituteNumber {
    number.parse().unwrap()
}

async fn ask(cache: &TokenCache) -> String {
    cache.token(institute("011007")).await.unwrap().secret.expose_secret().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_thousand_first_callers_make_one_request() {
    let (source, cache) = cache(source());
    let callers: Vec<_> = (0..1000)
        .map(|_| {
            tokio::spawn({
                let cache = Arc::clone(&cache);
                async move { ask(&cache).await }
            })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), "token 1");
    }
    assert_eq!(source.requests(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_callers_share_a_failure_and_the_next_requests_again() {
    let (source, cache) = cache(source());
    source.queue_error(TokenErrorKind::Unavailable);
    let callers: Vec<_> = (0..1000)
        .map(|_| {
            tokio::spawn({
                let cache = Arc::clone(&cache);
                async move { cache.token(institute("011007")).await.is_err() }
            })
        })
        .collect();
    for caller in callers {
        assert!(caller.await.unwrap());
    }
    assert_eq!(source.requests(), 1);
    tokio::time::advance(Duration::from_millis(250)).await;
    assert_eq!(ask(&cache).await, "token 2");
}

/// Waits until a renewal that has begun is finished.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(60)).await;
}

#[tokio::test(start_paused = true)]
async fn renewal_begins_before_expiry_and_no_caller_waits_for_it() {
    let (source, cache) = cache(source());
    assert_eq!(ask(&cache).await, "token 1");
    tokio::time::advance(HOUR - RENEWAL_MARGIN - Duration::from_secs(1)).await;
    assert_eq!(ask(&cache).await, "token 1");
    tokio::time::advance(Duration::from_secs(2)).await;
    let before = Instant::now();
    for _ in 0..3 {
        assert_eq!(ask(&cache).await, "token 1", "the valid token is used meanwhile");
    }
    assert_eq!(Instant::now(), before);
    settle().await;
    assert_eq!(ask(&cache).await, "token 2");
    assert_eq!(source.requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_short_lived_token_is_used_for_most_of_its_lifetime() {
    let (source, cache) = cache(Source { lifetime: Duration::from_secs(10), ..source() });
    ask(&cache).await;
    tokio::time::advance(Duration::from_millis(8_900)).await;
    assert_eq!(ask(&cache).await, "token 1");
    settle().await;
    assert_eq!(source.requests(), 1);
    tokio::time::advance(Duration::from_millis(200)).await;
    assert_eq!(ask(&cache).await, "token 1");
    settle().await;
    assert_eq!(ask(&cache).await, "token 2");
    assert_eq!(source.requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_valid_token_survives_failed_renewals_until_it_expires() {
    let (source, cache) = cache(source());
    ask(&cache).await;
    tokio::time::advance(HOUR - Duration::from_secs(30)).await;
    for (kind, requests) in [(TokenErrorKind::Unavailable, 2), (TokenErrorKind::InvalidClient, 3)] {
        source.queue_error(kind);
        assert_eq!(ask(&cache).await, "token 1");
        settle().await;
        assert_eq!(source.requests(), requests);
        assert_eq!(ask(&cache).await, "token 1");
        settle().await;
        assert_eq!(source.requests(), requests, "the next attempt waits a little");
        tokio::time::advance(RENEWAL_PAUSE).await;
    }
    tokio::time::advance(Duration::from_secs(30)).await;
    source.queue_error(TokenErrorKind::Unavailable);
    let error = cache.token(institute("011007")).await.err().unwrap().error;
    assert_eq!(error.kind(), TokenErrorKind::Unavailable);
    tokio::time::advance(Duration::from_secs(60)).await;
    assert_eq!(ask(&cache).await, "token 5");
}

/// A source that returns its first token at once and then hangs.
#[derive(Default)]
struct Hangs {
    requests: AtomicUsize,
    lifetime: Duration,
}

impl TokenSource for Hangs {
    async fn token(&self, _: &[Scope]) -> Result<AccessToken, TokenError> {
        let first = self.requests.fetch_add(1, Ordering::SeqCst) == 0;
        if first { Ok(AccessToken::new("token 1", self.lifetime)) } else { std::future::pending().await }
    }
}

#[tokio::test(start_paused = true)]
async fn a_hanging_renewal_delays_no_call_until_the_token_expires() {
    let source = Arc::new(Hangs { lifetime: HOUR, ..Hangs::default() });
    let cache = TokenCache::new(Supply::new(Arc::clone(&source) as _, RetryPolicy::default(), Duration::from_secs(30)));
    ask(&cache).await;
    tokio::time::advance(HOUR - Duration::from_secs(59)).await;
    for _ in 0..50 {
        let before = Instant::now();
        assert_eq!(ask(&cache).await, "token 1");
        assert_eq!(Instant::now(), before, "no caller waits");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert!(source.requests.load(Ordering::SeqCst) <= 4, "{}", source.requests.load(Ordering::SeqCst));
    tokio::time::advance(Duration::from_secs(20)).await;
    let before = Instant::now();
    let error = cache.token(institute("011007")).await.err().unwrap().error;
    assert_eq!(error.kind(), TokenErrorKind::Unavailable);
    assert!(Instant::now() - before <= Duration::from_secs(31), "any source that hangs is given up");
}

#[test]
fn a_cancelled_renewal_pauses_like_a_failed_one() {
    let source = Arc::new(Hangs { lifetime: HOUR, ..Hangs::default() });
    let cache = Arc::new(TokenCache::new(Supply::new(
        Arc::clone(&source) as _,
        RetryPolicy::default(),
        Duration::from_secs(30),
    )));
    // Each runtime cancels its tasks when it ends, as in a program.
    for turn in 0..3 {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().start_paused(turn == 0).build().unwrap();
        runtime.block_on(async {
            ask(&cache).await;
            if turn == 0 {
                let mut slot = lock(&cache.group(institute("011007")).slot).token.clone().unwrap();
                slot.renew_at = Instant::now();
                lock(&cache.group(institute("011007")).slot).token = Some(slot);
                assert_eq!(ask(&cache).await, "token 1");
                tokio::task::yield_now().await;
            }
        });
    }
    assert_eq!(source.requests.load(Ordering::SeqCst), 2, "the first request and one renewal");
}

#[tokio::test(start_paused = true)]
async fn a_lifetime_too_long_for_the_clock_never_expires() {
    for lifetime in [Duration::MAX, Duration::from_secs(u64::MAX), Duration::from_secs(i64::MAX as u64)] {
        let (source, cache) = cache(Source { lifetime, ..source() });
        ask(&cache).await;
        tokio::time::advance(HOUR * 24 * 365).await;
        assert_eq!(ask(&cache).await, "token 1");
        assert!(cache.fresh(institute("011007")).unwrap().to_access_token().lifetime() > HOUR);
        assert_eq!(source.requests(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn only_the_rejected_token_is_dropped() {
    let (source, cache) = cache(source());
    let old = cache.token(institute("011007")).await.unwrap();
    cache.invalidate(institute("011007"), &old);
    let fresh = cache.token(institute("011007")).await.unwrap();
    assert_eq!(fresh.secret.expose_secret(), "token 2");
    // The late 401 of a call that was sent with the old token.
    cache.invalidate(institute("011007"), &old);
    assert_eq!(ask(&cache).await, "token 2");
    assert_eq!(source.requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_caller_leaves_the_request_to_the_next() {
    let (source, cache) = cache(source());
    let first = tokio::spawn({
        let cache = Arc::clone(&cache);
        async move { ask(&cache).await }
    });
    tokio::task::yield_now().await;
    let second = tokio::spawn({
        let cache = Arc::clone(&cache);
        async move { ask(&cache).await }
    });
    tokio::task::yield_now().await;
    first.abort();
    assert_eq!(second.await.unwrap(), "token 2");
    assert_eq!(source.requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn institutes_that_were_named_together_share_a_token() {
    let (source, cache) = cache(source());
    cache.share([institute("011007"), institute("038281")]);
    assert_eq!(ask(&cache).await, "token 1");
    assert_eq!(cache.token(institute("038281")).await.unwrap().secret.expose_secret(), "token 1");
    assert_eq!(cache.token(institute("999999")).await.unwrap().secret.expose_secret(), "token 2");
    assert_eq!(source.requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn one_refused_scope_does_not_affect_the_other_institutes() {
    for drops_silently in [false, true] {
        let (source, cache) = cache(Source { refuses: vec![institute("038281")], drops_silently, ..source() });
        cache.share([institute("011007"), institute("038281")]);
        assert_eq!(ask(&cache).await, "token 2");
        let error = cache.token(institute("038281")).await.err().unwrap().error;
        assert_eq!(error.kind(), TokenErrorKind::InvalidScope);
        assert_eq!(ask(&cache).await, "token 2");
        assert_eq!(source.requests(), 3, "drops_silently: {drops_silently}");
        assert!(cache.token(institute("038281")).await.is_err());
        assert_eq!(source.requests(), 3, "a recent refusal is not requested again");
        tokio::time::advance(REFUSAL_MEMORY).await;
        assert!(cache.token(institute("038281")).await.is_err());
        assert_eq!(source.requests(), 4, "the scope may have been granted since");
    }
}

#[tokio::test(start_paused = true)]
async fn one_refused_scope_among_a_thousand_is_found_by_bisection() {
    let (source, cache) = cache(Source { refuses: vec![institute("000617")], ..source() });
    let all: Vec<_> = (1..=1000).map(|number| institute(&format!("{number:06}"))).collect();
    cache.share(all.iter().copied());
    let mut failed = Vec::new();
    for number in all {
        if cache.token(number).await.is_err() {
            failed.push(number);
        }
    }
    assert_eq!(failed, [institute("000617")]);
    assert!(source.requests() <= 26, "{} requests", source.requests());
}
