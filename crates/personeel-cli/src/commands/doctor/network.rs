//! Section 2: the path to both hosts.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use personeel::NetworkPath;
use reqwest::header::DATE;
use reqwest::tls::TlsInfo;

use crate::failure::Failure;

use super::certificate::{Certificate, describe_trust};
use super::section::Section;

const NAME: &str = "network";

/// A certificate that expires within this many days is a warning.
const SOON_DAYS: i64 = 14;

/// The differences between the clocks, in seconds, beyond which they are a warning, and beyond which certificates and
/// tokens are misjudged.
const CLOCK_WARNING: u64 = 30;
const CLOCK_FAILURE: u64 = 5 * 60;

/// A host to check.
pub(super) struct Host {
    who: &'static str,
    url: String,
}

/// Returns the hosts to check: one if API and identity server have the same URL.
pub(super) fn hosts(api: &str, identity: &str) -> Vec<Host> {
    let of = |who, url: &str| Host { who, url: url.to_owned() };
    if api == identity {
        vec![of("the service", api)]
    } else {
        vec![of("the identity server", identity), of("the API", api)]
    }
}

pub(super) async fn check(hosts: &[Host], timeout: Duration) -> Section {
    let mut section = Section::new(NAME);
    for host in hosts {
        check_host(&mut section, host, timeout).await;
    }
    section
}

async fn check_host(section: &mut Section, target: &Host, timeout: Duration) {
    let who = target.who;
    let path = match NetworkPath::to(&target.url) {
        Ok(path) => path,
        Err(error) => return section.fail("address", error.into(), format!("{who}: invalid URL")),
    };
    let host = path.url().host_str().unwrap_or_default().to_owned();
    if path.proxy().is_none() {
        resolve(section, who, &host, path.url().port_or_known_default().unwrap_or(443), timeout).await;
    }
    match path.proxy() {
        Some(proxy) => {
            section.ok("proxy", format!("{who}: through the proxy {proxy}"), format!("{who}: through a proxy"));
        }
        None => section.ok("proxy", format!("{who}: no proxy"), format!("{who}: no proxy")),
    }
    let http = match path.http(super::raw::AGENT, timeout) {
        Ok(http) => http.timeout(timeout).tls_info(true).build(),
        Err(error) => return section.fail("client", error.into(), format!("{who}: cannot create an HTTP client")),
    };
    let http = match http {
        Ok(http) => http,
        Err(error) => {
            // The client used for calls fails in the same way, with a longer message.
            let failure = Failure::unavailable(path.explain(who, &error));
            return section.fail("client", failure, format!("{who}: cannot create an HTTP client"));
        }
    };
    let response = match http.head(path.url().clone()).send().await {
        Ok(response) => response,
        Err(error) => return report_unreachable(section, &path, who, &error, timeout).await,
    };
    let connected = format!("{who}: {host} responds");
    section.ok("connection", connected, format!("{who}: it responds"));
    if !path.is_plain() {
        report_certificate(section, who, response.extensions().get::<TlsInfo>());
    }
    compare_clocks(section, who, response.headers().get(DATE).and_then(|date| date.to_str().ok()));
}

async fn resolve(section: &mut Section, who: &str, host: &str, port: u16, timeout: Duration) {
    let host = host.trim_matches(['[', ']']);
    // If the name does not resolve, the connection fails and reports it with a remedy.
    if let Ok(Ok(addresses)) = tokio::time::timeout(timeout, tokio::net::lookup_host((host, port))).await {
        let addresses: Vec<_> = addresses.map(|address| address.ip().to_string()).collect();
        section.ok(
            "name",
            format!("{who}: {host} resolves to {}", addresses.join(", ")),
            format!("{who}: its name resolves"),
        );
    }
}

async fn report_unreachable(
    section: &mut Section,
    path: &NetworkPath,
    who: &str,
    error: &reqwest::Error,
    timeout: Duration,
) {
    let mut clause = if error.is_connect() || !error.is_timeout() {
        path.explain(who, error)
    } else {
        format!(
            "{who} at {} did not respond within {timeout:?}; try a longer --timeout, or check whether it is down",
            path.url().host_str().unwrap_or_default()
        )
    };
    let (code, public) = classify(error, &clause);
    if code == "certificate"
        && let Some(shown) = fetch_certificate(path, timeout).await
    {
        clause = format!("{clause}; it was issued by {} and expires on {}", shown.issuer, shown.expires);
        clause = format!("{clause}; it was verified against {}", describe_trust());
    }
    section.fail(code, Failure::unavailable(clause), format!("{who}: {public}"));
}

/// Classifies a failure, with a description that reveals nothing of this network.
fn classify(error: &reqwest::Error, clause: &str) -> (&'static str, &'static str) {
    if error.is_dns() {
        ("name", "its name, or that of the proxy, does not resolve")
    } else if clause.contains("certificate") {
        ("certificate", "its certificate is not trusted")
    } else if clause.contains("login") {
        ("proxy_login", "the proxy requires a login")
    } else if error.is_timeout() {
        ("timeout", "no response within the timeout")
    } else {
        ("connection", "the connection failed")
    }
}

/// Fetches a certificate that was refused. Such a host receives nothing except a request for its front page.
async fn fetch_certificate(path: &NetworkPath, timeout: Duration) -> Option<Certificate> {
    let http = path.http(super::raw::AGENT, timeout).ok()?.timeout(timeout);
    let http = http.tls_info(true).tls_danger_accept_invalid_certs(true).build().ok()?;
    let response = http.head(path.url().clone()).send().await.ok()?;
    Certificate::read(response.extensions().get::<TlsInfo>()?.peer_certificate()?, now())
}

fn report_certificate(section: &mut Section, who: &str, info: Option<&TlsInfo>) {
    let shown = info.and_then(TlsInfo::peer_certificate).and_then(|der| Certificate::read(der, now()));
    let Some(shown) = shown else { return };
    let text = format!(
        "{who}: certificate issued by {}, valid until {} ({} days), trusted through {}",
        shown.issuer,
        shown.expires,
        shown.days_left,
        describe_trust()
    );
    if shown.days_left < SOON_DAYS {
        let days = shown.days_left;
        section.warn("certificate_ends", text, format!("{who}: its certificate expires in {days} days"));
    } else {
        section.ok("certificate", text, format!("{who}: its certificate is trusted"));
    }
}

fn compare_clocks(section: &mut Section, who: &str, date: Option<&str>) {
    let Some(date) = date.and_then(|date| httpdate::parse_http_date(date).ok()) else {
        return section.warn(
            "clock",
            format!("{who}: the response has no Date header, so the clocks cannot be compared"),
            format!("{who}: the response has no Date header"),
        );
    };
    let here = SystemTime::now();
    let (off, direction) = match here.duration_since(date) {
        Ok(ahead) => (ahead.as_secs(), "ahead of"),
        Err(behind) => (behind.duration().as_secs(), "behind"),
    };
    if off <= CLOCK_WARNING {
        return section.ok("clock", format!("{who}: the clocks agree"), format!("{who}: the clocks agree"));
    }
    let text = format!("{who}: this computer's clock is {off} seconds {direction} the server's");
    if off <= CLOCK_FAILURE {
        return section.warn("clock", text, format!("{who}: the clocks differ by {off} seconds"));
    }
    let failure =
        Failure::unavailable(format!("{text}; set it, or synchronise it (NTP): certificates and tokens depend on it"));
    section.fail("clock", failure, format!("{who}: the clocks differ by {off} seconds"));
}

/// Returns the seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
