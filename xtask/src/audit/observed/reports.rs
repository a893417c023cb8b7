//! Reports of doctors, added up.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::super::error::Error;
use super::text;

/// The one form that there has been.
const VERSION: u32 = 1;

/// Several reports as one.
#[derive(Debug, Default)]
pub struct Reports {
    /// What each of them is of: its file, and what there is to say of that.
    pub of_others: Vec<String>,
    /// How many there are.
    pub count: usize,
    /// What differs, by call, path, kind and status.
    pub differences: BTreeMap<Key, Counted>,
    /// Members of open objects, and values that partial lists leave out.
    pub beyond: BTreeMap<Key, Counted>,
    /// Records that were read, by call.
    pub records: BTreeMap<String, u64>,
    /// Members that no record of a call had, with the records of the reports that say so.
    pub never_seen: BTreeMap<(String, String), u64>,
}

/// Where a difference is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The call.
    pub call: String,
    /// The path from the record on.
    pub path: String,
    /// The kind.
    pub kind: String,
    /// The status of the answers, where it is not that of a good one.
    pub status: Option<u16>,
}

/// How often it was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// How often.
    pub count: u64,
    /// Out of how many.
    pub of: u64,
    /// In which forms.
    pub seen: BTreeMap<String, u64>,
    /// With which values.
    pub values: BTreeMap<String, u64>,
    /// The guides of the documents that it was held against.
    pub guides: Vec<String>,
}

#[derive(Deserialize)]
struct Report {
    version: u32,
    document: Of,
    #[serde(default)]
    differences: Vec<Difference>,
    #[serde(default)]
    observations: Observations,
}

#[derive(Deserialize)]
struct Of {
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
    /// Reads reports. `digest` is that of the document as it is now.
    pub fn read(paths: &[PathBuf], digest: &str) -> Result<Self, Error> {
        let mut reports = Self::default();
        for path in paths {
            let fault = |why: String| Error::Guide(format!("{}: {why}", path.display()));
            let report: Report = serde_json::from_str(&text(path)?)
                .map_err(|error| fault(format!("is no report of `personeel doctor`: {error}")))?;
            if report.version != VERSION {
                return Err(fault(format!("is a report of version {}; this tool reads {VERSION}", report.version)));
            }
            reports.count += 1;
            if report.document.sha256 != digest {
                let guide = &report.document.guide;
                reports.of_others.push(format!(
                    "{} is a report of an older document than this one (guide {guide}, {:.12}): what the document has \
                     learnt since is left out",
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
            add(&mut self.differences, difference, &guide);
        }
        for call in report.observations.calls {
            *self.records.entry(call.id.clone()).or_default() += call.records;
            for path in call.never_seen {
                *self.never_seen.entry((call.id.clone(), path)).or_default() += call.records;
            }
            for difference in call.open_members.into_iter().chain(call.other_values) {
                add(&mut self.beyond, difference, &guide);
            }
        }
    }
}

fn add(all: &mut BTreeMap<Key, Counted>, difference: Difference, guide: &str) {
    let Difference { call, path, kind, count, of, status, seen, values } = difference;
    let known = all.entry(Key { call, path, kind, status }).or_default();
    known.add(&Counted { count, of, seen, values, guides: vec![guide.to_owned()] });
}

impl Counted {
    /// Adds what was seen elsewhere.
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
