//! Reads reports of `personeel doctor`, and adds them up.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::read_text;
use crate::error::Error;

/// The only version of the report format so far.
const VERSION: u32 = 1;

/// Several reports, added up.
#[derive(Debug, Default)]
pub struct Reports {
    /// Notes about the reports that were made with a different document.
    pub older_notes: Vec<String>,
    /// The number of reports.
    pub count: usize,
    /// The differences.
    pub differences: BTreeMap<Key, Counted>,
    /// Members of open objects, and values beyond partial enumerations.
    pub beyond: BTreeMap<Key, Counted>,
    /// The number of records read, by call.
    pub records: BTreeMap<String, u64>,
    /// Members that no record of a call had, by call and path, with the number of records read.
    pub never_seen: BTreeMap<(String, String), u64>,
}

/// The place and kind of a difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The call.
    pub call: String,
    /// The path within the record.
    pub path: String,
    /// The kind of difference.
    pub kind: String,
    /// The status of the responses, unless they were successful.
    pub status: Option<u16>,
}

/// How often a difference was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// The number of times that it was seen.
    pub count: u64,
    /// The number of values looked at.
    pub of: u64,
    /// The forms seen, with their counts.
    pub seen: BTreeMap<String, u64>,
    /// The values seen, with their counts.
    pub values: BTreeMap<String, u64>,
    /// The guide versions of the documents that the reports were made with.
    pub guides: Vec<String>,
}

#[derive(Deserialize)]
struct Report {
    version: u32,
    document: DocumentStamp,
    #[serde(default)]
    differences: Vec<Difference>,
    #[serde(default)]
    observations: Observations,
}

#[derive(Deserialize)]
struct DocumentStamp {
    sha256: String,
    guide: String,
}

#[derive(Deserialize)]
struct Difference {
    call: String,
    path: String,
    kind: String,
    count: u64,
    of: u64,
    status: Option<u16>,
    #[serde(default)]
    seen: BTreeMap<String, u64>,
    #[serde(default)]
    values: BTreeMap<String, u64>,
}

#[derive(Default, Deserialize)]
struct Observations {
    #[serde(default)]
    calls: Vec<Call>,
}

#[derive(Deserialize)]
struct Call {
    #[serde(rename = "call")]
    id: String,
    #[serde(default)]
    records: u64,
    #[serde(default)]
    never_seen: Vec<String>,
    #[serde(default)]
    open_members: Vec<Difference>,
    #[serde(default)]
    other_values: Vec<Difference>,
}

impl Reports {
    /// Reads reports. `digest` is the digest of the current document.
    ///
    /// # Errors
    ///
    /// `Error::Other` if a file cannot be read, is not a report, or has another version of the format.
    pub fn read(paths: &[PathBuf], digest: &str) -> Result<Self, Error> {
        let mut reports = Self::default();
        for path in paths {
            let error_about = |why: String| Error::Other(format!("{}: {why}", path.display()));
            let report: Report = serde_json::from_str(&read_text(path)?)
                .map_err(|error| error_about(format!("not a report of `personeel doctor`: {error}")))?;
            if report.version != VERSION {
                return Err(error_about(format!(
                    "report version {} is not supported; this tool reads version {VERSION}",
                    report.version
                )));
            }
            reports.count += 1;
            if report.document.sha256 != digest {
                let guide = &report.document.guide;
                reports.older_notes.push(format!(
                    "{}: this report was made with a different document (guide {guide}, {:.12}); differences that the \
                     document has since adopted are left out",
                    path.display(),
                    report.document.sha256
                ));
            }
            reports.add(report);
        }
        Ok(reports)
    }

    fn add(&mut self, report: Report) {
        let guide = report.document.guide;
        for difference in report.differences {
            add_difference(&mut self.differences, difference, &guide);
        }
        for call in report.observations.calls {
            *self.records.entry(call.id.clone()).or_default() += call.records;
            for path in call.never_seen {
                *self.never_seen.entry((call.id.clone(), path)).or_default() += call.records;
            }
            for difference in call.open_members.into_iter().chain(call.other_values) {
                add_difference(&mut self.beyond, difference, &guide);
            }
        }
    }
}

fn add_difference(all: &mut BTreeMap<Key, Counted>, difference: Difference, guide: &str) {
    let Difference { call, path, kind, count, of, status, seen, values } = difference;
    let known = all.entry(Key { call, path, kind, status }).or_default();
    known.add(&Counted { count, of, seen, values, guides: vec![guide.to_owned()] });
}

impl Counted {
    /// Adds the counts of another report or call.
    pub fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.of += other.of;
        for (sum, counts) in [(&mut self.seen, &other.seen), (&mut self.values, &other.values)] {
            for (what, count) in counts {
                *sum.entry(what.clone()).or_default() += count;
            }
        }
        for guide in &other.guides {
            if !self.guides.contains(guide) {
                self.guides.push(guide.clone());
            }
        }
    }
}
