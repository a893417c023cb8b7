//! Faults for the tests of the rules.

/// A change that introduces a fault into `faultless.yaml`, and the finding that its rule must report.
pub struct Fault {
    /// The text to replace is searched for after this text; empty to search from the start.
    pub after: &'static str,
    /// The text to replace.
    pub old: &'static str,
    /// The replacement.
    pub new: &'static str,
    /// The JSON pointer of the finding.
    pub pointer: &'static str,
    /// The line of the finding, without its indentation.
    pub line: &'static str,
    /// A part of the message.
    pub says: &'static str,
}

impl Fault {
    /// Returns the document with the fault.
    pub fn apply(&self, text: &str) -> String {
        const ADAPT: &str = "if the document was meant to change, update this fault in xtask/src/lint/rules";
        let start =
            text.find(self.after).unwrap_or_else(|| panic!("{:?} does not occur in the document: {ADAPT}", self.after));
        let at = text[start..]
            .find(self.old)
            .unwrap_or_else(|| panic!("{:?} does not occur after {:?} in the document: {ADAPT}", self.old, self.after));
        let (before, rest) = text.split_at(start + at);
        format!("{before}{}{}", self.new, &rest[self.old.len()..])
    }
}
