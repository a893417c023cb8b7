//! Drift: responses of a service that is newer than the document.

mod change;
mod error;
mod path;
mod rule;

use std::str::FromStr;

use axum::body::Body;
use http::StatusCode;
use http::header::{self, HeaderName, HeaderValue};
use http_body_util::BodyExt as _;
use serde::Deserialize;
use serde_json::Value;

use self::change::change_record;
pub use self::error::DriftError;
use self::rule::Rule;
use crate::reply::{Reply, empty};

/// How a service departs from the document: not at all by default. Parse it from JSON; the README describes the format.
///
/// ```
/// use personeel_sandbox::Drift;
///
/// let drift: Drift = r#"{"drifts": [{"call": "listEmployees", "path": "adressen[].wijk", "set": "Noord"}]}"#.parse()?;
/// assert!(r#"{"drifts": [{"call": "listPupils", "path": "wijk", "set": 1}]}"#.parse::<Drift>().is_err());
/// # Ok::<(), personeel_sandbox::DriftError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drift {
    drifts: Vec<Rule>,
}

impl FromStr for Drift {
    type Err = DriftError;

    fn from_str(text: &str) -> Result<Self, DriftError> {
        let drift: Self = serde_json::from_str(text).map_err(|error| DriftError::new(error.to_string()))?;
        for (index, rule) in drift.drifts.iter().enumerate() {
            rule.check().map_err(|problem| DriftError::new(format!("drifts[{index}]: {problem}")))?;
        }
        Ok(drift)
    }
}

impl Drift {
    /// Changes a call's response as the newer service would.
    pub(crate) async fn apply(&self, call: &str, reply: Reply) -> Reply {
        let rules: Vec<_> = self.drifts.iter().filter(|rule| rule.applies_to(call)).collect();
        if rules.is_empty() {
            return reply;
        }
        let mut reply = if reply.status() == StatusCode::OK && rules.iter().any(|rule| rule.changes_records()) {
            change_records(&rules, reply).await
        } else {
            reply
        };
        for rule in rules {
            if let Some(body) = &rule.body {
                *reply.body_mut() = Body::from(body.clone());
            }
            if let Some(status) = rule.status.and_then(|status| StatusCode::from_u16(status).ok()) {
                *reply.status_mut() = status;
            }
            if let Some(value) = rule.media_type.as_ref().and_then(|kind| HeaderValue::from_str(kind).ok()) {
                reply.headers_mut().insert(header::CONTENT_TYPE, value);
            }
            for (name, value) in &rule.headers {
                if let (Ok(name), Ok(value)) = (HeaderName::from_str(name), HeaderValue::from_str(value)) {
                    reply.headers_mut().insert(name, value);
                }
            }
        }
        reply
    }
}

/// Changes the records of a successful response.
async fn change_records(rules: &[&Rule], reply: Reply) -> Reply {
    let (mut parts, body) = reply.into_parts();
    let Ok(body) = body.collect().await else { return empty(StatusCode::INTERNAL_SERVER_ERROR) };
    let body = body.to_bytes();
    let Ok(mut content) = serde_json::from_slice::<Value>(&body) else {
        return Reply::from_parts(parts, Body::from(body));
    };
    for rule in rules {
        match &mut content {
            Value::Array(records) => {
                records.iter_mut().step_by(rule.every).for_each(|record| change_record(rule, record));
            }
            record => change_record(rule, record),
        }
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Reply::from_parts(parts, Body::from(change::write_json(&content)))
}
