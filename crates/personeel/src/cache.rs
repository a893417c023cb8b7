//! An opt-in cache of responses, in memory.
//!
//! The guide asks callers to cache what they read. Responses contain personal data, so nothing is kept unless the
//! caller asks for it, nothing is kept longer than asked, and nothing is written to disk.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use personeel_client::API_VERSION;
use personeel_wire::InstituteNumber;
use reqwest::Request;
use tokio::time::Instant;

use crate::error::Result;
use crate::transport::{Outgoing, Pipeline, Reply};

/// How responses are cached in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CachePolicy {
    /// How long a response is used.
    pub time_to_live: Duration,
    /// The maximum size of the cache in bytes, including its keys. The oldest responses are removed first.
    pub max_bytes: usize,
}

impl CachePolicy {
    /// Creates a policy that uses responses for `time_to_live` and keeps at most 64 MiB.
    pub fn new(time_to_live: Duration) -> Self {
        Self { time_to_live, max_bytes: 64 * 1024 * 1024 }
    }

    /// Sets the maximum size of the cache in bytes.
    #[must_use]
    pub fn with_max_bytes(mut self, bytes: usize) -> Self {
        self.max_bytes = bytes;
        self
    }
}

/// What identifies a read: its API version and its URL.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    version: Option<Bytes>,
    url: String,
}

impl Key {
    /// Returns the key of a request.
    fn of(request: &Request) -> Self {
        Self {
            version: request.headers().get(API_VERSION).map(|version| Bytes::copy_from_slice(version.as_bytes())),
            url: request.url().as_str().to_owned(),
        }
    }
}

/// A response in the cache: its body, or `None` if the service reported no data.
type CachedResponse = Option<Bytes>;

/// Returns what to cache of a reply; `None` if it cannot be cached.
fn cacheable(reply: &Reply) -> Option<CachedResponse> {
    match reply {
        Reply::Body(body) => Some(Some(body.clone())),
        Reply::NoData => Some(None),
        Reply::Streaming(_) | Reply::AlreadyGone | Reply::AlreadyThere(_) => None,
    }
}

/// A lookup that found nothing. The service's response completes it.
struct Miss {
    institute: InstituteNumber,
    key: Key,
    /// When the lookup happened.
    tick: u64,
}

struct Entry {
    stored_at: Instant,
    tick: u64,
    response: CachedResponse,
}

/// The approximate size of an entry besides its texts, so that entries without data count too.
const ENTRY_BYTES: usize = 256;

fn entry_size(key: &Key, response: &CachedResponse) -> usize {
    ENTRY_BYTES + 2 * key.url.len() + response.as_ref().map_or(0, Bytes::len)
}

#[derive(Default)]
struct Content {
    shelves: HashMap<InstituteNumber, Shelf>,
    /// The location of each entry, oldest first. All entries live equally long, so the oldest is also the first to
    /// expire.
    by_age: BTreeMap<u64, (InstituteNumber, Key)>,
    bytes: usize,
    /// A counter that stands for time.
    tick: u64,
    /// When the cache was last cleared.
    cleared: u64,
}

/// The cached responses of one institute.
#[derive(Default)]
struct Shelf {
    entries: HashMap<Key, Entry>,
    /// When they were last forgotten. A response to a call that began before then is not cached.
    forgotten: u64,
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

    /// Serves a call from the cache, or from the service. A response that cannot be read is not cached.
    pub(crate) async fn fetch<T>(
        &self,
        transport: &Pipeline,
        call: Outgoing,
        read: impl FnOnce(Reply) -> Result<T>,
    ) -> Result<T> {
        let (institute, operation) = (call.institute, call.operation);
        if call.method() != "GET" {
            let _write = self.begin_write(institute);
            return transport.send_and_read(call, read).await;
        }
        match self.look_up(institute, Key::of(&call.request)) {
            Ok(response) => read(response.map_or(Reply::NoData, Reply::Body))
                .map_err(|error| error.with_institute(institute).with_operation(operation)),
            Err(miss) => {
                let read_and_store = |reply: Reply| {
                    let response = cacheable(&reply);
                    let value = read(reply)?;
                    if let Some(response) = response {
                        self.store(miss, response);
                    }
                    Ok(value)
                };
                transport.send_and_read(call, read_and_store).await
            }
        }
    }

