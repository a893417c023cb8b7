//! Answers that come compressed: the same records, errors and limits as those that don't.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects by failing")]

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use personeel::{ClientCredentials, ErrorCode, ErrorKind, Personeel, RetryPolicy, SchoolYear};
use personeel_sandbox::Sandbox;
use personeel_tests::{Wire, answer, builder_of, client_of, json, school_of};

fn year() -> SchoolYear {
    "2023-24".parse().unwrap()
}

fn gzip(body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body.as_ref()).unwrap();
    encoder.finish().unwrap()
}

fn deflate(body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// An answer whose body is what its header says, or isn't.
fn coded(status: u16, coding: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    answer(status, &[("content-type", "application/json"), ("content-encoding", coding)], body)
}

fn fields(count: usize) -> String {
    let rows = (0..count).map(|row| format!(r#"{{"naam":"veld {row}","waarde":"{row}"}}"#));
    format!("[{}]", rows.collect::<Vec<_>>().join(","))
}

#[tokio::test]
async fn the_sandbox_compresses_for_whoever_asks_and_gives_the_same() {
    let mut lists = Vec::new();
    for (compresses, asks) in [(true, true), (true, false), (false, true)] {
        let sandbox = Sandbox::builder()
            .employees(300)
            .today("2023-10-01".parse().unwrap())
            .compression(compresses)
            .record_requests(true)
            .start()
            .await
            .unwrap();
        let client = client_of(&sandbox).compression(asks).build().unwrap();
        let school = client.institute("011007").unwrap();
        let buffered = school.employees().list(year()).await.unwrap();
        let mut streamed = Vec::new();
        let mut stream = school.employees().list(year()).stream();
        while let Some(employee) = stream.next().await {
            streamed.push(employee.unwrap());
        }
        assert_eq!(buffered, streamed);
        let asked = sandbox.requests();
        assert_eq!(asked.len(), 2);
        let expected = asks.then(|| "gzip".to_owned());
        assert!(asked.iter().all(|request| request.header("accept-encoding") == expected));
        lists.push(buffered);
    }
    assert!(lists[0].len() > 200 && lists.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn what_goes_over_the_wire_is_a_fraction_of_the_list() {
    let sandbox = Sandbox::builder().employees(300).today("2023-10-01".parse().unwrap()).start().await.unwrap();
    let client = client_of(&sandbox).build().unwrap();
    let token = client.access_token("011007".parse().unwrap()).await.unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let get = |coding: &'static str| {
        let request = http
            .get(format!("{}/employees?schoolyear=2023-24", sandbox.api_url()))
            .bearer_auth(token.expose_secret())
            .header("InstituteNo", "011007")
            .header("Api-Version", "2")
            .header("Accept-Encoding", coding);
        async move { request.send().await.unwrap() }
    };
    let plain = get("identity").await;
    assert!(plain.headers().get("content-encoding").is_none());
    let compressed = get("br, gzip").await;
    assert_eq!(compressed.headers()["content-encoding"], "gzip");
    let (plain, compressed) = (plain.bytes().await.unwrap(), compressed.bytes().await.unwrap());
    assert!(compressed.len() * 4 < plain.len(), "{} of {}", compressed.len(), plain.len());
}

#[tokio::test]
async fn what_comes_compressed_though_not_asked_is_read() {
    for asks in [true, false] {
        for (coding, body) in
            [("gzip", gzip(fields(500))), ("X-GZIP", gzip(fields(500))), ("deflate", deflate(fields(500)))]
        {
            let wire = Wire::start(move |_| coded(200, coding, &body)).await.unwrap();
            let school = builder_of(&wire).compression(asks).build().unwrap().institute("011007").unwrap();
            assert_eq!(school.own_fields().list(year()).await.unwrap().len(), 500, "{coding}");
            let mut stream = school.own_fields().list(year()).stream();
            let mut count = 0;
            while let Some(field) = stream.next().await {
                field.unwrap();
                count += 1;
            }
            assert_eq!(count, 500, "{coding}");
            let expected = if asks { vec!["gzip"] } else { vec![] };
            assert!(wire.asked().iter().all(|asked| asked.values("accept-encoding") == expected));
        }
    }
}

#[tokio::test]
async fn an_own_http_client_gets_the_same() {
    let wire = Wire::start(|_| coded(200, "gzip", gzip(fields(50)))).await.unwrap();
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let school = builder_of(&wire).http_client(http).build().unwrap().institute("011007").unwrap();
    assert_eq!(school.own_fields().list(year()).await.unwrap().len(), 50);
}

#[tokio::test]
async fn a_coding_that_is_not_understood_is_an_error_that_says_so() {
    for (coding, said) in [("br", "with br,"), ("zstd", "with zstd,"), ("gzip, br", "more than one"), ("geheim", "no")]
    {
        let wire = Wire::start(move |_| coded(200, coding, "whatever")).await.unwrap();
        let school = school_of(&wire).unwrap();
        let error = school.own_fields().list(year()).await.unwrap_err();
        let streamed = school.own_fields().list(year()).stream().next().await.unwrap().unwrap_err();
        for error in [error, streamed] {
            assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Decode, Some(200), 1), "{coding}");
            let text = error.to_string();
            assert!(text.contains("compressed") && text.contains(said) && !text.contains("geheim"), "{text}");
        }
    }
    // Where there is no body, nothing is compressed.
    let wire = Wire::start(|_| coded(404, "br", "")).await.unwrap();
    assert!(school_of(&wire).unwrap().own_fields().list(year()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_body_that_is_damaged_or_ends_too_early_is_no_list() {
    let whole = gzip(fields(5000));
    let mut damaged = whole.clone();
    let last = damaged.len() - 6;
    damaged[last] ^= 1;
    for (body, said) in [
        (whole[..whole.len() - 4].to_vec(), "ends too early"),
        (whole[..whole.len() / 2].to_vec(), "ends too early"),
        (damaged, "damaged"),
        (fields(3).into_bytes(), "not compressed"),
    ] {
        let wire = Wire::start(move |_| coded(200, "gzip", &body)).await.unwrap();
        let school = school_of(&wire).unwrap();
        let error = school.own_fields().list(year()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(said), "{error}");
        let mut stream = school.own_fields().list(year()).stream();
        let mut last = None;
        while let Some(field) = stream.next().await {
            last = Some(field);
        }
        let error = last.unwrap().unwrap_err();
        assert!(error.is_decode() && error.to_string().contains(said), "{error}");
    }
}

#[tokio::test]
async fn errors_are_read_compressed_too() {
    let refusal = r#"{"errors":[{"Code":"BR002","Message":"x"}]}"#;
    let wire = Wire::start(move |_| coded(400, "gzip", gzip(refusal))).await.unwrap();
    let error = school_of(&wire).unwrap().own_fields().list(year()).await.unwrap_err();
    assert!(error.is_refused() && error.has_code(&ErrorCode::Br002));
    assert_eq!(error.raw_body().unwrap(), refusal.as_bytes());

    // The status says more than a body that nobody can read.
    let wire = Wire::start(|_| coded(503, "br", "whatever")).await.unwrap();
    let error = school_of(&wire).unwrap().own_fields().list(year()).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Status, Some(503), 2));
    assert!(error.is_transient() && error.to_string().contains("compressed with br"), "{error}");
    let wire = Wire::start(|_| coded(404, "br", "whatever")).await.unwrap();
    let error = school_of(&wire).unwrap().own_fields().list(year()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(404)), "that is not \"no data\"");
}

#[tokio::test]
async fn limits_count_what_a_bomb_becomes() {
    // A quarter of a gibibyte in a quarter of a mebibyte: zeroes after the start of a text.
    let bomb = {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"[{\"naam\":\"").unwrap();
        let zeroes = vec![b'0'; 1 << 20];
        (0..256).for_each(|_| encoder.write_all(&zeroes).unwrap());
        encoder.write_all(b"\"}]").unwrap();
        encoder.finish().unwrap()
    };
    assert!(bomb.len() < 1 << 20);
    let page = bomb.clone();
    let wire = Wire::start(move |_| coded(200, "gzip", &bomb)).await.unwrap();
    let school = builder_of(&wire).max_body_bytes(1 << 20).build().unwrap().institute("011007").unwrap();
    let error = school.own_fields().list(year()).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("longer than the client's limit"), "{error}");
    let error = school.own_fields().list(year()).stream().next().await.unwrap().unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("longer than the client's limit"), "{error}");
    assert_eq!(wire.asked().len(), 2);

    let wire = Wire::start(move |_| coded(500, "gzip", &page)).await.unwrap();
    let error = school_of(&wire).unwrap().own_fields().list(year()).await.unwrap_err();
    assert_eq!((error.status(), error.raw_body().unwrap().len()), (Some(500), 64 * 1024));
}

