//! An opt-in cache of answers, in memory.
//!
//! The guide asks callers to cache what they read. What is read here is personal data, so nothing is kept unless the
//! caller asks for it, nothing is kept longer than asked, and nothing reaches a disk.

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

/// How answers are cached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CachePolicy {
    /// How long an answer serves.
    pub time_to_live: Duration,
    /// Bytes that are kept, of answers and of what they are found by; the oldest go first.
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

/// What one call reads: in which version, at which address.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    version: Option<Bytes>,
    url: String,
}

impl Key {
    /// The key of a call that reads with this request.
    fn of(request: &Request) -> Self {
        Self {
            version: request.headers().get(API_VERSION).map(|version| Bytes::copy_from_slice(version.as_bytes())),
            url: request.url().as_str().to_owned(),
        }
    }
}

/// An answer that can be given again: a body, or `None` where the service said that there is no data.
type Kept = Option<Bytes>;

fn kept(reply: &Reply) -> Option<Kept> {
    match reply {
        Reply::Body(body) => Some(Some(body.clone())),
        Reply::NoData => Some(None),
        Reply::Pieces(_) | Reply::AlreadyGone | Reply::AlreadyThere(_) => None,
    }
}

/// A look into the cache that found nothing, to be completed with what the service says.
struct Miss {
    institute: InstituteNumber,
    key: Key,
    /// When it was.
    tick: u64,
}

struct Entry {
    stored_at: Instant,
    tick: u64,
    answer: Kept,
}

/// What an entry takes up beside its texts, near enough: an entry without data counts too.
const ENTRY_BYTES: usize = 256;

fn size(key: &Key, answer: &Kept) -> usize {
    ENTRY_BYTES + 2 * key.url.len() + answer.as_ref().map_or(0, Bytes::len)
}

#[derive(Default)]
struct Content {
    shelves: HashMap<InstituteNumber, Shelf>,
    /// Where each entry is, the oldest first. They all live equally long, so the oldest is also the first to expire.
    by_age: BTreeMap<u64, (InstituteNumber, Key)>,
    bytes: usize,
    /// Counts what happens here.
    tick: u64,
    /// When everything was forgotten last.
    cleared: u64,
}

/// The answers for one institute.
#[derive(Default)]
struct Shelf {
    entries: HashMap<Key, Entry>,
    /// When they were forgotten last: an answer that was on its way by then is not kept.
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

    /// Answers a call from here, or from the service. What cannot be read is not kept.
    pub(crate) async fn answer<T>(
        &self,
        transport: &Pipeline,
        call: Outgoing,
        read: impl FnOnce(Reply) -> Result<T>,
    ) -> Result<T> {
        let (institute, operation) = (call.institute, call.operation);
        if call.method() != "GET" {
            let _writing = Writing::begin(self, institute);
            return transport.answer(call, read).await;
        }
        match self.look(institute, Key::of(&call.request)) {
            Ok(answer) => read(answer.map_or(Reply::NoData, Reply::Body))
                .map_err(|error| error.with_institute(institute).with_operation(operation)),
            Err(miss) => {
                let read_and_keep = |reply: Reply| {
                    let answer = kept(&reply);
                    let value = read(reply)?;
                    if let Some(answer) = answer {
                        self.keep(miss, answer);
                    }
                    Ok(value)
                };
                transport.answer(call, read_and_keep).await
            }
        }
    }

    /// A write to an institute that goes another way.
    pub(crate) fn write(&self, institute: InstituteNumber) -> Writing<'_> {
        Writing::begin(self, institute)
    }

    fn look(&self, institute: InstituteNumber, key: Key) -> std::result::Result<Kept, Miss> {
        let content = self.content();
        let entry = content.shelves.get(&institute).and_then(|shelf| shelf.entries.get(&key));
        match entry.filter(|entry| entry.stored_at.elapsed() < self.policy.time_to_live) {
            Some(entry) => Ok(entry.answer.clone()),
            None => Err(Miss { institute, key, tick: content.tick }),
        }
    }

    /// Keeps an answer, unless something was written or everything forgotten meanwhile.
    fn keep(&self, miss: Miss, answer: Kept) {
        let Miss { institute, key, tick } = miss;
        let size = size(&key, &answer);
        let mut content = self.content();
        let forgotten = content.shelves.get(&institute).map_or(0, |shelf| shelf.forgotten).max(content.cleared);
        if forgotten > tick || size > self.policy.max_bytes {
            return;
        }
        content.remove(institute, &key);
        content.make_room(self.policy.time_to_live, self.policy.max_bytes - size);
        let tick = content.next();
        content.bytes += size;
        content.by_age.insert(tick, (institute, key.clone()));
        let entry = Entry { stored_at: Instant::now(), tick, answer };
        content.shelves.entry(institute).or_default().entries.insert(key, entry);
    }

    /// Forgets an institute: something is being written, and so much may follow from it.
    fn forget(&self, institute: InstituteNumber) {
        let mut content = self.content();
        let forgotten = content.next();
        let known = content.shelves.entry(institute).or_default();
        known.forgotten = forgotten;
        for (key, entry) in std::mem::take(&mut known.entries) {
            content.bytes -= size(&key, &entry.answer);
            content.by_age.remove(&entry.tick);
        }
    }

    /// Forgets everything, and what is on its way.
    pub(crate) fn clear(&self) {
        let mut content = self.content();
        let cleared = content.next();
        *content = Content { tick: cleared, cleared, ..Content::default() };
    }

    /// A panic elsewhere leaves nothing worse than an entry too few.
    fn content(&self) -> MutexGuard<'_, Content> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Content {
    fn next(&mut self) -> u64 {
        self.tick += 1;
        self.tick
    }

    fn remove(&mut self, institute: InstituteNumber, key: &Key) {
        let entry = self.shelves.get_mut(&institute).and_then(|known| known.entries.remove(key));
        if let Some(entry) = entry {
            self.bytes -= size(key, &entry.answer);
            self.by_age.remove(&entry.tick);
        }
    }

    /// Takes the oldest out until the others take up no more than this; what has had its time goes too.
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

/// A write on its way. What is known of its institute is forgotten when it begins, for whoever reads meanwhile, and when
/// it ends, for what was read meanwhile; a caller who stops waiting ends it too.
pub(crate) struct Writing<'a> {
    cache: &'a Cache,
    institute: InstituteNumber,
}

impl<'a> Writing<'a> {
    fn begin(cache: &'a Cache, institute: InstituteNumber) -> Self {
        cache.forget(institute);
        Self { cache, institute }
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        self.cache.forget(self.institute);
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("policy", &self.policy).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
