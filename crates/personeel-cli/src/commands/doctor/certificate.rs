//! Server certificates.

use x509_parser::prelude::{FromDer as _, X509Certificate};

/// What to report of a server's certificate.
pub(super) struct Certificate {
    pub(super) issuer: String,
    /// When it expires, and in how many days.
    pub(super) expires: String,
    pub(super) days_left: i64,
}

const DAY: i64 = 24 * 60 * 60;

impl Certificate {
    /// Reads a DER-encoded certificate.
    pub(super) fn read(der: &[u8], now: i64) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(der).ok()?;
        let end = certificate.validity().not_after;
        Some(Self {
            issuer: certificate.issuer().to_string(),
            expires: end.to_rfc2822().unwrap_or_else(|text| text),
            days_left: (end.timestamp() - now).div_euclid(DAY),
        })
    }
}

/// Describes the certificates that are trusted.
pub(super) fn describe_trust() -> String {
    let given = ["SSL_CERT_FILE", "SSL_CERT_DIR"].into_iter().find_map(|name| Some((name, std::env::var_os(name)?)));
    match given {
        Some((name, path)) if cfg!(not(any(windows, target_os = "macos"))) => {
            format!("the certificates in {name} ({})", path.display())
        }
        _ => "the certificate store of this computer".to_owned(),
    }
}
