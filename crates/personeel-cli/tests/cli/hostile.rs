//! Misbehaving servers: none gets a token that is not meant for it, and the program ends in time, with the right exit
//! code.

use std::time::Duration;

use crate::support::{Canned, Program, Request, Response, TOKEN, YEAR, http, json, token};

const LIST: [&str; 10] =
    ["employees", "list", "--school-year", YEAR, "--format", "json", "--timeout", "2s", "--retries", "1"];

/// The timeout, with room for a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(12);

async fn assert_ends(server: &Canned, code: i32, what: &str) {
    let run = server.program().run(&LIST).await;
    assert_eq!(run.code, code, "{what}: {run:?}");
    assert!(run.time < PATIENCE, "{what} took {:?}", run.time);
    let secrets = [TOKEN, personeel_sandbox::CLIENT_SECRET];
    assert!(
        !secrets.iter().any(|secret| run.stdout.contains(secret) || run.stderr.contains(secret)),
        "{what}: {run:?}"
    );
    if code != 0 {
        run.error();
        assert_eq!(run.stdout, "", "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_responses_end_in_their_exit_code() {
    type Make = fn(&Request) -> Response;
    let cases: &[(&str, i32, Make)] = &[
        ("a page instead of JSON", 7, |_| http("200 OK", "Content-Type: text/html\r\n", "<html>hello</html>")),
        ("truncated JSON", 7, |_| json(r#"[{"personId":"#)),
        ("an object instead of a list", 7, |_| json(r#"{"value":[]}"#)),
        ("a number instead of text", 7, |_| json(r#"[{"personId":5}]"#)),
        ("very deeply nested arrays", 7, |_| json(&"[".repeat(100_000))),
        ("text after the JSON", 7, |_| json("[] []")),
        ("invalid UTF-8", 7, |_| {
            Response::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n[\"\xff\"".to_vec())
        }),
        ("valid JSON with another content type", 0, |_| http("200 OK", "Content-Type: image/png\r\n", "[]")),
        ("two content types", 0, |_| {
            http("200 OK", "Content-Type: text/html\r\nContent-Type: application/json\r\n", "[]")
        }),
        ("two lengths that differ", 6, |_| {
            Response::Bytes(
                b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n[]".to_vec(),
            )
        }),
        ("fewer bytes than announced", 6, |_| {
            Response::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n[]".to_vec())
        }),
        ("not HTTP", 6, |_| Response::Bytes(b"220 smtp.example ESMTP\r\n".to_vec())),
        ("an empty response", 6, |_| Response::Bytes(Vec::new())),
        ("a redirect to itself", 6, |_| http("302 Found", "Location: /employees\r\n", "")),
        ("a body that drips", 6, |_| {
            Response::Endless(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[".to_vec(),
                b" ".to_vec(),
                Duration::from_millis(50),
            )
        }),
        ("headers that drip", 6, |_| {
            Response::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"X-A: b\r\n".to_vec(), Duration::from_millis(50))
        }),
        ("an endless error page", 6, |_| {
            Response::Endless(b"HTTP/1.1 500 Oops\r\n\r\n".to_vec(), vec![b'x'; 64 * 1024], Duration::from_millis(1))
        }),
        ("retry after a year", 6, |_| http("429 Too Many Requests", "Retry-After: 31536000\r\n", "")),
    ];
    for (what, code, respond) in cases {
        let server = Canned::with_tokens(respond).await;
        assert_ends(&server, *code, what).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endless_body_does_not_exhaust_memory() {
    let server = Canned::with_tokens(|_: &Request| {
        Response::Endless(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[".to_vec(),
            vec![b' '; 256 * 1024],
            Duration::ZERO,
        )
    })
    .await;
    let run = server.program().run(&LIST).await;
    assert!([6, 7].contains(&run.code) && run.time < PATIENCE, "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_redirect_is_followed_with_a_token() {
    let elsewhere = Canned::start(|_: &Request| json("[]")).await;
    for status in
        ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let location = format!("Location: {}/employees\r\n", elsewhere.url);
        let server = Canned::with_tokens(move |_: &Request| http(status, &location, "")).await;
        assert_ends(&server, 6, status).await;
    }
    let location = format!("Location: {}/connect/token\r\n", elsewhere.url);
    let server = Canned::start(move |_: &Request| http("307 Temporary Redirect", &location, "")).await;
    let run = server.program().run(&LIST).await;
    assert!([3, 6, 7].contains(&run.code), "{run:?}");
    assert!(elsewhere.requests().is_empty(), "the secret or the token was sent elsewhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misbehaving_identity_server_ends_in_its_exit_code() {
    type Make = fn(&Request) -> Response;
    let cases: &[(&str, i32, Make)] = &[
        ("an HTML page", 7, |_| http("200 OK", "Content-Type: text/html\r\n", "<html>")),
        ("no token", 7, |_| json("{}")),
        ("a rejected client", 3, |_| http("400 Bad Request", "", r#"{"error":"invalid_client"}"#)),
        ("an HTML page with 401", 3, |_| http("401 Unauthorized", "", "<html>")),
        ("down", 6, |_| http("503 Service Unavailable", "", "")),
        ("dripping", 6, |_| {
            Response::Endless(b"HTTP/1.1 200 OK\r\n\r\n{".to_vec(), b" ".to_vec(), Duration::from_millis(50))
        }),
        ("an endless token", 7, |_| {
            Response::Endless(b"HTTP/1.1 200 OK\r\n\r\n{".to_vec(), vec![b' '; 64 * 1024], Duration::from_millis(1))
        }),
        ("a token with a line feed", 7, |_| json(r#"{"access_token":"a\nb","expires_in":3600,"token_type":"Bearer"}"#)),
    ];
    for (what, code, respond) in cases {
        let server = Canned::start(respond).await;
        assert_ends(&server, *code, what).await;
        assert!(server.requests().iter().all(|request| request.path() == "/connect/token"), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_api_gets_the_token_and_only_the_identity_server_the_secret() {
    let api = Canned::start(|_: &Request| json("[]")).await;
    let identity = Canned::start(|_: &Request| token()).await;
    Program::at(&api.url, &identity.url).run(&LIST).await.expect(0);
    let seen = |server: &Canned| {
        server.requests().into_iter().flat_map(|request| [request.head, request.body]).collect::<Vec<_>>().join("\n")
    };
    assert!(seen(&api).contains(TOKEN) && !seen(&api).contains(personeel_sandbox::CLIENT_SECRET));
    assert!(seen(&identity).contains(personeel_sandbox::CLIENT_SECRET) && !seen(&identity).contains(TOKEN));
}

#[tokio::test(flavor = "multi_thread")]
async fn control_characters_of_the_service_are_not_printed() {
    let server =
        Canned::with_tokens(|_: &Request| json("[{\"id\":\"\\u001b]0;x\\u0007\",\"\\u001b[2Jx\":\"\\u009b31m\"}]"))
            .await;
    for format in ["table", "csv", "json", "ndjson"] {
        let run = server.program().run(&["appointments", "list", "--school-year", YEAR, "-f", format]).await.expect(0);
        assert!(format == "csv" || !run.stdout.contains('\u{1b}'), "{format}: {run:?}");
    }
}
