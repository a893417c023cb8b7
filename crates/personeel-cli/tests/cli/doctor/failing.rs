//! Each section can fail, and says why and what to do.

use std::sync::Arc;

use base64::Engine as _;
use rcgen::{CertificateParams, KeyPair};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::section;
use crate::support::*;

/// Asserts which section failed, the exit code, and parts of the message.
#[track_caller]
fn assert_fails(run: &Run, name: &str, code: i32, words: &[&str]) -> Value {
    assert_eq!(run.code, code, "{run:?}");
    let report = run.json();
    assert_eq!(section(&report, name)["outcome"], "failure", "{run:?}");
    let message = run.error()["message"].as_str().unwrap().to_owned();
    for word in words {
        assert!(message.contains(word), "{word:?} is not in {message:?}");
    }
    report
}

const DOCTOR: [&str; 6] = ["doctor", "--format", "json", "--retries", "0", "--school-year=2026-27"];

#[tokio::test]
async fn all_missing_settings_are_reported_at_once() {
    let run = Program::bare()
        .with("PERSONEEL_API_URL", "http://127.0.0.1:9")
        .with("PERSONEEL_IDENTITY_URL", "http://127.0.0.1:9");
    let run = run.run(&DOCTOR).await;
    assert_eq!(run.code, 3, "{run:?}");
    let report = run.json();
    let findings = section(&report, "settings")["findings"].as_array().unwrap();
    let failures: Vec<_> = findings.iter().filter(|finding| finding["level"] == "failure").collect();
    assert_eq!(failures.len(), 1, "{report}");
    let missing = run.error()["message"].as_str().unwrap().to_owned();
    assert!(["client id", "client secret", "institute"].iter().all(|name| missing.contains(name)), "{missing}");
    assert_eq!(section(&report, "token")["outcome"], "skipped");
}

#[tokio::test]
async fn a_secret_file_that_others_can_read_is_refused() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let sandbox = sandbox().start().await.unwrap();
        let program = Program::of(&sandbox).without("PERSONEEL_CLIENT_SECRET");
        let path = program.home.path().join("secret");
        std::fs::write(&path, "gehe1m").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let run = program.with("PERSONEEL_CLIENT_SECRET_FILE", &path).run(&DOCTOR).await;
        assert_fails(&run, "settings", 3, &["chmod 600"]);
        assert!(!run.stdout.contains("gehe1m") && !run.stderr.contains("gehe1m"));
        assert!(!run.stdout.contains(&*path.display().to_string()), "a report names no files");
    }
}

#[tokio::test]
async fn a_wrong_host_name_fails_the_network_section() {
    let sandbox = sandbox().start().await.unwrap();
    let run = Program::of(&sandbox).with("PERSONEEL_API_URL", "https://personeel.invalid").run(&DOCTOR).await;
    let report = assert_fails(&run, "network", 6, &["the API at personeel.invalid", "check the URL"]);
    assert_eq!(section(&report, "token")["outcome"], "ok", "the other sections run all the same");
    assert!(!run.stdout.contains("personeel.invalid"));
}

#[tokio::test]
async fn a_closed_port_fails_the_network_section() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let sandbox = sandbox().start().await.unwrap();
    let run = Program::of(&sandbox).with("PERSONEEL_API_URL", format!("http://{closed}")).run(&DOCTOR).await;
    assert_fails(&run, "network", 6, &["nothing is listening on that port"]);
}

#[tokio::test]
async fn an_untrusted_certificate_is_reported_with_its_issuer() {
    let mut parameters = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    parameters.distinguished_name.push(rcgen::DnType::CommonName, "Firewall of a School");
    let key = KeyPair::generate().unwrap();
    let certificate = parameters.self_signed(&key).unwrap();
    let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder().with_no_client_auth();
    let config = config.with_single_cert(vec![certificate.der().clone()], private).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let _ = stream.read(&mut [0; 4096]).await;
                let _ =
                    stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await;
                let _ = stream.shutdown().await;
            });
        }
    });
    let sandbox = sandbox().start().await.unwrap();
    // At least one certificate must be trusted for the check of another to fail.
    let program = Program::of(&sandbox).with("PERSONEEL_API_URL", url);
    let trusted = program.home.path().join("trusted.pem");
    let mut other = CertificateParams::new(["other.example".to_owned()]).unwrap();
    other.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let other = other.self_signed(&KeyPair::generate().unwrap()).unwrap();
    let text = base64::prelude::BASE64_STANDARD.encode(other.der());
    std::fs::write(&trusted, format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")).unwrap();
    let run = program.with("SSL_CERT_FILE", &trusted).run(&DOCTOR).await;
    let words = ["not trusted", "SSL_CERT_FILE", "issued by", "Firewall of a School", "expires on"];
    assert_fails(&run, "network", 6, &words);
    assert!(!run.stdout.contains("Firewall"), "a report does not identify the network");
}

