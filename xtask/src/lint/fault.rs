//! Changes that a rule must find.

/// A change that makes the small document faulty, and what its rule says then.
pub struct Fault {
    /// The change is looked for after this text; empty for the whole document.
    pub after: &'static str,
    /// The text to replace.
    pub old: &'static str,
    /// What stands there instead.
    pub new: &'static str,
    /// Where the finding points to.
    pub pointer: &'static str,
    /// The line that the finding names, without its indentation.
    pub line: &'static str,
    /// A part of the message.
    pub says: &'static str,
}

impl Fault {
    /// The document with the fault in it.
    pub fn apply(&self, text: &str) -> String {
        const ADAPT: &str = "where the document rightly changed, adapt this fault in xtask/src/lint/rules";
        let start = text.find(self.after).unwrap_or_else(|| panic!("the document has no {:?}: {ADAPT}", self.after));
        let at = text[start..]
            .find(self.old)
            .unwrap_or_else(|| panic!("the document has no {:?} after {:?}: {ADAPT}", self.old, self.after));
        let (before, rest) = text.split_at(start + at);
        format!("{before}{}{}", self.new, &rest[self.old.len()..])
    }
}
