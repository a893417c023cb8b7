//! Compressed responses: the same records, errors and limits as uncompressed ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use personeel::{ClientCredentials, ErrorCode, ErrorKind, Personeel, RetryPolicy, SchoolYear};
use personeel_sandbox::Sandbox;
use personeel_tests::{Wire, builder_of, client_of, json, response, school_of};

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

/// A response with a `Content-Encoding` header, whether its body matches it or not.
fn encoded(status: u16, coding: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    response(status, &[("content-type", "application/json"), ("content-encoding", coding)], body)
}

fn fields(count: usize) -> String {
    let rows = (0..count).map(|row| format!(r#"{{"naam":"veld {row}","waarde":"{row}"}}"#));
    format!("[{}]", rows.collect::<Vec<_>>().join(","))
}

#[tokio::test]
async fn the_sandbox_compresses_on_request_and_returns_the_same_list() {
    let mut lists = Vec::new();
    for (compresses, requested) in [(true, true), (true, false), (false, true)] {
        let sandbox = Sandbox::builder()
            .employees(300)
            .today("2023-10-01".parse().unwrap())
            .compression(compresses)
            .record_requests(true)
            .start()
            .await
            .unwrap();
        let client = client_of(&sandbox).compression(requested).build().unwrap();
        let school = client.institute("011007").unwrap();
        let buffered = school.employees().list(year()).await.unwrap();
        let mut streamed = Vec::new();
        let mut stream = school.employees().list(year()).stream();
        while let Some(employee) = stream.next().await {
            streamed.push(employee.unwrap());
        }
        assert_eq!(buffered, streamed);
        let requests = sandbox.requests();
        assert_eq!(requests.len(), 2);
        let expected = requested.then(|| "gzip".to_owned());
        assert!(requests.iter().all(|request| request.header("accept-encoding") == expected));
        lists.push(buffered);
    }
    assert!(lists[0].len() > 200 && lists.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test]
async fn a_compressed_list_is_less_than_a_quarter_of_the_plain_one() {
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
async fn a_compressed_response_is_read_even_if_not_requested() {
    for requested in [true, false] {
        for (coding, body) in
            [("gzip", gzip(fields(500))), ("X-GZIP", gzip(fields(500))), ("deflate", deflate(fields(500)))]
        {
            let wire = Wire::start(move |_| encoded(200, coding, &body)).await.unwrap();
            let school = builder_of(&wire).compression(requested).build().unwrap().institute("011007").unwrap();
            assert_eq!(school.own_fields().list(year()).await.unwrap().len(), 500, "{coding}");
            let mut stream = school.own_fields().list(year()).stream();
            let mut count = 0;
            while let Some(field) = stream.next().await {
                field.unwrap();
                count += 1;
            }
            assert_eq!(count, 500, "{coding}");
            let expected = if requested { vec!["gzip"] } else { vec![] };
            assert!(wire.requests().iter().all(|request| request.values("accept-encoding") == expected));
        }
    }
}

#[tokio::test]
async fn an_own_http_client_gets_the_same() {
    let wire = Wire::start(|_| encoded(200, "gzip", gzip(fields(50)))).await.unwrap();
    let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let school = builder_of(&wire).http_client(http).build().unwrap().institute("011007").unwrap();
    assert_eq!(school.own_fields().list(year()).await.unwrap().len(), 50);
}

#[tokio::test]
async fn an_unsupported_encoding_is_an_error_that_names_it() {
    for (coding, expected) in
        [("br", "with br,"), ("zstd", "with zstd,"), ("gzip, br", "more than one"), ("geheim", "no")]
    {
        let wire = Wire::start(move |_| encoded(200, coding, "whatever")).await.unwrap();
        let school = school_of(&wire).unwrap();
        let error = school.own_fields().list(year()).await.unwrap_err();
        let streamed = school.own_fields().list(year()).stream().next().await.unwrap().unwrap_err();
        for error in [error, streamed] {
            assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Decode, Some(200), 1), "{coding}");
            let text = error.to_string();
            assert!(text.contains("compressed") && text.contains(expected) && !text.contains("geheim"), "{text}");
        }
    }
    // Without a body, the header is ignored.
    let wire = Wire::start(|_| encoded(404, "br", "")).await.unwrap();
    assert!(school_of(&wire).unwrap().own_fields().list(year()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_damaged_or_truncated_body_is_an_error() {
    let complete = gzip(fields(5000));
    let mut damaged = complete.clone();
    let last = damaged.len() - 6;
    damaged[last] ^= 1;
    for (body, expected) in [
        (complete[..complete.len() - 4].to_vec(), "ends too early"),
        (complete[..complete.len() / 2].to_vec(), "ends too early"),
        (damaged, "damaged"),
        (fields(3).into_bytes(), "not compressed"),
    ] {
        let wire = Wire::start(move |_| encoded(200, "gzip", &body)).await.unwrap();
        let school = school_of(&wire).unwrap();
        let error = school.own_fields().list(year()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(expected), "{error}");
        let mut stream = school.own_fields().list(year()).stream();
        let mut last = None;
        while let Some(field) = stream.next().await {
            last = Some(field);
        }
        let error = last.unwrap().unwrap_err();
        assert!(error.is_decode() && error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn compressed_errors_are_read() {
    let refusal = r#"{"errors":[{"Code":"BR002","Message":"x"}]}"#;
    let wire = Wire::start(move |_| encoded(400, "gzip", gzip(refusal))).await.unwrap();
    let error = school_of(&wire).unwrap().own_fields().list(year()).await.unwrap_err();
    assert!(error.is_refused() && error.has_code(&ErrorCode::Br002));
    assert_eq!(error.raw_body().unwrap(), refusal.as_bytes());

    // The status matters more than a body that cannot be read.
    let wire = Wire::start(|_| encoded(503, "br", "whatever")).await.unwrap();
    let error = school_of(&wire).unwrap().own_fields().list(year()).await.unwrap_err();
    assert_eq!((error.kind(), error.status(), error.attempts()), (ErrorKind::Status, Some(503), 2));
    assert!(error.is_transient() && error.to_string().contains("compressed with br"), "{error}");
    let wire = Wire::start(|_| encoded(404, "br", "whatever")).await.unwrap();
    let error = school_of(&wire).unwrap().own_fields().list(year()).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(404)), "this is not \"no data\"");
}

#[tokio::test]
async fn limits_apply_to_the_decompressed_size() {
    // A quarter of a gibibyte in a quarter of a mebibyte: the start of a string, then zeroes.
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
    let wire = Wire::start(move |_| encoded(200, "gzip", &bomb)).await.unwrap();
    let school = builder_of(&wire).max_body_bytes(1 << 20).build().unwrap().institute("011007").unwrap();
    let error = school.own_fields().list(year()).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("longer than the client's limit"), "{error}");
    let error = school.own_fields().list(year()).stream().next().await.unwrap().unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("longer than the client's limit"), "{error}");
    assert_eq!(wire.requests().len(), 2);

    let wire = Wire::start(move |_| encoded(500, "gzip", &page)).await.unwrap();
    let error = school_of(&wire).unwrap().own_fields().list(year()).await.unwrap_err();
    assert_eq!((error.status(), error.raw_body().unwrap().len()), (Some(500), 64 * 1024));
}

#[tokio::test]
async fn a_compressed_token_response_is_read() {
    let api = Wire::start(|_| json("[]")).await.unwrap();
    let builder = |identity: &Wire| {
        Personeel::builder()
            .api_url(api.url())
            .identity_url(identity.url())
            .credentials(ClientCredentials::new("id", "secret"))
            .retry(RetryPolicy::never())
    };
    let granted = r#"{"access_token":"t0ken","expires_in":3600,"token_type":"Bearer"}"#;
    let identity = Wire::start(move |_| encoded(200, "gzip", gzip(granted))).await.unwrap();
    let school = builder(&identity).build().unwrap().institute("011007").unwrap();
    assert!(school.own_fields().list(year()).await.unwrap().is_empty());
    assert_eq!(api.requests()[0].values("authorization"), ["Bearer t0ken"]);
    assert!(
        identity.requests()[0].values("accept-encoding").is_empty(),
        "the size of a compressed secret leaks information about it"
    );

    let identity = Wire::start(|_| encoded(400, "gzip", gzip(r#"{"error":"invalid_client"}"#))).await.unwrap();
    let school = builder(&identity).build().unwrap().institute("011007").unwrap();
    assert!(school.own_fields().list(year()).await.unwrap_err().to_string().contains("client id or secret"));

    let identity = Wire::start(|_| encoded(200, "br", "whatever")).await.unwrap();
    let school = builder(&identity).build().unwrap().institute("011007").unwrap();
    let error = school.own_fields().list(year()).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("compressed with br"), "{error}");

    let bomb = gzip(vec![b' '; 1 << 20]);
    let identity = Wire::start(move |_| encoded(200, "gzip", &bomb)).await.unwrap();
    let school = builder(&identity).build().unwrap().institute("011007").unwrap();
    let error = school.own_fields().list(year()).await.unwrap_err();
    assert!(error.is_decode() && error.to_string().contains("too long"), "{error}");
}
