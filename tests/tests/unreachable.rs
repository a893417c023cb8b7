//! Why nobody could be reached, and what helps: from the API and from the identity server alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what it expects by failing")]
#![allow(clippy::print_stdout, reason = "a test in an environment of its own tells its parent what came of it")]

use std::error::Error as _;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use base64::Engine as _;
use personeel::{Builder, ClientCredentials, Error, ErrorKind, Personeel, RetryPolicy, StaticToken};
use personeel_tests::{Certificate, TlsWire, Wire, answer, json, token};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

fn builder() -> Builder {
    Personeel::builder().retry(RetryPolicy::default().with_base(Duration::ZERO))
}

async fn call(builder: Builder) -> personeel::Result<usize> {
    let school = builder.build()?.institute("011007")?;
    school.own_fields().list("2023-24".parse().unwrap()).await.map(|fields| fields.len())
}

/// The error of a call to an API at this address.
async fn of_api(url: &str) -> Error {
    call(builder().api_url(url).token_source(StaticToken::new("t"))).await.unwrap_err()
}

/// The error of a call whose identity server is at this address.
async fn of_identity(url: &str) -> Error {
    let credentials = ClientCredentials::new("id", "s3cret");
    call(builder().api_url("http://127.0.0.1:9").identity_url(url).credentials(credentials)).await.unwrap_err()
}

/// Every text that an error has to show.
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
    // Bound and let go: nobody else takes it within a test.
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[tokio::test]
async fn a_certificate_of_an_unknown_issuer_is_named_and_not_tried_again() {
    let tls = TlsWire::start(Certificate::Good, json("[]")).await.unwrap();
    for (error, who, attempts) in
        [(of_api(&tls.url()).await, "the service", 1), (of_identity(&tls.url()).await, "the identity server", 0)]
    {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, attempts), "{error}");
        let text = error.to_string();
        for told in [who, tls.url().strip_prefix("https://").unwrap(), "issuer", "SSL_CERT_FILE"] {
            assert!(text.contains(told), "{told}: {text}");
        }
        assert!(chain(&error).contains("UnknownIssuer"), "{}", chain(&error));
        assert!(!error.may_have_been_applied() && !chain(&error).contains("s3cret"));
    }
}

#[tokio::test]
async fn a_trusted_certificate_that_is_wrong_is_told_apart() {
    for (kind, told) in [
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
        assert!(error.to_string().contains(told), "{error}");
    }
}

#[tokio::test]
async fn a_port_without_tls_is_told_apart() {
    let wire = Wire::start(|_| json("[]")).await.unwrap();
    // It closes, or answers in clear, as soon as it has read what it takes for a request.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await);
            drop(stream.read(&mut [0; 1024]).await);
        }
    });
    let error = of_api(&url).await;
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 1), "{error}");
    assert!(error.to_string().contains("does not speak TLS"), "{error}");
    drop(wire);
}

#[tokio::test]
async fn a_host_that_does_not_exist_is_not_tried_again() {
    for (error, attempts) in
        [(of_api("https://api.school.invalid").await, 1), (of_identity("https://api.school.invalid:8443").await, 0)]
    {
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, attempts), "{error}");
        assert!(
            error.to_string().contains("api.school.invalid") && error.to_string().contains("no host has this name"),
            "{error}"
        );
        assert!(error.source().is_some() && !error.is_transient());
    }
}

#[tokio::test]
async fn a_closed_port_is_named_and_tried_again() {
    let (api, identity) = (closed_port(), closed_port());
    let error = of_api(&format!("http://127.0.0.1:{api}")).await;
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connection, 4), "it may be about to start: {error}");
    assert!(error.is_transient());
    assert!(
        error.to_string().contains(&format!("127.0.0.1:{api}")) && error.to_string().contains("refused"),
        "{error}"
    );
    let error = of_identity(&format!("http://127.0.0.1:{identity}")).await;
    assert_eq!(error.kind(), ErrorKind::Connection);
    assert!(error.to_string().contains(&format!("identity server at 127.0.0.1:{identity}")), "{error}");
    assert!(error.to_string().contains("refused"), "{error}");
    assert!(chain(&error).to_lowercase().contains("connection refused"), "{}", chain(&error));
}

/// A proxy that turns every caller away with this answer, and counts them.
async fn refusing_proxy(reply: Vec<u8>) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let callers = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&callers);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            drop(stream.read(&mut [0; 4096]).await);
            drop(stream.write_all(&reply).await);
            drop(stream.shutdown().await);
        }
    });
    (port, callers)
}

/// A SOCKS5 proxy without a login.
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
                // Version, command, nothing, IPv4, address, port.
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

/// What a program of another environment says: variables are read once, and belong to the whole process.
async fn in_environment(api: String, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "as_a_program_of_its_own", "--ignored", "--nocapture"]).env("TEST_API", api);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command.envs(variables.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.split_once("SAID ")
        .map_or_else(|| panic!("{text}"), |(_, said)| said.lines().next().unwrap_or_default().to_owned())
}