#[tokio::test]
async fn a_proxy_that_requires_a_login_is_reported() {
    let proxy = Canned::start(|_| http("407 Proxy Authentication Required", "", "")).await;
    let sandbox = sandbox().start().await.unwrap();
    let program = Program::of(&sandbox).with("PERSONEEL_API_URL", "https://api.example");
    let run = program.with("HTTPS_PROXY", &proxy.url).run(&DOCTOR).await;
    assert_fails(&run, "network", 6, &["requires a login (407)", "HTTPS_PROXY"]);
}

#[tokio::test]
async fn a_wrong_secret_fails_the_token_section() {
    let sandbox = sandbox().start().await.unwrap();
    let run = Program::of(&sandbox).with("PERSONEEL_CLIENT_SECRET", "wrong").run(&DOCTOR).await;
    let report = assert_fails(&run, "token", 3, &["client id or secret"]);
    assert_eq!(section(&report, "api")["outcome"], "skipped");
}

#[tokio::test]
async fn a_missing_scope_fails_the_token_section_for_its_institute_only() {
    let sandbox = sandbox().start().await.unwrap();
    let run = Program::of(&sandbox).with("PERSONEEL_INSTITUTE", format!("{SCHOOL},123456")).run(&DOCTOR).await;
    assert_ne!(run.code, 0);
    let report = run.json();
    assert_eq!(section(&report, "token")["outcome"], "failure");
    assert_eq!(section(&report, "document")["outcome"], "ok");
    let error = run.error();
    assert_eq!(error["institute"], "123456");
    assert!(error["message"].as_str().unwrap().contains("scope"), "{error}");
    assert!(!run.stdout.contains("123456"), "a report names no institutes");
}

#[tokio::test]
async fn a_slow_service_fails_the_api_section() {
    let sandbox = sandbox().faults("latency=30s".parse().unwrap()).start().await.unwrap();
    let run = Program::of(&sandbox).run(&[&DOCTOR[..], &["--timeout", "1s", "--people", "0"]].concat()).await;
    assert_fails(&run, "api", 6, &["1s"]);
}

#[tokio::test]
async fn a_wrong_clock_fails_the_network_section() {
    let date = httpdate::fmt_http_date(std::time::SystemTime::now() - std::time::Duration::from_secs(3600));
    let server = Canned::with_tokens(move |_| http("200 OK", &format!("Date: {date}\r\n"), "")).await;
    let run = server.program().run(&DOCTOR).await;
    assert_fails(&run, "network", 6, &["clock is 36", " seconds ahead of the server's", "NTP"]);
}

#[tokio::test]
async fn an_empty_institute_is_a_warning() {
    let server = Canned::with_tokens(|_| {
        let date = httpdate::fmt_http_date(std::time::SystemTime::now());
        http("404 Not Found", &format!("Date: {date}\r\n"), "")
    })
    .await;
    let run = server.program().run(&DOCTOR).await.expect(0);
    let report = run.json();
    assert_eq!(section(&report, "api")["outcome"], "warning");
}

#[tokio::test]
async fn a_connection_that_breaks_within_a_response_is_not_a_difference() {
    let sandbox = sandbox().faults("drop=0.3".parse().unwrap()).start().await.unwrap();
    let run = Program::of(&sandbox).run(&[&DOCTOR[..], &["--people", "0"]].concat()).await;
    assert!([6, 7].contains(&run.code), "{run:?}");
    let report = run.json();
    assert!(report["differences"].as_array().unwrap().iter().all(|found| found["kind"] != "body"), "{report}");
}
