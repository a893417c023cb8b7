//! What a server shows for itself.

use x509_parser::prelude::{FromDer as _, X509Certificate};

/// A server's certificate.
pub(super) struct Certificate {
    pub(super) issuer: String,
    /// The day of its last moment, and how many days that is from now.
    pub(super) expires: String,
    pub(super) days_left: i64,
}

const DAY: i64 = 24 * 60 * 60;

impl Certificate {
    /// Reads a certificate in its binary form.
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

/// Whose word counts for certificates.
pub(super) fn trust() -> String {
    let given = ["SSL_CERT_FILE", "SSL_CERT_DIR"].into_iter().find_map(|name| Some((name, std::env::var_os(name)?)));
    match given {
        Some((name, path)) if cfg!(not(any(windows, target_os = "macos"))) => {
            format!("the certificates in {name} ({})", path.display())
        }
        _ => "this computer's certificate store".to_owned(),
    }
}
