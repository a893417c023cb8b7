//! An opt-in cache of answers, in memory.
//!
//! The guide asks callers to cache what they read. What is read here is personal data, so nothing is kept unless the
//! caller asks for it, nothing is kept longer than asked, and nothing reaches a disk.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use personeel_client::seam::API_VERSION;
use personeel_wire::InstituteNumber;
use reqwest::Request;
use tokio::time::Instant;

use crate::transport::Answered;

/// How answers are cached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CachePolicy {
    /// How long an answer serves.
    pub time_to_live: Duration,
    /// Bytes of answers that are kept; the oldest go first.
    pub max_bytes: usize,
}

impl CachePolicy {
    /// Answers serve so long; at most 64 MiB are kept.
    pub fn new(time_to_live: Duration) -> Self {
        Self { time_to_live, max_bytes: 64 * 1024 * 1024 }
    }

    /// With this limit of bytes.
    #[must_use]
    pub fn with_max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }
}

/// What one call reads: for whom, in which version, at which address.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    institute: InstituteNumber,
    version: Option<Bytes>,
    url: String,
}

impl Key {
    /// The key of a call that reads with this request.
    pub(crate) fn of(institute: InstituteNumber, request: &Request) -> Self {
        Self {
            institute,
            version: request.headers().get(API_VERSION).map(|version| Bytes::copy_from_slice(version.as_bytes())),
            url: request.url().as_str().to_owned(),
        }
    }
}

/// A look into the cache that found nothing, to be completed with what the service says.
pub(crate) struct Miss {
    key: Key,
    generation: u64,
}

struct Entry {
    stored_at: Instant,
    /// `None` where the service said that there is no data.
    body: Option<Bytes>,
}

#[derive(Default)]
struct Content {
    entries: HashMap<Key, Entry>,
    bytes: usize,
    /// Counts the writes for an institute: an answer that was on its way during one is not kept.
    generations: HashMap<InstituteNumber, u64>,
}

/// The cache of one client, shared by its clones and handles.
pub(crate) struct Cache {
    policy: CachePolicy,
    content: Mutex<Content>,
}

impl Cache {
    pub(crate) fn new(policy: CachePolicy) -> Self {
        Self { policy, content: Mutex::default() }
    }

    /// What is known of a call.
    pub(crate) fn look(&self, key: Key) -> Result<Answered, Miss> {
        let content = self.content();
        if let Some(entry) = content.entries.get(&key)
            && entry.stored_at.elapsed() < self.policy.time_to_live
        {
            return Ok(entry.body.clone().map_or(Answered::NoData, Answered::Body));
        }
        let generation = content.generations.get(&key.institute).copied().unwrap_or(0);
        Err(Miss { key, generation })
    }

    /// Keeps an answer, unless something was written meanwhile.
    pub(crate) fn keep(&self, miss: Miss, answered: &Answered) {
        let body = match answered {
            Answered::Body(body) => Some(body.clone()),
            Answered::NoData => None,
            Answered::Pieces(_) | Answered::AlreadyGone | Answered::AlreadyThere(_) => return,
        };
        let size = body.as_ref().map_or(0, Bytes::len);
        let mut content = self.content();
        let generation = content.generations.get(&miss.key.institute).copied().unwrap_or(0);
        if generation != miss.generation || size > self.policy.max_bytes {
            return;
        }
        let time_to_live = self.policy.time_to_live;
        content.retain(|_, entry| entry.stored_at.elapsed() < time_to_live);
        content.retain(|key, _| *key != miss.key);
        while content.bytes + size > self.policy.max_bytes {
            let Some(oldest) = content.entries.values().map(|entry| entry.stored_at).min() else { break };
            content.retain(|_, entry| entry.stored_at != oldest);
        }
        content.bytes += size;
        content.entries.insert(miss.key, Entry { stored_at: Instant::now(), body });
    }