#[tokio::test]
#[ignore = "the other tests run it, each in its environment"]
async fn as_a_program_of_its_own() {
    let api = std::env::var("TEST_API").unwrap();
    let said = match call(builder().api_url(&api).token_source(StaticToken::new("t"))).await {
        Ok(count) => format!("{count} records"),
        Err(error) => format!("{} after {}: {}", error.kind().as_str(), error.attempts(), chain(&error)),
    };
    println!("\nSAID {}", said.replace('\n', " "));
}

#[tokio::test]
async fn a_proxy_is_named_with_what_it_wants() {
    let target = "https://api.example".to_owned();
    let (port, callers) = refusing_proxy(answer(407, &[("proxy-authenticate", "Basic realm=\"school\"")], "")).await;
    let proxy = format!("http://jan:gehe1m@127.0.0.1:{port}");
    let said = in_environment(target.clone(), &[("HTTPS_PROXY", &proxy)]).await;
    assert!(said.starts_with("connection after 1: "), "{said}");
    for told in ["api.example", &format!("the proxy 127.0.0.1:{port}"), "407", "HTTPS_PROXY"] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(!said.contains("gehe1m") && !said.contains("jan"), "{said}");
    assert_eq!(callers.load(Ordering::SeqCst), 1, "a login is not found by asking again");

    let (port, callers) = refusing_proxy(answer(502, &[], "")).await;
    let said = in_environment(target.clone(), &[("https_proxy", &format!("http://127.0.0.1:{port}"))]).await;
    assert!(said.starts_with("connection after 4: ") && said.contains("refused to connect"), "{said}");
    assert_eq!(callers.load(Ordering::SeqCst), 4);

    let port = closed_port();
    for scheme in ["http", "socks5", "socks5h"] {
        let said = in_environment(
            "https://127.0.0.1:9".to_owned(),
            &[("HTTPS_PROXY", &format!("{scheme}://127.0.0.1:{port}"))],
        )
        .await;
        assert!(said.starts_with("connection after 4: "), "it may be about to start: {scheme}: {said}");
        assert!(said.contains(&format!("the proxy 127.0.0.1:{port}")) && said.contains("NO_PROXY"), "{scheme}: {said}");
    }
}

#[tokio::test]
async fn a_name_is_that_of_whoever_looks_it_up() {
    let api = "https://api.school.invalid".to_owned();
    let here = format!("socks5://127.0.0.1:{}", closed_port());
    let said = in_environment(api.clone(), &[("HTTPS_PROXY", &here)]).await;
    assert!(
        said.starts_with("connection after 1: ") && said.contains("api.school.invalid cannot be reached: no host"),
        "{said}"
    );
    let said = in_environment(api, &[("HTTPS_PROXY", "http://proxy.school.invalid:3128")]).await;
    assert!(said.contains("the proxy proxy.school.invalid:3128"), "{said}");
}

#[tokio::test]
async fn what_the_messages_advise_helps() {
    let tls = TlsWire::start(Certificate::Good, json("[]")).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("school.pem");
    let text = base64::engine::general_purpose::STANDARD.encode(tls.certificate());
    std::fs::write(&path, format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")).unwrap();
    let trusting = ("SSL_CERT_FILE", path.to_str().unwrap());
    let without = in_environment(tls.url(), &[]).await;
    assert!(without.contains("SSL_CERT_FILE"), "{without}");
    assert_eq!(in_environment(tls.url(), &[trusting]).await, "0 records");

    let closed = format!("http://127.0.0.1:{}", closed_port());
    let around = [trusting, ("HTTPS_PROXY", closed.as_str()), ("NO_PROXY", "127.0.0.1")];
    assert_eq!(in_environment(tls.url(), &around).await, "0 records");

    let socks = format!("socks5://127.0.0.1:{}", socks_proxy().await);
    assert_eq!(in_environment(tls.url(), &[trusting, ("ALL_PROXY", &socks)]).await, "0 records", "SOCKS works");
}

#[tokio::test]
async fn without_a_certificate_store_only_loopback_works() {
    let nowhere = [("SSL_CERT_FILE", "/nonexistent/certificates.pem"), ("SSL_CERT_DIR", "/nonexistent")];
    let said = in_environment("https://127.0.0.1:9".to_owned(), &nowhere).await;
    assert!(said.starts_with("configuration after 0: ") && said.contains("no certificate store"), "{said}");
    assert!(said.contains("SSL_CERT_FILE"), "{said}");
    let wire = Wire::start(|_| json("[]")).await.unwrap();
    assert_eq!(in_environment(wire.url(), &nowhere).await, "0 records", "plain http on loopback needs none");
}

#[tokio::test]
async fn a_token_error_keeps_what_it_came_from() {
    let wire = Wire::start(|_| token()).await.unwrap();
    drop(wire);
    let error = of_identity(&format!("http://127.0.0.1:{}", closed_port())).await;
    let token_error = error.source().and_then(|source| source.downcast_ref::<personeel::TokenError>()).unwrap();
    let source = token_error.source().and_then(|source| source.downcast_ref::<reqwest::Error>());
    assert!(source.is_some_and(reqwest::Error::is_connect), "{}", chain(&error));
}
