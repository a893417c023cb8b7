use super::*;

const TTL: Duration = Duration::from_secs(60);

/// A cache with room for `entries` responses of five bytes.
fn cache(entries: usize) -> Cache {
    let bytes = entry_size(&key("/a"), &Some(Bytes::from_static(b"12345")));
    Cache::new(CachePolicy::new(TTL).with_max_bytes(entries * bytes))
}

fn institute(number: &str) -> InstituteNumber {
    number.parse().unwrap()
}

fn key(path: &str) -> Key {
    let url = format!("https://api.example{path}").parse().unwrap();
    Key::of(&Request::new(reqwest::Method::GET, url))
}

fn store(cache: &Cache, number: &str, path: &str, body: &'static str) {
    let miss = cache.look_up(institute(number), key(path)).err().unwrap();
    cache.store(miss, Some(Bytes::from_static(body.as_bytes())));
}

fn cached(cache: &Cache, number: &str, path: &str) -> Option<String> {
    cache
        .look_up(institute(number), key(path))
        .ok()
        .map(|response| response.map_or("no data".to_owned(), |body| String::from_utf8_lossy(&body).into_owned()))
}

#[tokio::test(start_paused = true)]
async fn a_response_serves_its_own_call_until_it_expires() {
    let cache = cache(2);
    store(&cache, "011007", "/a", "[1]");
    assert_eq!(cached(&cache, "011007", "/a").as_deref(), Some("[1]"));
    assert_eq!(cached(&cache, "011007", "/b"), None);
    assert_eq!(cached(&cache, "038281", "/a"), None);
    tokio::time::advance(TTL).await;
    assert_eq!(cached(&cache, "011007", "/a"), None);
}

#[tokio::test(start_paused = true)]
async fn no_data_is_cached_too_and_takes_up_room() {
    let cache = cache(3);
    for turn in 0..1000 {
        let miss = cache.look_up(institute("011007"), key(&format!("/{turn}"))).err().unwrap();
        cache.store(miss, None);
    }
    assert_eq!(cached(&cache, "011007", "/999").as_deref(), Some("no data"));
    let content = cache.content();
    assert!(content.by_age.len() <= 3, "{} entries without data", content.by_age.len());
}

#[tokio::test(start_paused = true)]
async fn a_write_forgets_its_institute_and_responses_on_their_way() {
    let cache = cache(9);
    store(&cache, "011007", "/a", "[1]");
    store(&cache, "038281", "/a", "[2]");
    let on_its_way = cache.look_up(institute("011007"), key("/b")).err().unwrap();
    let other = cache.look_up(institute("038281"), key("/b")).err().unwrap();
    let write = OngoingWrite::begin(&cache, institute("011007"));
    cache.store(on_its_way, Some(Bytes::from_static(b"old")));
    assert_eq!((cached(&cache, "011007", "/a"), cached(&cache, "011007", "/b")), (None, None));
    // A read during the write may have seen the state before or after it.
    store(&cache, "011007", "/c", "[?]");
    drop(write);
    assert_eq!(cached(&cache, "011007", "/c"), None);
    cache.store(other, Some(Bytes::from_static(b"[3]")));
    assert_eq!(cached(&cache, "038281", "/a").as_deref(), Some("[2]"));
    assert_eq!(cached(&cache, "038281", "/b").as_deref(), Some("[3]"));
}

#[tokio::test(start_paused = true)]
async fn clearing_discards_responses_on_their_way_too() {
    let cache = cache(9);
    store(&cache, "038281", "/a", "[2]");
    // For an institute without any entries yet.
    let on_its_way = cache.look_up(institute("011007"), key("/a")).err().unwrap();
    cache.clear();
    cache.store(on_its_way, Some(Bytes::from_static(b"old")));
    assert_eq!((cached(&cache, "038281", "/a"), cached(&cache, "011007", "/a")), (None, None));
    assert_eq!(cache.content().bytes, 0);
    store(&cache, "011007", "/a", "[1]");
    assert_eq!(cached(&cache, "011007", "/a").as_deref(), Some("[1]"));
}

#[tokio::test(start_paused = true)]
async fn the_oldest_entries_make_room() {
    let cache = cache(2);
    store(&cache, "011007", "/a", "12345");
    store(&cache, "011007", "/b", "12345");
    store(&cache, "038281", "/c", "123");
    assert_eq!(cached(&cache, "011007", "/a"), None);
    assert!(cached(&cache, "011007", "/b").is_some() && cached(&cache, "038281", "/c").is_some());
    let miss = cache.look_up(institute("011007"), key("/d")).err().unwrap();
    cache.store(miss, Some(Bytes::from(vec![b' '; 5000])));
    assert_eq!(cached(&cache, "011007", "/d"), None, "larger than the whole cache");
    assert!(cached(&cache, "011007", "/b").is_some());
}

#[tokio::test(start_paused = true)]
async fn the_count_of_bytes_matches_the_entries() {
    let cache = cache(5);
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..2000 {
        let (number, path) = (["011007", "038281"][random.usize(..2)], format!("/{}", random.u8(..12)));
        match random.u8(..10) {
            0 => cache.forget_institute(institute(number)),
            1 => tokio::time::advance(TTL / 7).await,
            _ => {
                if let Err(miss) = cache.look_up(institute(number), key(&path)) {
                    cache.store(miss, Some(Bytes::from(vec![b'x'; random.usize(..300)])));
                }
            }
        }
        let content = cache.content();
        let entries = content.shelves.values().flat_map(|shelf| &shelf.entries);
        let sizes: Vec<_> = entries.map(|(key, entry)| entry_size(key, &entry.response)).collect();
        assert_eq!((sizes.iter().sum::<usize>(), sizes.len()), (content.bytes, content.by_age.len()));
        assert!(content.bytes <= cache.policy.max_bytes);
    }
}
