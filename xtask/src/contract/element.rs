//! The elements of a contract.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::facet::{Flag, Word};
use super::facts::Facts;
use crate::named::named;

/// A contract.
#[derive(Debug)]
pub struct Contract {
    /// The root of the tree.
    pub root: Element,
    /// Whether a missing fact is unknown, as in a guide. In a document, absence is a statement: without `maxLength`
    /// there is no maximum length.
    pub silent: bool,
}

/// A part of a contract, such as a call, a field or a code.
#[derive(Debug, Clone)]
pub struct Element {
    /// The kind of element.
    pub kind: Kind,
    /// The name as written.
    pub name: String,
    /// The key that pairs it with its counterpart among the children of the same parent.
    pub key: String,
    /// Where it was read from.
    pub place: Place,
    /// The facts about it.
    pub facts: Facts,
    /// The elements within it.
    pub children: Vec<Element>,
    /// Kinds of children that the reader knows only in part, or not at all.
    pub partial: BTreeSet<Kind>,
    /// Whether the reader inferred it. Its absence on the other side is not a difference.
    pub inferred: bool,
}

/// A place in a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Place {
    /// A JSON pointer in a document; the heading in a guide.
    pub location: String,
    /// The line, counted from one.
    pub line: Option<usize>,
}

named! {
    /// Kinds of elements.
    pub enum Kind {
        /// The complete contract.
        Contract = "contract",
        /// A base URL.
        Server = "server",
        /// A security requirement.
        Security = "security",
        /// An OAuth 2.0 scope.
        Scope = "scope",
        /// A method and a path.
        Call = "call",
        /// A parameter in path, query or header.
        Parameter = "parameter",
        /// The body of a request or a response.
        Body = "body",
        /// A member of an object, or the items of a list.
        Field = "field",
        /// An enum value.
        Value = "value",
        /// A schema under `oneOf`, `anyOf` or `not`.
        Choice = "choice of schemas",
        /// A rule between two fields.
        Rule = "rule",
        /// A response status of a call.
        Status = "status",
        /// A callback.
        Callback = "callback",
        /// A response header.
        Header = "header",
        /// A media type.
        Media = "media type",
        /// An error code.
        Code = "code",
        /// A call that returns a code.
        Returns = "code of a call",
        /// A form of response that means that there is no data.
        NoData = "form of no data",
        /// A row of the guide's history.
        History = "history",
    }
}

impl Element {
    /// Creates an element whose key is its name.
    pub fn new(kind: Kind, name: impl Into<String>, place: Place) -> Self {
        let name = name.into();
        Self {
            kind,
            key: name.clone(),
            name,
            place,
            facts: Facts::default(),
            children: Vec::new(),
            partial: BTreeSet::new(),
            inferred: false,
        }
    }

    /// Sets the key, if it is not the name.
    #[must_use]
    pub fn keyed(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// Adds a word.
    #[must_use]
    pub fn with_word(mut self, word: Word, value: impl Into<String>) -> Self {
        self.facts.add_word(word, value);
        self
    }

    /// Adds a flag.
    #[must_use]
    pub fn with_flag(mut self, flag: Flag, holds: bool) -> Self {
        self.facts.add_flag(flag, holds);
        self
    }

    /// Returns whether a flag is known to be true.
    pub fn is(&self, flag: Flag) -> bool {
        self.facts.flag(flag) == Some(true)
    }

    /// Returns a word, if it is known.
    pub fn word(&self, word: Word) -> Option<&str> {
        self.facts.word(word)
    }

    /// Returns the children of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.kind == kind)
    }

    /// Returns a text of all facts and children, without their places. Equal texts mean equal content.
    pub fn content(&self) -> String {
        let mut content = format!("{:?}", self.facts);
        let mut children: Vec<_> =
            self.children.iter().map(|child| format!("{} {}: {}", child.kind, child.key, child.content())).collect();
        children.sort();
        // Writing to a string cannot fail.
        let _ = write!(content, "{children:?}");
        content
    }
}
