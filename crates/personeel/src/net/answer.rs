//! What a response says about retrying.

use std::time::{Duration, SystemTime};

use http::HeaderMap;

/// Whether a response with this status is worth a retry.
pub(crate) fn is_retryable_status(status: u16) -> bool {
    matches!(status, 408 | 429 | 502 | 503 | 504)
}

/// Parses `Retry-After`, in seconds or as a date (RFC 9110, section 10.2.3).
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number too large for an integer is a long time, not a missing value.
        return Some(value.parse().map_or(Duration::MAX, Duration::from_secs));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    // Measured from the server's own clock, if it sends the time, a difference between the clocks doesn't matter.
    let now = headers
        .get(http::header::DATE)
        .and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok())
        .unwrap_or_else(SystemTime::now);
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_comes_in_both_forms() {
        let headers = |pairs: &[(&'static str, &str)]| {
            pairs
                .iter()
                .map(|(name, value)| {
                    (http::HeaderName::from_static(name), http::HeaderValue::from_bytes(value.as_bytes()).unwrap())
                })
                .collect()
        };
        assert_eq!(retry_after(&headers(&[("retry-after", "120")])), Some(Duration::from_secs(120)));
        let date = "Mon, 26 Aug 2024 15:12:42 GMT";
        let now = "Mon, 26 Aug 2024 15:11:42 GMT";
        assert_eq!(retry_after(&headers(&[("retry-after", date), ("date", now)])), Some(Duration::from_secs(60)));
        assert_eq!(retry_after(&headers(&[("retry-after", now), ("date", date)])), Some(Duration::ZERO));
        assert_eq!(retry_after(&headers(&[("retry-after", date)])), Some(Duration::ZERO), "long past");
        for long in ["18446744073709551615", "18446744073709551616", "999999999999999999999999999999"] {
            assert!(retry_after(&headers(&[("retry-after", long)])) > Some(Duration::from_secs(1 << 62)), "{long}");
        }
        for none in ["", "soon", "-1", "+5", "1.5", "1 2", "١"] {
            assert_eq!(retry_after(&headers(&[("retry-after", none)])), None, "{none}");
        }
    }

    #[test]
    fn only_these_statuses_are_retryable() {
        let retryable: Vec<_> = (100..1000).filter(|status| is_retryable_status(*status)).collect();
        assert_eq!(retryable, [408, 429, 502, 503, 504]);
    }
}
