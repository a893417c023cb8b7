//! The report: versioned, safe to publish, and described by `doctor-report.schema.json`.

use std::path::Path;

use personeel_check::{Check, Difference, Document, Observation};
use serde::Serialize;

use crate::failure::Failure;
use crate::files;
use crate::json::Json;

use super::observed::{Documented, Edge, Seen};
use super::section::Section;

/// The version of the format. It changes when readers of the old format could not read the new one.
const VERSION: u32 = 1;

#[derive(Serialize)]
pub(super) struct Report {
    version: u32,
    program: &'static str,
    document: Document,
    sections: Vec<SectionReport>,
    pub(super) differences: Vec<Difference>,
    pub(super) observations: Observations,
}

#[derive(Serialize)]
struct SectionReport {
    section: &'static str,
    outcome: &'static str,
    findings: Vec<FindingReport>,
}

#[derive(Serialize)]
struct FindingReport {
    level: &'static str,
    code: &'static str,
    message: String,
}

/// Observations that are not differences.
#[derive(Serialize)]
pub(super) struct Observations {
    supported_versions: Option<String>,
    unknown_version: Option<Edge>,
    year_without_data: Option<Edge>,
    pub(super) calls: Vec<CallReport>,
}

#[derive(Serialize)]
pub(super) struct CallReport {
    #[serde(flatten)]
    pub(super) seen: Observation,
    milliseconds: u64,
    longest_milliseconds: u64,
    headers: Vec<String>,
}

impl Report {
    pub(super) fn new(sections: &[Section], documented: &Documented) -> Self {
        let check = documented.check.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let none = Seen::default();
        let calls = check.observations().into_iter().map(|seen| {
            let other = documented.calls.get(seen.call.as_str()).unwrap_or(&none);
            CallReport {
                milliseconds: other.milliseconds,
                longest_milliseconds: other.longest,
                headers: other.headers.iter().filter(|name| is_plain_header(name)).cloned().collect(),
                seen,
            }
        });
        Self {
            version: VERSION,
            program: env!("CARGO_PKG_VERSION"),
            document: Check::document(),
            sections: sections.iter().map(SectionReport::of).collect(),
            differences: check.differences(),
            observations: Observations {
                supported_versions: documented.supported_versions.clone(),
                unknown_version: documented.unknown_version.clone(),
                year_without_data: documented.year_without_data.clone(),
                calls: calls.collect(),
            },
        }
    }

    pub(super) fn to_json(&self) -> Json {
        serde_json::to_value(self).map_or(Json::Null, Json::from)
    }

    /// Writes the report to a file, completely or not at all, readable by its owner only.
    pub(super) fn save(&self, path: &Path) -> Result<(), Failure> {
        let mut text = serde_json::to_vec_pretty(self).map_err(|error| Failure::internal(error.to_string()))?;
        text.push(b'\n');
        files::replace(path, &text)
            .map_err(|error| Failure::io(format_args!("--report: cannot write '{}'", path.display()), &error))
    }
}

impl SectionReport {
    fn of(section: &Section) -> Self {
        let findings = section.findings.iter().map(|finding| FindingReport {
            level: finding.level.as_str(),
            code: finding.code,
            message: finding.public.clone(),
        });
        Self { section: section.name, outcome: section.outcome(), findings: findings.collect() }
    }
}

/// Whether a header name is safe to publish. One with digits might identify the caller.
fn is_plain_header(name: &str) -> bool {
    name.len() <= 40 && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
}
