use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

const HOUR: Duration = Duration::from_secs(3600);

/// Gives numbered tokens, or the errors that a test has put in its way.
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
    fn fails(&self, kind: TokenErrorKind) {
        lock(&self.errors).push_back(kind);
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

impl TokenSource for Source {
    fn token<'a>(
        &'a self,
        scopes: &'a [Scope],
    ) -> Pin<Box<dyn Future<Output = Result<AccessToken, TokenError>> + Send + 'a>> {
        let number = self.requests.fetch_add(1, Ordering::SeqCst) + 1;
        Box::pin(async move {
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
        })
    }
}

fn source() -> Source {
    Source { takes: Duration::from_millis(50), lifetime: HOUR, ..Source::default() }
}

fn cache(source: Source) -> (Arc<Source>, Arc<TokenCache>) {
    let source = Arc::new(source);
    (Arc::clone(&source), Arc::new(TokenCache::new(source)))
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
async fn a_thousand_callers_share_a_failure_and_the_next_asks_again() {
    let (source, cache) = cache(source());
    source.fails(TokenErrorKind::Unavailable);
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
    tokio::time::advance(Duration::from_millis(1)).await;
    assert_eq!(ask(&cache).await, "token 2");
}

#[tokio::test(start_paused = true)]
async fn renewal_comes_before_expiry_and_nobody_else_waits_for_it() {
    let (source, cache) = cache(source());
    assert_eq!(ask(&cache).await, "token 1");
    tokio::time::advance(HOUR - RENEWAL_MARGIN - Duration::from_secs(1)).await;
    assert_eq!(ask(&cache).await, "token 1");
    tokio::time::advance(Duration::from_secs(2)).await;
    let renewing = tokio::spawn({
        let cache = Arc::clone(&cache);
        async move { ask(&cache).await }
    });
    tokio::task::yield_now().await;
    let before = Instant::now();
    assert_eq!(ask(&cache).await, "token 1", "the valid one serves meanwhile");
    assert_eq!(Instant::now(), before);
    assert_eq!(renewing.await.unwrap(), "token 2");
    assert_eq!(source.requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_short_life_is_used_for_its_greater_part() {
    let (source, cache) = cache(Source { lifetime: Duration::from_secs(10), ..source() });
    ask(&cache).await;
    tokio::time::advance(Duration::from_millis(8_900)).await;
    assert_eq!(ask(&cache).await, "token 1");
    tokio::time::advance(Duration::from_millis(200)).await;
    assert_eq!(ask(&cache).await, "token 2");
    assert_eq!(source.requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_valid_token_survives_failed_renewals_until_it_expires() {
    let (source, cache) = cache(source());
    ask(&cache).await;
    tokio::time::advance(HOUR - Duration::from_secs(30)).await;
    source.fails(TokenErrorKind::Unavailable);
    assert_eq!(ask(&cache).await, "token 1");
    assert_eq!(source.requests(), 2);
    assert_eq!(ask(&cache).await, "token 1");
    assert_eq!(source.requests(), 2, "the next try waits a little");
    tokio::time::advance(RENEWAL_PAUSE).await;
    source.fails(TokenErrorKind::InvalidClient);
    assert_eq!(ask(&cache).await, "token 1");
    assert_eq!(source.requests(), 3);
    tokio::time::advance(Duration::from_secs(30)).await;
    source.fails(TokenErrorKind::Unavailable);
    let error = cache.token(institute("011007")).await.err().unwrap();
    assert_eq!(error.kind(), TokenErrorKind::Unavailable);
    assert_eq!(ask(&cache).await, "token 5");
}

#[tokio::test(start_paused = true)]
async fn only_the_refused_token_is_dropped() {
    let (source, cache) = cache(source());
    let old = cache.token(institute("011007")).await.unwrap();
    cache.invalidate(institute("011007"), &old);
    let fresh = cache.token(institute("011007")).await.unwrap();
    assert_eq!(fresh.secret.expose_secret(), "token 2");
    // The late 401 of a call that was sent with the old one.
    cache.invalidate(institute("011007"), &old);
    assert_eq!(ask(&cache).await, "token 2");
    assert_eq!(source.requests(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_caller_who_goes_away_leaves_the_request_to_the_next() {
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
async fn one_refused_scope_costs_the_other_institutes_nothing() {
    for drops_silently in [false, true] {
        let (source, cache) = cache(Source { refuses: vec![institute("038281")], drops_silently, ..source() });
        cache.share([institute("011007"), institute("038281")]);
        assert_eq!(ask(&cache).await, "token 2");
        let error = cache.token(institute("038281")).await.err().unwrap();
        assert_eq!(error.kind(), TokenErrorKind::InvalidScope);
        assert_eq!(ask(&cache).await, "token 2");
        assert_eq!(source.requests(), 3, "drops_silently: {drops_silently}");
    }
}
