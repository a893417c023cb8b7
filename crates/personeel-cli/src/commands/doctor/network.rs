//! Section 2: from here to both hosts.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use personeel::Way;
use reqwest::header::DATE;
use reqwest::tls::TlsInfo;

use crate::failure::Failure;

use super::certificate::{Certificate, trust};
use super::section::Section;

const NAME: &str = "network";

/// A certificate that ends so soon deserves a word.
const SOON_DAYS: i64 = 14;

/// A clock may be off by so much without a word, and so much before certificates and tokens are judged wrongly.
const CLOCK_NOTED: u64 = 30;
const CLOCK_WRONG: u64 = 5 * 60;

/// What is looked at: what it is, and where.
pub(super) struct Address {
    who: &'static str,
    url: String,
}

/// Both hosts, or the one that is both.
pub(super) fn addresses(api: &str, identity: &str) -> Vec<Address> {
    let of = |who, url: &str| Address { who, url: url.to_owned() };
    if api == identity {
        vec![of("the service", api)]
    } else {
        vec![of("the identity server", identity), of("the API", api)]
    }
}

pub(super) async fn look(addresses: &[Address], timeout: Duration) -> Section {
    let mut section = Section::new(NAME);
    for address in addresses {
        look_at(&mut section, address, timeout).await;
    }
    section
}

async fn look_at(section: &mut Section, address: &Address, timeout: Duration) {
    let who = address.who;
    let way = match Way::to(&address.url) {
        Ok(way) => way,
        Err(error) => return section.fail("address", error.into(), format!("{who}: the address cannot be used")),
    };
    let host = way.url().host_str().unwrap_or_default().to_owned();
    if way.proxy().is_none() {
        resolve(section, who, &host, way.url().port_or_known_default().unwrap_or(443), timeout).await;
    }
    match way.proxy() {
        Some(proxy) => section.ok("proxy", format!("{who}: by the proxy {proxy}"), format!("{who}: by a proxy")),
        None => section.ok("proxy", format!("{who}: by no proxy"), format!("{who}: by no proxy")),
    }
    let http = match way.http(super::raw::AGENT, timeout) {
        Ok(http) => http.timeout(timeout).tls_info(true).build(),
        Err(error) => return section.fail("client", error.into(), format!("{who}: no HTTP client can be made")),
    };
    let http = match http {
        Ok(http) => http,
        Err(error) => {
            // The client of calls says the same in more words.
            let failure = Failure::unavailable(way.explain(who, &error));
            return section.fail("client", failure, format!("{who}: no HTTP client can be made"));
        }
    };
    let response = match http.head(way.url().clone()).send().await {
        Ok(response) => response,
        Err(error) => return fail(section, &way, who, &error, timeout).await,
    };
    let connected = format!("{who}: {host} answers");
    section.ok("connection", connected, format!("{who}: it answers"));
    if !way.is_plain() {
        certificate(section, who, response.extensions().get::<TlsInfo>());
    }
    clock(section, who, response.headers().get(DATE).and_then(|date| date.to_str().ok()));
}

async fn resolve(section: &mut Section, who: &str, host: &str, port: u16, timeout: Duration) {
    let host = host.trim_matches(['[', ']']);
    // That there is no such name is told by the connection, with its remedy.
    if let Ok(Ok(addresses)) = tokio::time::timeout(timeout, tokio::net::lookup_host((host, port))).await {
        let addresses: Vec<_> = addresses.map(|address| address.ip().to_string()).collect();
        section.ok("name", format!("{who}: {host} is {}", addresses.join(", ")), format!("{who}: its name is found"));
    }
}

async fn fail(section: &mut Section, way: &Way, who: &str, error: &reqwest::Error, timeout: Duration) {
    let mut clause = if error.is_connect() || !error.is_timeout() {
        way.explain(who, error)
    } else {
        format!(
            "{who} at {} gave no answer within {timeout:?}; try a longer --timeout, or look whether it is down",
            way.url().host_str().unwrap_or_default()
        )
    };
    let (code, public) = kind(error, &clause);
    if code == "certificate"
        && let Some(shown) = shown(way, timeout).await
    {
        clause = format!("{clause}; it was issued by {} and ends on {}", shown.issuer, shown.expires);
        clause = format!("{clause}; what counts here is {}", trust());
    }
    section.fail(code, Failure::unavailable(clause), format!("{who}: {public}"));
}

/// What kind of failure it is, in words that name nothing of this network.
fn kind(error: &reqwest::Error, clause: &str) -> (&'static str, &'static str) {
    if error.is_dns() {
        ("name", "its name, or that of the proxy, cannot be found")
    } else if clause.contains("certificate") {
        ("certificate", "its certificate is not trusted")
    } else if clause.contains("login") {
        ("proxy_login", "the proxy wants a login")
    } else if error.is_timeout() {
        ("timeout", "no answer within the time limit")
    } else {
        ("connection", "no connection can be made")
    }
}

/// The certificate that was refused. Nothing is sent to such a host but the request for its front page.
async fn shown(way: &Way, timeout: Duration) -> Option<Certificate> {
    let http = way.http(super::raw::AGENT, timeout).ok()?.timeout(timeout);
    let http = http.tls_info(true).tls_danger_accept_invalid_certs(true).build().ok()?;
    let response = http.head(way.url().clone()).send().await.ok()?;
    Certificate::read(response.extensions().get::<TlsInfo>()?.peer_certificate()?, now())
}

fn certificate(section: &mut Section, who: &str, info: Option<&TlsInfo>) {
    let shown = info.and_then(TlsInfo::peer_certificate).and_then(|der| Certificate::read(der, now()));
    let Some(shown) = shown else { return };
    let text = format!(
        "{who}: certificate by {}, until {} ({} days), trusted by {}",
        shown.issuer,
        shown.expires,
        shown.days_left,
        trust()
    );
    if shown.days_left < SOON_DAYS {
        let days = shown.days_left;
        section.warn("certificate_ends", text, format!("{who}: its certificate ends in {days} days"));
    } else {
        section.ok("certificate", text, format!("{who}: its certificate is trusted"));
    }
}

fn clock(section: &mut Section, who: &str, date: Option<&str>) {
    let Some(date) = date.and_then(|date| httpdate::parse_http_date(date).ok()) else {
        return section.warn(
            "clock",
            format!("{who}: the answer has no Date, so that the clock cannot be compared"),
            format!("{who}: the answer has no Date"),
        );
    };
    let here = SystemTime::now();
    let (off, way) = match here.duration_since(date) {
        Ok(ahead) => (ahead.as_secs(), "ahead of"),
        Err(behind) => (behind.duration().as_secs(), "behind"),
    };
    if off <= CLOCK_NOTED {
        return section.ok("clock", format!("{who}: the clocks agree"), format!("{who}: the clocks agree"));
    }
    let told = format!("{who}: this computer's clock is {off} seconds {way} the server's");
    if off <= CLOCK_WRONG {
        return section.warn("clock", told, format!("{who}: the clocks differ by {off} seconds"));
    }
    let failure = Failure::unavailable(format!(
        "{told}; set the clock, or let it be set (NTP): certificates and tokens are judged by it"
    ));
    section.fail("clock", failure, format!("{who}: the clocks differ by {off} seconds"));
}

/// Seconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
