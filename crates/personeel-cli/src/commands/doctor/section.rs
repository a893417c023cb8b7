//! What a section found.

use crate::failure::Failure;

/// How a finding, or a section, ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Ok,
    Warning,
    Failure,
}

impl Level {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failure => "failure",
        }
    }
}

/// What was found, in two forms: for the terminal of its owner, and for a report that may be published.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) level: Level,
    /// What programs know it by.
    pub(super) code: &'static str,
    /// With hosts, institutes and files.
    pub(super) text: String,
    /// Without any of them.
    pub(super) public: String,
}

/// One section.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) name: &'static str,
    pub(super) findings: Vec<Finding>,
    /// Why it fails, as the program ends with it.
    pub(super) failure: Option<Failure>,
    pub(super) skipped: bool,
}

impl Section {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, findings: Vec::new(), failure: None, skipped: false }
    }

    /// One that could not be looked at, because of an earlier one.
    pub(super) fn skipped(name: &'static str) -> Self {
        Self { skipped: true, ..Self::new(name) }
    }

    pub(super) fn ok(&mut self, code: &'static str, text: impl Into<String>, public: impl Into<String>) {
        self.add(Level::Ok, code, text.into(), public.into());
    }

    pub(super) fn warn(&mut self, code: &'static str, text: impl Into<String>, public: impl Into<String>) {
        self.add(Level::Warning, code, text.into(), public.into());
    }

    /// The first failure of a section is the section's.
    pub(super) fn fail(&mut self, code: &'static str, failure: Failure, public: impl Into<String>) {
        self.add(Level::Failure, code, failure.line(), public.into());
        self.failure.get_or_insert(failure);
    }

    fn add(&mut self, level: Level, code: &'static str, text: String, public: String) {
        self.findings.push(Finding { level, code, text, public });
    }

    /// How it ends.
    pub(super) fn outcome(&self) -> &'static str {
        if self.skipped {
            return "skipped";
        }
        self.findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Ok).as_str()
    }
}