    /// Forgets an institute: something is being written, and so much may follow from it.
    pub(crate) fn forget(&self, institute: InstituteNumber) {
        let mut content = self.content();
        *content.generations.entry(institute).or_default() += 1;
        content.retain(|key, _| key.institute != institute);
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        let mut content = self.content();
        let institutes: Vec<_> = content.entries.keys().map(|key| key.institute).collect();
        for institute in institutes {
            *content.generations.entry(institute).or_default() += 1;
        }
        content.retain(|_, _| false);
    }

    /// A panic elsewhere leaves nothing worse than an entry too few.
    fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Content {
    fn retain(&mut self, keep: impl Fn(&Key, &Entry) -> bool) {
        let mut bytes = 0;
        self.entries.retain(|key, entry| {
            let kept = keep(key, entry);
            if kept {
                bytes += entry.body.as_ref().map_or(0, Bytes::len);
            }
            kept
        });
        self.bytes = bytes;
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("policy", &self.policy).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TTL: Duration = Duration::from_secs(60);

    fn cache() -> Cache {
        Cache::new(CachePolicy::new(TTL).with_max_bytes(10))
    }

    fn key(institute: &str, path: &str) -> Key {
        let request = Request::new(reqwest::Method::GET, format!("https://api.example{path}").parse().unwrap());
        Key::of(institute.parse().unwrap(), &request)
    }

    fn store(cache: &Cache, institute: &str, path: &str, body: &'static str) {
        let Err(miss) = cache.look(key(institute, path)) else { panic!("nothing is known yet") };
        cache.keep(miss, &Answered::Body(Bytes::from_static(body.as_bytes())));
    }

    fn known(cache: &Cache, institute: &str, path: &str) -> Option<String> {
        match cache.look(key(institute, path)) {
            Ok(Answered::Body(body)) => Some(String::from_utf8(body.to_vec()).unwrap()),
            Ok(_) => Some("no data".to_owned()),
            Err(_) => None,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_serves_its_institute_and_call_until_its_time_is_over() {
        let cache = cache();
        store(&cache, "011007", "/a", "[1]");
        assert_eq!(known(&cache, "011007", "/a").as_deref(), Some("[1]"));
        assert_eq!(known(&cache, "011007", "/b"), None);
        assert_eq!(known(&cache, "038281", "/a"), None);
        tokio::time::advance(TTL).await;
        assert_eq!(known(&cache, "011007", "/a"), None);
    }

    #[tokio::test(start_paused = true)]
    async fn no_data_is_an_answer_too() {
        let cache = cache();
        let miss = cache.look(key("011007", "/a")).err().unwrap();
        cache.keep(miss, &Answered::NoData);
        assert_eq!(known(&cache, "011007", "/a").as_deref(), Some("no data"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_write_forgets_its_institute_and_what_was_on_its_way() {
        let cache = cache();
        store(&cache, "011007", "/a", "[1]");
        store(&cache, "038281", "/a", "[2]");
        let on_its_way = cache.look(key("011007", "/b")).err().unwrap();
        cache.forget("011007".parse().unwrap());
        cache.keep(on_its_way, &Answered::Body(Bytes::from_static(b"old")));
        assert_eq!((known(&cache, "011007", "/a"), known(&cache, "011007", "/b")), (None, None));
        assert_eq!(known(&cache, "038281", "/a").as_deref(), Some("[2]"));
        cache.clear();
        assert_eq!(known(&cache, "038281", "/a"), None);
    }

    #[tokio::test(start_paused = true)]
    async fn the_oldest_make_room() {
        let cache = cache();
        store(&cache, "011007", "/a", "12345");
        tokio::time::advance(Duration::from_secs(1)).await;
        store(&cache, "011007", "/b", "12345");
        tokio::time::advance(Duration::from_secs(1)).await;
        store(&cache, "011007", "/c", "123");
        assert_eq!(known(&cache, "011007", "/a"), None);
        assert!(known(&cache, "011007", "/b").is_some() && known(&cache, "011007", "/c").is_some());
        store(&cache, "011007", "/d", "12345678901");
        assert_eq!(known(&cache, "011007", "/d"), None, "larger than the whole cache");
    }
}
