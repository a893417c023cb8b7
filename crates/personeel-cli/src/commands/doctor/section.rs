//! The findings of a section.

use crate::failure::Failure;

/// The level of a finding or of a section.
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

/// A finding in two forms: for the terminal of the user, and for a report that is safe to publish.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) level: Level,
    /// Identifies the finding for programs.
    pub(super) code: &'static str,
    /// The text with hosts, institutes and files.
    pub(super) text: String,
    /// The text without any of them.
    pub(super) public: String,
}

/// One section.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) name: &'static str,
    pub(super) findings: Vec<Finding>,
    /// The first failure, which may decide how the program ends.
    pub(super) failure: Option<Failure>,
    pub(super) skipped: bool,
}

impl Section {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, findings: Vec::new(), failure: None, skipped: false }
    }

    /// Creates a section that was not checked because an earlier one failed.
    pub(super) fn skipped(name: &'static str) -> Self {
        Self { skipped: true, ..Self::new(name) }
    }

    pub(super) fn ok(&mut self, code: &'static str, text: impl Into<String>, public: impl Into<String>) {
        self.add(Level::Ok, code, text.into(), public.into());
    }

    pub(super) fn warn(&mut self, code: &'static str, text: impl Into<String>, public: impl Into<String>) {
        self.add(Level::Warning, code, text.into(), public.into());
    }

    /// Adds a failure. The first one is the failure of the section.
    pub(super) fn fail(&mut self, code: &'static str, failure: Failure, public: impl Into<String>) {
        self.add(Level::Failure, code, failure.line(), public.into());
        self.failure.get_or_insert(failure);
    }

    fn add(&mut self, level: Level, code: &'static str, text: String, public: String) {
        self.findings.push(Finding { level, code, text, public });
    }

    /// Returns the outcome of the section.
    pub(super) fn outcome(&self) -> &'static str {
        if self.skipped {
            return "skipped";
        }
        self.findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Ok).as_str()
    }
}
