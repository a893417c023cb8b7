//! A service gone wrong: it never gets a token that isn't its own, and the program ends in time, with the right code.

use std::time::Duration;

use crate::support::{Answer, Asked, Canned, Program, TOKEN, YEAR, http, json, token};

const LIST: [&str; 10] =
    ["employees", "list", "--school-year", YEAR, "--format", "json", "--timeout", "2s", "--retries", "1"];

/// The limit, with room for a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(12);

async fn ends(server: &Canned, code: i32, what: &str) {
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
async fn answers_gone_wrong_end_in_their_exit_code() {
    type Make = fn(&Asked) -> Answer;
    let cases: &[(&str, i32, Make)] = &[
        ("a page instead of JSON", 7, |_| http("200 OK", "Content-Type: text/html\r\n", "<html>hello</html>")),
        ("JSON that is cut off", 7, |_| json(r#"[{"personId":"#)),
        ("JSON of another kind", 7, |_| json(r#"{"value":[]}"#)),
        ("a number where text belongs", 7, |_| json(r#"[{"personId":5}]"#)),
        ("an array in an array, very deep", 7, |_| json(&"[".repeat(100_000))),
        ("text after the JSON", 7, |_| json("[] []")),
        ("no UTF-8", 7, |_| {
            Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n[\"\xff\"".to_vec())
        }),
        ("another content type with right JSON", 0, |_| http("200 OK", "Content-Type: image/png\r\n", "[]")),
        ("two content types", 0, |_| {
            http("200 OK", "Content-Type: text/html\r\nContent-Type: application/json\r\n", "[]")
        }),
        ("two lengths that differ", 6, |_| {
            Answer::Bytes(
                b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\nConnection: close\r\n\r\n[]".to_vec(),
            )
        }),
        ("fewer bytes than announced", 6, |_| {
            Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n[]".to_vec())
        }),
        ("no HTTP at all", 6, |_| Answer::Bytes(b"220 smtp.example ESMTP\r\n".to_vec())),
        ("nothing", 6, |_| Answer::Bytes(Vec::new())),
        ("a redirect to itself", 6, |_| http("302 Found", "Location: /employees\r\n", "")),
        ("an answer that drips", 6, |_| {
            Answer::Endless(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[".to_vec(),
                b" ".to_vec(),
                Duration::from_millis(50),
            )
        }),
        ("headers that drip", 6, |_| {
            Answer::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), b"X-A: b\r\n".to_vec(), Duration::from_millis(50))
        }),
        ("an error page without end", 6, |_| {
            Answer::Endless(b"HTTP/1.1 500 Oops\r\n\r\n".to_vec(), vec![b'x'; 64 * 1024], Duration::from_millis(1))
        }),
        ("retry after a year", 6, |_| http("429 Too Many Requests", "Retry-After: 31536000\r\n", "")),
    ];
    for (what, code, answer) in cases {
        let server = Canned::with_tokens(answer).await;
        ends(&server, *code, what).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_without_end_is_not_read_to_the_end_of_memory() {
    let server = Canned::with_tokens(|_: &Asked| {
        Answer::Endless(
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
    let elsewhere = Canned::start(|_: &Asked| json("[]")).await;
    for status in
        ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let location = format!("Location: {}/employees\r\n", elsewhere.url);
        let server = Canned::with_tokens(move |_: &Asked| http(status, &location, "")).await;
        ends(&server, 6, status).await;
    }
    let location = format!("Location: {}/connect/token\r\n", elsewhere.url);
    let server = Canned::start(move |_: &Asked| http("307 Temporary Redirect", &location, "")).await;
    let run = server.program().run(&LIST).await;
    assert!([3, 6, 7].contains(&run.code), "{run:?}");
    assert!(elsewhere.asked().is_empty(), "the secret or the token went elsewhere");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identity_server_gone_wrong_ends_in_its_exit_code() {
    type Make = fn(&Asked) -> Answer;
    let cases: &[(&str, i32, Make)] = &[
        ("a page", 7, |_| http("200 OK", "Content-Type: text/html\r\n", "<html>")),
        ("no token", 7, |_| json("{}")),
        ("a client that is refused", 3, |_| http("400 Bad Request", "", r#"{"error":"invalid_client"}"#)),
        ("a page of refusal", 3, |_| http("401 Unauthorized", "", "<html>")),
        ("down", 6, |_| http("503 Service Unavailable", "", "")),
        ("dripping", 6, |_| {
            Answer::Endless(b"HTTP/1.1 200 OK\r\n\r\n{".to_vec(), b" ".to_vec(), Duration::from_millis(50))
        }),
        ("a token without end", 7, |_| {
            Answer::Endless(b"HTTP/1.1 200 OK\r\n\r\n{".to_vec(), vec![b' '; 64 * 1024], Duration::from_millis(1))
        }),
        ("a token with a line feed", 7, |_| json(r#"{"access_token":"a\nb","expires_in":3600,"token_type":"Bearer"}"#)),
    ];
    for (what, code, answer) in cases {
        let server = Canned::start(answer).await;
        ends(&server, *code, what).await;
        assert!(server.asked().iter().all(|asked| asked.path() == "/connect/token"), "{what}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_goes_to_the_api_and_the_secret_to_the_identity_server_only() {
    let api = Canned::start(|_: &Asked| json("[]")).await;
    let identity = Canned::start(|_: &Asked| token()).await;
    Program::at(&api.url, &identity.url).run(&LIST).await.expect(0);
    let seen = |server: &Canned| {
        server.asked().into_iter().flat_map(|asked| [asked.head, asked.body]).collect::<Vec<_>>().join("\n")
    };
    assert!(seen(&api).contains(TOKEN) && !seen(&api).contains(personeel_sandbox::CLIENT_SECRET));
    assert!(seen(&identity).contains(personeel_sandbox::CLIENT_SECRET) && !seen(&identity).contains(TOKEN));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_service_writes_steers_no_terminal() {
    let server =
        Canned::with_tokens(|_: &Asked| json("[{\"id\":\"\\u001b]0;x\\u0007\",\"\\u001b[2Jx\":\"\\u009b31m\"}]")).await;
    for format in ["table", "csv", "json", "ndjson"] {
        let run = server.program().run(&["appointments", "list", "--school-year", YEAR, "-f", format]).await.expect(0);
        assert!(format == "csv" || !run.stdout.contains('\u{1b}'), "{format}: {run:?}");
    }
}