#[tokio::test]
async fn a_token_may_come_compressed() {
    let api = Wire::start(|_| json("[]")).await.unwrap();
    let builder = |identity: &Wire| {
        Personeel::builder()
            .api_url(api.url())
            .identity_url(identity.url())
            .credentials(ClientCredentials::new("id", "secret"))
            .retry(RetryPolicy::never())
    };
    let granted = r#"{"access_token":"t0ken","expires_in":3600,"token_type":"Bearer"}"#;
    let identity = Wire::start(move |_| coded(200, "gzip", gzip(granted))).await.unwrap();
    let school = builder(&identity).build().unwrap().institute("011007").unwrap();
    assert!(school.own_fields().list(year()).await.unwrap().is_empty());
    assert_eq!(api.asked()[0].values("authorization"), ["Bearer t0ken"]);
    assert!(identity.asked()[0].values("accept-encoding").is_empty(), "what shrinks with a secret tells of it");

    let identity = Wire::start(|_| coded(400, "gzip", gzip(r#"{"error":"invalid_client"}"#))).await.unwrap();
    let school = builder(&identity).build().unwrap().institute("011007").unwrap();
    assert!(school.own_fields().list(year()).await.unwrap_err().to_string().contains("client id or secret"));

    let identity = Wire::start(|_| coded(200, "br", "whatever")).await.unwrap();
    let school = builder(&identity).build().unwrap().institute("011007").unwrap();
    let error = school.own_fields().list(year()).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("compressed with br"), "{error}");

    let bomb = gzip(vec![b' '; 1 << 20]);
    let identity = Wire::start(move |_| coded(200, "gzip", &bomb)).await.unwrap();
    let school = builder(&identity).build().unwrap().institute("011007").unwrap();
    let error = school.own_fields().list(year()).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("too long"), "{error}");
}
