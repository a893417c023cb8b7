//! Explains why no connection could be made: the cause in one clause, with what to do about it.

use std::error::Error;
use std::io;

use rustls::CertificateError;

use super::route::Route;

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    /// What happened, where, and what to do.
    pub(crate) clause: String,
    /// Whether another attempt would fail the same way.
    pub(crate) is_lasting: bool,
}

/// Explains a connection error. `who` says what the connection was for, for example `the service`.
pub(crate) fn explain(error: &reqwest::Error, who: &str, route: &Route) -> Cause {
    let (why, is_lasting) = describe_cause(error, route);
    Cause { clause: format!("{who} at {} cannot be reached: {why}", route.host()), is_lasting }
}

/// Describes the cause, and says whether it is lasting.
fn describe_cause(error: &reqwest::Error, route: &Route) -> (String, bool) {
    if let Some(tls) = error_chain(error).find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        let (why, is_lasting) = describe_tls_error(tls);
        // If the TLS connection to the proxy itself failed, only the text of this error says so.
        let is_of_proxy =
            error_chain(error).any(|cause| cause.to_string() == "tunnel error: failed to create underlying connection");
        return match route.proxy() {
            Some(proxy) if is_of_proxy => (format!("the proxy {}: {why}", proxy.address), is_lasting),
            _ => (why, is_lasting),
        };
    }
    if let Some(description) = describe_proxy_error(error, route) {
        return description;
    }
    // This computer connects to the proxy, if there is one, and not to the host.
    let (subject, remedy) = match route.proxy() {
        Some(proxy) if proxy.resolves_names || !error.is_dns() => {
            let subject = format!("the proxy {} ", proxy.address);
            (subject, "; check HTTPS_PROXY, or add the host to NO_PROXY to bypass the proxy")
        }
        _ => (String::new(), ""),
    };
    let firewall =
        if subject.is_empty() { "; if a firewall is in the way, set its proxy in HTTPS_PROXY" } else { remedy };
    let is_refused = |error: &io::Error| error.kind() == io::ErrorKind::ConnectionRefused;
    let (why, remedy, is_lasting) = if error.is_dns() {
        let does_not_exist = !is_temporary_lookup_failure(error) || (subject.is_empty() && is_reserved(route.host()));
        match (does_not_exist, subject.is_empty()) {
            (true, true) => ("the host name does not exist", "; check the URL", true),
            (true, false) => ("has a host name that does not exist", remedy, true),
            (false, true) => ("the host name cannot be resolved at the moment", "; check the network", false),
            (false, false) => ("has a host name that cannot be resolved at the moment", remedy, false),
        }
    } else if error.is_timeout() {
        ("did not respond in time", firewall, false)
    } else if io_errors(error).any(is_refused) {
        let why = if subject.is_empty() {
            "nothing is listening on that port (connection refused)"
        } else {
            "refused the connection"
        };
        (why, remedy, false)
    } else {
        let why = if subject.is_empty() { "no connection could be established" } else { "cannot be reached" };
        (why, firewall, false)
    };
    (format!("{subject}{why}{remedy}"), is_lasting)
}

/// Whether a host name cannot exist because it is reserved (RFC 6761). Without a network, a resolver can't tell.
fn is_reserved(host: &str) -> bool {
    host.split(':').next().is_some_and(|name| name.trim_end_matches('.').ends_with(".invalid"))
}

fn describe_tls_error(error: &rustls::Error) -> (String, bool) {
    use CertificateError::{
        Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet, NotValidYetContext,
    };
    let why = match error {
        rustls::Error::InvalidCertificate(certificate) => match certificate {
            CertificateError::UnknownIssuer => {
                "its certificate is from an issuer that is not trusted; if the issuer is right, set SSL_CERT_FILE to a \
                 file with the issuer's certificate"
                    .to_owned()
            }
            NotValidForName | NotValidForNameContext { .. } => {
                "its certificate is for another host name; check the URL".to_owned()
            }
            Expired | ExpiredContext { .. } => "its certificate has expired".to_owned(),
            NotValidYet | NotValidYetContext { .. } => {
                "its certificate is not valid yet; check this computer's clock".to_owned()
            }
            // The type of this error is private to the verifier.
            CertificateError::Other(other) if other.0.to_string() == "CaUsedAsEndEntity" => {
                "its certificate is a CA certificate, which a server must not use for itself; give the server one \
                 with CA:FALSE"
                    .to_owned()
            }
            CertificateError::Other(other) => format!("its certificate is not accepted ({})", other.0),
            other => format!("its certificate is not accepted ({other})"),
        },
        rustls::Error::InvalidMessage(_) => "the server does not speak TLS; check the URL".to_owned(),
        other => return (format!("the TLS handshake failed ({other})"), false),
    };
    (why, true)
}

/// Describes the error of a proxy that responded. hyper-util and reqwest keep the types of these errors private, so
/// only their texts can be matched. If a text changes, the explanation is less precise and a few attempts are wasted,
/// nothing worse.
fn describe_proxy_error(error: &reqwest::Error, route: &Route) -> Option<(String, bool)> {
    let proxy = route.proxy().map_or_else(|| "the proxy".to_owned(), |proxy| format!("the proxy {}", proxy.address));
    let login = "put it in HTTPS_PROXY, as in http://name:password@proxy:3128";
    error_chain(error).find_map(|cause| {
        let text = cause.to_string();
        let message = text.strip_prefix("tunnel error: ").or_else(|| text.strip_prefix("SOCKS error: "))?;
        Some(match message {
            "proxy authorization required" => (format!("{proxy} requires a login (407); {login}"), true),
            "credentials not accepted" | "server does not support user/pass authentication" => {
                (format!("{proxy} rejected the login; {login}"), true)
            }
            "unsuccessful" => {
                (format!("{proxy} refused to connect to it; add the host to NO_PROXY to bypass the proxy"), false)
            }
            // The cause of these has a type of its own, or is described by the caller.
            "failed to create underlying connection" | "io error establishing tunnel" => return None,
            other => (
                format!("{proxy} could not connect to it ({other}); add the host to NO_PROXY to bypass the proxy"),
                false,
            ),
        })
    })
}

/// Whether resolving a name failed temporarily, rather than because the name does not exist. The resolver's error has a
/// number only on Windows; elsewhere only its text tells.
fn is_temporary_lookup_failure(error: &reqwest::Error) -> bool {
    const WSATRY_AGAIN: i32 = 11002;
    io_errors(error).any(|error| {
        let text = error.to_string();
        error.raw_os_error() == Some(WSATRY_AGAIN) || text.contains("Temporary failure") || text.contains("Try again")
    })
}

fn io_errors(error: &reqwest::Error) -> impl Iterator<Item = &io::Error> {
    error_chain(error).filter_map(|cause| cause.downcast_ref())
}

/// Iterates over an error and its causes. An `io::Error` returns the source of the error that it wraps, which would
/// skip the wrapped error itself.
fn error_chain(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(Some(error as &(dyn Error + 'static)), |&cause| {
        match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped as _),
            None => cause.source(),
        }
    })
}
