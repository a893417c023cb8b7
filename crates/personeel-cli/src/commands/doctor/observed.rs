//! What the doctor learns about the service, for the sections and the report.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use personeel_check::{Check, Difference, Head};
use serde::Serialize;

/// What the doctor found out about the service.
#[derive(Default)]
pub(super) struct Documented {
    pub(super) check: Arc<Mutex<Check>>,
    pub(super) supported_versions: Option<String>,
    pub(super) year_without_data: Option<Edge>,
    pub(super) unknown_version: Option<Edge>,
    pub(super) calls: BTreeMap<&'static str, Seen>,
}

/// What is known of the responses to a call besides their content.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) milliseconds: u64,
    pub(super) longest: u64,
    pub(super) headers: BTreeSet<String>,
}

impl Documented {
    pub(super) fn differences(&self) -> Vec<Difference> {
        self.check.lock().unwrap_or_else(PoisonError::into_inner).differences()
    }

    pub(super) fn is_undeclared(&self, call: &str, status: u16) -> bool {
        self.differences().iter().any(|found| {
            found.call == call && found.status == Some(status) && found.kind == personeel_check::DifferenceKind::Status
        })
    }
}

/// How the service responds in an edge case.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Edge {
    status: u16,
    media_type: String,
    body: &'static str,
    #[serde(skip)]
    pub(super) supported_versions: Option<String>,
}

impl Edge {
    /// Describes a response by its head and the start of its body.
    pub(super) fn new(status: u16, media_type: &str, start: &[u8], versions: Option<&str>) -> Self {
        let body = match start.trim_ascii_start().first() {
            None => "empty",
            Some(b'[') => "list",
            Some(b'{') => "object",
            Some(b'<') => "markup",
            Some(_) => "other",
        };
        let is_version = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '-');
        let versions = versions.filter(|text| text.len() <= 60 && text.chars().all(is_version));
        let media_type = Head::new("", status).media_type(media_type).plain_media_type();
        Self { status, media_type, body, supported_versions: versions.map(str::to_owned) }
    }

    pub(super) fn describe(&self) -> String {
        format!("status {}, media type {}, body {}", self.status, self.media_type, self.body)
    }
}
