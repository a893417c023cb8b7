//! Errors of unreachable servers: the cause and the remedy, for the API and for the identity server.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]
#![allow(clippy::print_stdout, reason = "a test run with its own environment prints its outcome for its parent")]

use std::error::Error as _;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use base64::Engine as _;
use personeel::{Builder, ClientCredentials, Error, ErrorKind, Personeel, RetryPolicy, StaticToken};
use personeel_tests::{Certificate, TlsWire, Wire, json, response, token};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

fn builder() -> Builder {
    Personeel::builder().retry(RetryPolicy::default().with_base(Duration::ZERO))
}

async fn call(builder: Builder) -> personeel::Result<usize> {
    let school = builder.build()?.institute("011007")?;
    school.own_fields().list("2023-24".parse().unwrap()).await.map(|fields| fields.len())
}

/// The error of a call to an API at this URL.
async fn api_error(url: &str) -> Error {
    call(builder().api_url(url).token_source(StaticToken::new("t"))).await.unwrap_err()
}

/// The error of a call whose identity server is at this URL.
async fn identity_error(url: &str) -> Error {
    let credentials = ClientCredentials::new("id", "s3cret");
    call(builder().api_url("http://127.0.0.1:9").identity_url(url).credentials(credentials)).await.unwrap_err()
}

/// The messages of an error and its sources.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text} <- {cause}");
        source = cause.source();
    }
    text
}

fn closed_port() -> u16 {
    // Bound and released: nothing else takes the port within a test.
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[tokio::test]
async fn a_certificate_of_an_unknown_issuer_is_reported_and_not_retried() {
    let tls = TlsWire::start(Certificate::Good, json("[]")).await.unwrap();
    for (error, who, attempts) in
        [(api_error(&tls.url()).await, "the service", 1), (identity_error(&tls.url()).await, "the identity server", 0)]
    {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, attempts), "{error}");
        let text = error.to_string();
        for expected in [who, tls.url().strip_prefix("https://").unwrap(), "issuer", "SSL_CERT_FILE"] {
            assert!(text.contains(expected), "{expected}: {text}");
        }
        assert!(chain(&error).contains("UnknownIssuer"), "{}", chain(&error));
        assert!(!error.may_have_been_applied() && !chain(&error).contains("s3cret"));
    }
}

#[tokio::test]
async fn each_defect_of_a_trusted_certificate_is_reported() {
    for (kind, expected) in [
        (Certificate::ForAnotherHost, "another host name"),
        (Certificate::Expired, "has expired"),
        (Certificate::NotYetValid, "clock"),
        (Certificate::Authority, "CA:FALSE"),
    ] {
        let tls = TlsWire::start(kind, json("[]")).await.unwrap();
        let trusted = reqwest::Certificate::from_der(tls.certificate()).unwrap();
        let http = reqwest::Client::builder().tls_certs_only([trusted]).no_proxy().build().unwrap();
        let error =
            call(builder().api_url(tls.url()).token_source(StaticToken::new("t")).http_client(http)).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn a_port_without_tls_is_reported() {
    // It responds in plain text, as a server does that reads the TLS handshake as a request.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await);
            drop(stream.read(&mut [0; 1024]).await);
        }
    });
    let error = api_error(&url).await;
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1), "{error}");
    assert!(error.to_string().contains("does not speak TLS"), "{error}");
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_not_retried() {
    for (error, attempts) in [
        (api_error("https://api.school.invalid").await, 1),
        (identity_error("https://api.school.invalid:8443").await, 0),
    ] {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, attempts), "{error}");
        assert!(
            error.to_string().contains("api.school.invalid")
                && error.to_string().contains("the host name does not exist"),
            "{error}"
        );
        assert!(error.source().is_some() && !error.is_transient());
    }
}

#[tokio::test]
async fn a_closed_port_is_named_and_retried() {
    let (api, identity) = (closed_port(), closed_port());
    let error = api_error(&format!("http://127.0.0.1:{api}")).await;
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 4), "it may be about to start: {error}");
    assert!(error.is_transient());
    assert!(
        error.to_string().contains(&format!("127.0.0.1:{api}")) && error.to_string().contains("refused"),
        "{error}"
    );
    let error = identity_error(&format!("http://127.0.0.1:{identity}")).await;
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(error.to_string().contains(&format!("identity server at 127.0.0.1:{identity}")), "{error}");
    assert!(error.to_string().contains("refused"), "{error}");
    assert!(chain(&error).to_lowercase().contains("connection refused"), "{}", chain(&error));
}

/// A proxy that refuses every client with this response and counts them.
async fn refusing_proxy(reply: Vec<u8>) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let clients = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&clients);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            drop(stream.read(&mut [0; 4096]).await);
            drop(stream.write_all(&reply).await);
            drop(stream.shutdown().await);
        }
    });
    (port, clients)
}

/// A SOCKS5 proxy without authentication.
async fn socks_proxy() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut greeting = [0; 2];
                stream.read_exact(&mut greeting).await?;
                stream.read_exact(&mut vec![0; usize::from(greeting[1])]).await?;
                stream.write_all(&[5, 0]).await?;
                // Version, command, reserved, address type (IPv4), address, port.
                let mut request = [0; 10];
                stream.read_exact(&mut request).await?;
                let port = u16::from_be_bytes([request[8], request[9]]);
                let mut target = TcpStream::connect(("127.0.0.1", port)).await?;
                stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
                tokio::io::copy_bidirectional(&mut stream, &mut target).await
            });
        }
    });
    port
}

/// Runs a call in a process of its own with these variables, and returns its outcome: the variables are read once per
/// process.
async fn call_in_environment(api: String, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "run_as_separate_process", "--ignored", "--nocapture"]).env("TEST_API", api);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command.envs(variables.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_once("OUTCOME ")
        .map_or_else(|| panic!("{text}"), |(_, outcome)| outcome.lines().next().unwrap_or_default().to_owned())
}

