use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::token::{TokenCache, TokenSource};

/// How a source responds to every request.
#[derive(Clone, Copy)]
enum Behaviour {
    Token,
    Fails(TokenErrorKind, Option<Duration>),
    Nothing,
}

use Behaviour::{Fails, Nothing, Token};

struct Source {
    behaviour: Mutex<Behaviour>,
    requests: AtomicUsize,
}

impl TokenSource for Source {
    async fn token(&self, _: &[Scope]) -> Result<AccessToken, TokenError> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(20)).await;
        let behaviour = *self.behaviour.lock().unwrap();
        match behaviour {
            Token => Ok(AccessToken::new("token", Duration::from_secs(3600))),
            Fails(kind, wait) => Err(TokenError::new(kind, "as the test asked").with_retry_after(wait)),
            Nothing => std::future::pending().await,
        }
    }
}

fn source(behaviour: Behaviour) -> (Arc<Source>, Arc<TokenCache>) {
    let source = Arc::new(Source { behaviour: Mutex::new(behaviour), requests: AtomicUsize::new(0) });
    let supply = Supply::new(Arc::clone(&source) as _, RetryPolicy::default(), Duration::from_secs(30));
    (source, Arc::new(TokenCache::new(supply)))
}

impl Source {
    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    fn set_behaviour(&self, behaviour: Behaviour) {
        *self.behaviour.lock().unwrap() = behaviour;
    }
}

/// Requests a token for each institute, eight at a time, and retries as long as the supply says so, as a call does.
/// Returns the distinct outcomes, and the time it took.
async fn fan_out(cache: &Arc<TokenCache>, institutes: u32) -> (HashSet<Option<TokenErrorKind>>, Duration) {
    use futures_util::StreamExt as _;
    let started = Instant::now();
    let outcomes = futures_util::stream::iter(1..=institutes)
        .map(|number| async move {
            let institute = format!("{number:06}").parse().unwrap();
            loop {
                match cache.token(institute).await {
                    Ok(_) => break None,
                    Err(Unsupplied { error, again_in: None, .. }) => break Some(error.kind()),
                    Err(Unsupplied { again_in: Some(pause), .. }) => tokio::time::sleep(pause).await,
                }
            }
        })
        .buffer_unordered(8)
        .collect()
        .await;
    (outcomes, started.elapsed())
}

#[tokio::test(start_paused = true)]
async fn a_refused_client_is_tried_once() {
    let (source, cache) = source(Fails(TokenErrorKind::InvalidClient, None));
    let (outcomes, _) = fan_out(&cache, 1000).await;
    assert_eq!(outcomes, HashSet::from([Some(TokenErrorKind::InvalidClient)]));
    tokio::time::advance(Duration::from_secs(24 * 3600)).await;
    fan_out(&cache, 10).await;
    assert_eq!(source.requests(), 1, "for the whole run");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_was_accepted_before_is_tried_again() {
    let (source, cache) = source(Token);
    fan_out(&cache, 1).await;
    source.set_behaviour(Fails(TokenErrorKind::InvalidClient, None));
    let institute = |number: &str| number.parse().unwrap();
    assert!(cache.token(institute("000002")).await.is_err() && cache.token(institute("000003")).await.is_err());
    assert_eq!(source.requests(), 2);
    source.set_behaviour(Token);
    tokio::time::advance(FIRST_REST).await;
    assert!(cache.token(institute("000002")).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_busy_source_is_tried_as_often_as_by_a_single_call() {
    for wait in [None, Some(Duration::from_secs(1)), Some(Duration::from_secs(86_400)), Some(Duration::MAX)] {
        let (source, cache) = source(Fails(TokenErrorKind::Unavailable, wait));
        let (outcomes, time) = fan_out(&cache, 1000).await;
        assert_eq!(outcomes, HashSet::from([Some(TokenErrorKind::Unavailable)]));
        assert!(source.requests() <= 4, "{wait:?}: {} requests", source.requests());
        assert!(time <= Duration::from_secs(5), "{wait:?}: {time:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_hanging_source_is_given_up_in_the_time_of_one_call() {
    let (source, cache) = source(Nothing);
    let (outcomes, time) = fan_out(&cache, 1000).await;
    assert_eq!(outcomes, HashSet::from([Some(TokenErrorKind::Unavailable)]));
    assert!(source.requests() <= 4, "{} requests", source.requests());
    assert!(time <= Duration::from_secs(125), "{time:?}");
}

#[tokio::test(start_paused = true)]
async fn an_unreachable_source_is_not_tried_again_at_once() {
    let (source, cache) = source(Fails(TokenErrorKind::Unreachable, None));
    fan_out(&cache, 1000).await;
    assert_eq!(source.requests(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_fails_during_a_run_fails_once_for_all() {
    let (source, cache) = source(Token);
    fan_out(&cache, 1).await;
    source.set_behaviour(Fails(TokenErrorKind::Unavailable, None));
    let (outcomes, _) = fan_out(&cache, 1000).await;
    assert_eq!(outcomes.len(), 2, "the first institute has its token");
    // Eight requests are sent together before the first one fails, and one at a time after that.
    assert!(source.requests() <= 1 + 8 + 3, "{} requests", source.requests());
}

#[tokio::test(start_paused = true)]
async fn a_source_that_comes_back_is_used_again() {
    let (source, cache) = source(Fails(TokenErrorKind::Unavailable, None));
    fan_out(&cache, 20).await;
    let before = source.requests();
    for turn in 0..3 {
        tokio::time::advance(LONGEST_REST).await;
        fan_out(&cache, 20).await;
        assert_eq!(source.requests(), before + turn + 1, "one caller checks whether it is back");
    }
    source.set_behaviour(Token);
    fan_out(&cache, 20).await;
    assert_eq!(source.requests(), before + 3, "it is still left alone");
    tokio::time::advance(LONGEST_REST).await;
    fan_out(&cache, 1).await;
    assert_eq!(fan_out(&cache, 20).await.0, HashSet::from([None]));
}

#[tokio::test(start_paused = true)]
async fn the_first_token_is_requested_once_for_all_callers() {
    let (source, cache) = source(Token);
    let callers: Vec<_> = (1..=1000)
        .map(|number| {
            let cache = Arc::clone(&cache);
            tokio::spawn(async move { cache.token(format!("{:06}", number % 4).parse().unwrap()).await.is_ok() })
        })
        .collect();
    for caller in callers {
        assert!(caller.await.unwrap());
    }
    assert_eq!(source.requests(), 4, "one token for each of four institutes");
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_caller_leaves_the_gate_to_the_next() {
    let (source, cache) = source(Token);
    for wait in [1, 5, 19] {
        let request = cache.token("011007".parse().unwrap());
        assert!(timeout(Duration::from_millis(wait), request).await.is_err());
    }
    assert!(cache.token("038281".parse().unwrap()).await.is_ok());
    assert_eq!(source.requests(), 4);
}

#[test]
fn rests_grow_up_to_their_limit() {
    let rests: Vec<_> = (0..6).map(|times| rest_after(times, None).as_secs()).collect();
    assert_eq!(rests, [5, 10, 20, 40, 60, 60]);
    assert_eq!(rest_after(0, Some(Duration::from_secs(30))), Duration::from_secs(30));
    assert_eq!(rest_after(u32::MAX, Some(Duration::MAX)), LONGEST_REST);
}