    /// Marks the beginning of a write to an institute; dropping the result marks its end.
    pub(crate) fn begin_write(&self, institute: InstituteNumber) -> OngoingWrite<'_> {
        OngoingWrite::begin(self, institute)
    }

    fn look_up(&self, institute: InstituteNumber, key: Key) -> std::result::Result<CachedResponse, Miss> {
        let content = self.content();
        let entry = content.shelves.get(&institute).and_then(|shelf| shelf.entries.get(&key));
        match entry.filter(|entry| entry.stored_at.elapsed() < self.policy.time_to_live) {
            Some(entry) => Ok(entry.response.clone()),
            None => Err(Miss { institute, key, tick: content.tick }),
        }
    }

    /// Caches a response, unless there was a write or the cache was cleared meanwhile.
    fn store(&self, miss: Miss, response: CachedResponse) {
        let Miss { institute, key, tick } = miss;
        let size = entry_size(&key, &response);
        let mut content = self.content();
        let forgotten = content.shelves.get(&institute).map_or(0, |shelf| shelf.forgotten).max(content.cleared);
        if forgotten > tick || size > self.policy.max_bytes {
            return;
        }
        content.remove(institute, &key);
        content.make_room(self.policy.time_to_live, self.policy.max_bytes - size);
        let tick = content.next_tick();
        content.bytes += size;
        content.by_age.insert(tick, (institute, key.clone()));
        let entry = Entry { stored_at: Instant::now(), tick, response };
        content.shelves.entry(institute).or_default().entries.insert(key, entry);
    }

    /// Removes everything about an institute: a write may change any of its lists.
    fn forget_institute(&self, institute: InstituteNumber) {
        let mut content = self.content();
        let forgotten = content.next_tick();
        let cached = content.shelves.entry(institute).or_default();
        cached.forgotten = forgotten;
        for (key, entry) in std::mem::take(&mut cached.entries) {
            content.bytes -= entry_size(&key, &entry.response);
            content.by_age.remove(&entry.tick);
        }
    }

    /// Removes everything. Responses that are still on their way are not cached.
    pub(crate) fn clear(&self) {
        let mut content = self.content();
        let cleared = content.next_tick();
        *content = Content { tick: cleared, cleared, ..Content::default() };
    }

    /// A poisoned lock is safe to use: at worst an entry is missing.
    fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Content {
    fn next_tick(&mut self) -> u64 {
        self.tick += 1;
        self.tick
    }

    fn remove(&mut self, institute: InstituteNumber, key: &Key) {
        let entry = self.shelves.get_mut(&institute).and_then(|shelf| shelf.entries.remove(key));
        if let Some(entry) = entry {
            self.bytes -= entry_size(key, &entry.response);
            self.by_age.remove(&entry.tick);
        }
    }

    /// Removes expired entries, and then the oldest until the others take up at most `max_bytes`.
    fn make_room(&mut self, time_to_live: Duration, max_bytes: usize) {
        while let Some((_, (institute, key))) = self.by_age.first_key_value() {
            let (institute, key) = (*institute, key.clone());
            let entry = self.shelves.get(&institute).and_then(|shelf| shelf.entries.get(&key));
            let expired = entry.is_none_or(|entry| entry.stored_at.elapsed() >= time_to_live);
            if !expired && self.bytes <= max_bytes {
                break;
            }
            self.by_age.pop_first();
            self.remove(institute, &key);
        }
    }
}

/// A write in progress. The institute's responses are forgotten when it begins, so that no call reads them from the
/// cache meanwhile, and again when it ends, because a read in between may have seen the state before the write.
/// Dropping it, as when the caller cancels the call, ends it too.
pub(crate) struct OngoingWrite<'a> {
    cache: &'a Cache,
    institute: InstituteNumber,
}

impl<'a> OngoingWrite<'a> {
    fn begin(cache: &'a Cache, institute: InstituteNumber) -> Self {
        cache.forget_institute(institute);
        Self { cache, institute }
    }
}

impl Drop for OngoingWrite<'_> {
    fn drop(&mut self) {
        self.cache.forget_institute(self.institute);
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("policy", &self.policy).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