#[tokio::test]
#[ignore = "other tests run it, each with its own environment"]
async fn run_as_separate_process() {
    let api = std::env::var("TEST_API").unwrap();
    let outcome = match call(builder().api_url(&api).token_source(StaticToken::new("t"))).await {
        Ok(count) => format!("{count} records"),
        Err(error) => format!("{} after {}: {}", error.kind().as_str(), error.attempts(), chain(&error)),
    };
    println!("\nOUTCOME {}", outcome.replace('\n', " "));
}

#[tokio::test]
async fn a_proxy_is_named_with_the_remedy() {
    let target = "https://api.example".to_owned();
    let (port, clients) = refusing_proxy(response(407, &[("proxy-authenticate", "Basic realm=\"school\"")], "")).await;
    let proxy = format!("http://jan:gehe1m@127.0.0.1:{port}");
    let outcome = call_in_environment(target.clone(), &[("HTTPS_PROXY", &proxy)]).await;
    assert!(outcome.starts_with("connection after 1: "), "{outcome}");
    for expected in ["api.example", &format!("the proxy 127.0.0.1:{port}"), "407", "HTTPS_PROXY"] {
        assert!(outcome.contains(expected), "{expected}: {outcome}");
    }
    assert!(!outcome.contains("gehe1m") && !outcome.contains("jan"), "{outcome}");
    assert_eq!(clients.load(Ordering::SeqCst), 1, "a missing login is not retried");

    let (port, clients) = refusing_proxy(response(502, &[], "")).await;
    let outcome = call_in_environment(target.clone(), &[("https_proxy", &format!("http://127.0.0.1:{port}"))]).await;
    assert!(outcome.starts_with("connection after 4: ") && outcome.contains("refused to connect"), "{outcome}");
    assert_eq!(clients.load(Ordering::SeqCst), 4);

    let port = closed_port();
    for scheme in ["http", "socks5", "socks5h"] {
        let outcome = call_in_environment(
            "https://127.0.0.1:9".to_owned(),
            &[("HTTPS_PROXY", &format!("{scheme}://127.0.0.1:{port}"))],
        )
        .await;
        assert!(outcome.starts_with("connection after 4: "), "it may be about to start: {scheme}: {outcome}");
        assert!(
            outcome.contains(&format!("the proxy 127.0.0.1:{port}")) && outcome.contains("NO_PROXY"),
            "{scheme}: {outcome}"
        );
    }
}

#[tokio::test]
async fn an_unknown_host_is_the_one_that_is_looked_up() {
    let api = "https://api.school.invalid".to_owned();
    let here = format!("socks5://127.0.0.1:{}", closed_port());
    let outcome = call_in_environment(api.clone(), &[("HTTPS_PROXY", &here)]).await;
    assert!(
        outcome.starts_with("connection after 1: ")
            && outcome.contains("api.school.invalid cannot be reached: the host name"),
        "{outcome}"
    );
    let outcome = call_in_environment(api, &[("HTTPS_PROXY", "http://proxy.school.invalid:3128")]).await;
    assert!(outcome.contains("the proxy proxy.school.invalid:3128"), "{outcome}");
}

#[tokio::test]
async fn the_messages_remedies_work() {
    let tls = TlsWire::start(Certificate::Good, json("[]")).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("school.pem");
    let text = base64::engine::general_purpose::STANDARD.encode(tls.certificate());
    std::fs::write(&path, format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")).unwrap();
    let trusting = ("SSL_CERT_FILE", path.to_str().unwrap());
    let without = call_in_environment(tls.url(), &[]).await;
    assert!(without.contains("SSL_CERT_FILE"), "{without}");
    assert_eq!(call_in_environment(tls.url(), &[trusting]).await, "0 records");

    let closed = format!("http://127.0.0.1:{}", closed_port());
    let around = [trusting, ("HTTPS_PROXY", closed.as_str()), ("NO_PROXY", "127.0.0.1")];
    assert_eq!(call_in_environment(tls.url(), &around).await, "0 records");

    let socks = format!("socks5://127.0.0.1:{}", socks_proxy().await);
    assert_eq!(call_in_environment(tls.url(), &[trusting, ("ALL_PROXY", &socks)]).await, "0 records", "SOCKS works");
}

#[tokio::test]
async fn without_a_certificate_store_only_loopback_works() {
    let nowhere = [("SSL_CERT_FILE", "/nonexistent/certificates.pem"), ("SSL_CERT_DIR", "/nonexistent")];
    let outcome = call_in_environment("https://127.0.0.1:9".to_owned(), &nowhere).await;
    assert!(outcome.starts_with("configuration after 0: ") && outcome.contains("no certificate store"), "{outcome}");
    assert!(outcome.contains("SSL_CERT_FILE"), "{outcome}");
    let wire = Wire::start(|_| json("[]")).await.unwrap();
    assert_eq!(
        call_in_environment(wire.url(), &nowhere).await,
        "0 records",
        "plain HTTP on loopback needs no certificates"
    );
}

#[tokio::test]
async fn a_token_error_keeps_its_source() {
    let wire = Wire::start(|_| token()).await.unwrap();
    drop(wire);
    let error = identity_error(&format!("http://127.0.0.1:{}", closed_port())).await;
    let token_error = error.source().and_then(|source| source.downcast_ref::<personeel::TokenError>()).unwrap();
    let source = token_error.source().and_then(|source| source.downcast_ref::<reqwest::Error>());
    assert!(source.is_some_and(reqwest::Error::is_connect), "{}", chain(&error));
}
