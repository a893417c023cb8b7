use super::*;

const TTL: Duration = Duration::from_secs(60);

/// Room for `entries` answers of five bytes.
fn cache(entries: usize) -> Cache {
    let one = size(&key("/a"), &Some(Bytes::from_static(b"12345")));
    Cache::new(CachePolicy::new(TTL).with_max_bytes(entries * one))
}

fn institute(number: &str) -> InstituteNumber {
    number.parse().unwrap()
}

fn key(path: &str) -> Key {
    let url = format!("https://api.example{path}").parse().unwrap();
    Key::of(&Request::new(reqwest::Method::GET, url))
}

fn store(cache: &Cache, number: &str, path: &str, body: &'static str) {
    let miss = cache.look(institute(number), key(path)).err().unwrap();
    cache.keep(miss, Some(Bytes::from_static(body.as_bytes())));
}

fn known(cache: &Cache, number: &str, path: &str) -> Option<String> {
    cache
        .look(institute(number), key(path))
        .ok()
        .map(|answer| answer.map_or("no data".to_owned(), |body| String::from_utf8_lossy(&body).into_owned()))
}

#[tokio::test(start_paused = true)]
async fn an_answer_serves_its_own_call_for_its_time() {
    let cache = cache(2);
    store(&cache, "011007", "/a", "[1]");
    assert_eq!(known(&cache, "011007", "/a").as_deref(), Some("[1]"));
    assert_eq!(known(&cache, "011007", "/b"), None);
    assert_eq!(known(&cache, "038281", "/a"), None);
    tokio::time::advance(TTL).await;
    assert_eq!(known(&cache, "011007", "/a"), None);
}

#[tokio::test(start_paused = true)]
async fn no_data_is_an_answer_too_and_takes_up_room() {
    let cache = cache(3);
    for turn in 0..1000 {
        let miss = cache.look(institute("011007"), key(&format!("/{turn}"))).err().unwrap();
        cache.keep(miss, None);
    }
    assert_eq!(known(&cache, "011007", "/999").as_deref(), Some("no data"));
    let content = cache.content();
    assert!(content.by_age.len() <= 3, "{} entries without data", content.by_age.len());
}

#[tokio::test(start_paused = true)]
async fn a_write_forgets_its_institute_and_what_was_on_its_way() {
    let cache = cache(9);
    store(&cache, "011007", "/a", "[1]");
    store(&cache, "038281", "/a", "[2]");
    let on_its_way = cache.look(institute("011007"), key("/b")).err().unwrap();
    let other = cache.look(institute("038281"), key("/b")).err().unwrap();
    let writing = Writing::begin(&cache, institute("011007"));
    cache.keep(on_its_way, Some(Bytes::from_static(b"old")));
    assert_eq!((known(&cache, "011007", "/a"), known(&cache, "011007", "/b")), (None, None));
    // What is read while it is on its way may be of before or after.
    store(&cache, "011007", "/c", "[?]");
    drop(writing);
    assert_eq!(known(&cache, "011007", "/c"), None);
    cache.keep(other, Some(Bytes::from_static(b"[3]")));
    assert_eq!(known(&cache, "038281", "/a").as_deref(), Some("[2]"));
    assert_eq!(known(&cache, "038281", "/b").as_deref(), Some("[3]"));
}

#[tokio::test(start_paused = true)]
async fn to_clear_forgets_what_is_on_its_way_too() {
    let cache = cache(9);
    store(&cache, "038281", "/a", "[2]");
    // Of an institute that nothing is known of yet.
    let on_its_way = cache.look(institute("011007"), key("/a")).err().unwrap();
    cache.clear();
    cache.keep(on_its_way, Some(Bytes::from_static(b"old")));
    assert_eq!((known(&cache, "038281", "/a"), known(&cache, "011007", "/a")), (None, None));
    assert_eq!(cache.content().bytes, 0);
    store(&cache, "011007", "/a", "[1]");
    assert_eq!(known(&cache, "011007", "/a").as_deref(), Some("[1]"));
}

#[tokio::test(start_paused = true)]
async fn the_oldest_make_room() {
    let cache = cache(2);
    store(&cache, "011007", "/a", "12345");
    store(&cache, "011007", "/b", "12345");
    store(&cache, "038281", "/c", "123");
    assert_eq!(known(&cache, "011007", "/a"), None);
    assert!(known(&cache, "011007", "/b").is_some() && known(&cache, "038281", "/c").is_some());
    let miss = cache.look(institute("011007"), key("/d")).err().unwrap();
    cache.keep(miss, Some(Bytes::from(vec![b' '; 5000])));
    assert_eq!(known(&cache, "011007", "/d"), None, "larger than the whole cache");
    assert!(known(&cache, "011007", "/b").is_some());
}

#[tokio::test(start_paused = true)]
async fn what_is_counted_is_what_is_there() {
    let cache = cache(5);
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..2000 {
        let (number, path) = (["011007", "038281"][random.usize(..2)], format!("/{}", random.u8(..12)));
        match random.u8(..10) {
            0 => cache.forget(institute(number)),
            1 => tokio::time::advance(TTL / 7).await,
            _ => {
                if let Err(miss) = cache.look(institute(number), key(&path)) {
                    cache.keep(miss, Some(Bytes::from(vec![b'x'; random.usize(..300)])));
                }
            }
        }
        let content = cache.content();
        let entries = content.shelves.values().flat_map(|shelf| &shelf.entries);
        let sizes: Vec<_> = entries.map(|(key, entry)| size(key, &entry.answer)).collect();
        assert_eq!((sizes.iter().sum::<usize>(), sizes.len()), (content.bytes, content.by_age.len()));
        assert!(content.bytes <= cache.policy.max_bytes);
    }
}
