//! What a change means for callers.

use std::fmt;

/// How a change affects callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No effect on callers.
    None,
    /// Callers may use it, and everything that works keeps working.
    Compatible,
    /// Something that works may stop working.
    Breaking,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        })
    }
}

/// The verdict on one change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// For programs that talk to the service, in any language.
    pub wire: Verdict,
    /// For Rust code that depends on the libraries.
    pub rust: Verdict,
    /// What changed, and what callers must do.
    pub message: String,
}

impl Judgement {
    /// Creates a judgement.
    pub fn new(wire: Verdict, rust: Verdict, message: impl Into<String>) -> Self {
        Self { wire, rust, message: message.into() }
    }

    /// Returns the worse of the two verdicts. It decides on the version step and on the need to acknowledge.
    pub fn worst(&self) -> Verdict {
        self.wire.max(self.rust)
    }
}

/// The version step that a set of changes requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Nothing changed.
    None,
    /// Changes without effect on callers.
    Patch,
    /// Additions.
    Minor,
    /// Something that works may stop working.
    Major,
}

impl Step {
    /// Returns the step for a set of judgements.
    pub fn of<'a>(judgements: impl Iterator<Item = &'a Judgement>) -> Self {
        judgements
            .map(|judgement| match judgement.worst() {
                Verdict::None => Self::Patch,
                Verdict::Compatible => Self::Minor,
                Verdict::Breaking => Self::Major,
            })
            .max()
            .unwrap_or(Self::None)
    }

    /// Returns the version after this step. Before 1.0, cargo treats the middle number as the major one and the last one
    /// as the minor one.
    pub fn apply(self, version: &str) -> Option<String> {
        let (major, minor, patch) = parse_numbers(version)?;
        let (major, minor, patch) = match (self, major) {
            (Self::None, _) => (major, minor, patch),
            (Self::Major, 0) => (0, minor + 1, 0),
            (Self::Major, _) => (major + 1, 0, 0),
            (Self::Minor, 1..) => (major, minor + 1, 0),
            _ => (major, minor, patch + 1),
        };
        Some(format!("{major}.{minor}.{patch}"))
    }
}

fn parse_numbers(version: &str) -> Option<(u64, u64, u64)> {
    let mut parts = version.split('+').next()?.split('.').map(|part| part.parse::<u64>().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}

/// Returns whether a version is `needed` or later.
pub fn is_at_least(version: &str, needed: &str) -> bool {
    parse_numbers(version).zip(parse_numbers(needed)).is_some_and(|(version, needed)| version >= needed)
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_includes_every_earlier_one() {
        for (version, needed, expected) in [
            ("0.2.0+guide.2.10", "0.2.0", true),
            ("0.2.1", "0.2.0", true),
            ("0.1.9", "0.2.0", false),
            ("1.0.0", "0.2.0", true),
            ("what", "0.2.0", false),
        ] {
            assert_eq!(is_at_least(version, needed), expected, "{version} {needed}");
        }
    }

    #[test]
    fn steps_follow_cargo_before_and_after_one() {
        assert_eq!(Step::Major.apply("0.1.3+guide.2.9").as_deref(), Some("0.2.0"));
        assert_eq!(Step::Minor.apply("0.1.3").as_deref(), Some("0.1.4"));
        assert_eq!(Step::Minor.apply("1.1.3").as_deref(), Some("1.2.0"));
        assert_eq!(Step::Major.apply("1.1.3").as_deref(), Some("2.0.0"));
        assert_eq!(Step::None.apply("1.1.3").as_deref(), Some("1.1.3"));
        assert_eq!(Step::Patch.apply("what").as_deref(), None);
    }
}
