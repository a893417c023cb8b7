//! What a contract is made of.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::facet::{Flag, Word};
use super::facts::Facts;
use crate::named::named;

/// A contract, and how its reader speaks.
#[derive(Debug)]
pub struct Contract {
    /// The root; everything hangs off it.
    pub root: Element,
    /// Whether a fact that the reader leaves out is unknown. In a document it is stated: no `maxLength` means none.
    pub silent: bool,
}

/// Something that a contract has: a call, a field, a code.
#[derive(Debug, Clone)]
pub struct Element {
    /// What it is.
    pub kind: Kind,
    /// Its name as written.
    pub name: String,
    /// What pairs it with its counterpart among the children of one parent.
    pub key: String,
    /// Where it was read.
    pub place: Place,
    /// Facts about it.
    pub facts: Facts,
    /// What it contains.
    pub children: Vec<Element>,
    /// Kinds of children of which the reader knows only a part, or nothing.
    pub partial: BTreeSet<Kind>,
    /// Concluded by the reader rather than read: that the other side lacks it is no difference.
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
        /// The whole.
        Contract = "contract",
        /// A base address.
        Server = "server",
        /// A way to prove who calls.
        Security = "security",
        /// A permission.
        Scope = "scope",
        /// A method and a path.
        Call = "call",
        /// A parameter in path, query or header.
        Parameter = "parameter",
        /// What a request or a response carries.
        Body = "body",
        /// A member of an object, or the items of a list.
        Field = "field",
        /// A value of an enumeration.
        Value = "value",
        /// One of several schemas that something may have, or must not have.
        Choice = "choice of schemas",
        /// A rule between fields.
        Rule = "rule",
        /// A status with which a call answers.
        Status = "status",
        /// What the service calls back.
        Callback = "callback",
        /// A header of a response.
        Header = "header",
        /// A media type.
        Media = "media type",
        /// An error code.
        Code = "code",
        /// A call that returns a code.
        Returns = "code of a call",
        /// A form in which the service says that there is no data.
        NoData = "form of no data",
        /// A row of the guide's history.
        History = "history",
    }
}

impl Element {
    /// An element that pairs with one of the same name.
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

    /// With another key than its name.
    #[must_use]
    pub fn keyed(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// With what it is called.
    #[must_use]
    pub fn with_word(mut self, word: Word, value: impl Into<String>) -> Self {
        self.facts.add_word(word, value);
        self
    }

    /// With whether something holds.
    #[must_use]
    pub fn with_flag(mut self, flag: Flag, holds: bool) -> Self {
        self.facts.add_flag(flag, holds);
        self
    }

    /// Whether something is known to hold.
    pub fn is(&self, flag: Flag) -> bool {
        self.facts.flag(flag) == Some(true)
    }

    /// What it is called.
    pub fn word(&self, word: Word) -> Option<&str> {
        self.facts.word(word)
    }

    /// Its children of one kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.kind == kind)
    }

    /// Everything that is known about it and what it contains, wherever that was read.
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
