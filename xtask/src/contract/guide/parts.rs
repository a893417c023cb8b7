//! What a guide says.

use super::super::{Contract, Place};
use super::Example;
use super::facts::joined;
use super::lines::Line;
use super::words::fingerprint;

/// Everything that a guide says.
#[derive(Debug)]
pub struct Guide {
    /// Its version, from the foot of its pages or the last row of its history.
    pub version: Option<String>,
    /// What it promises.
    pub contract: Contract,
    /// What it says elsewhere about the same things: in examples, in other spellings, in its history.
    pub claims: Vec<Claim>,
    /// Prose: what no reader but a person understands.
    pub passages: Vec<Passage>,
    /// The text that no passage has, and what the reader made of it. With the passages it is the whole text.
    pub taken: Vec<Taken>,
    /// The lines of each call, its name first.
    pub sections: Vec<(String, (usize, usize))>,
}

/// Text of which the reader made something.
#[derive(Debug)]
pub struct Taken {
    /// What, the same in every version of the guide: `GET /employees > URL > structure`.
    pub what: String,
    /// The words, without those that belong to a passage.
    pub text: String,
    /// First and last line.
    pub lines: (usize, usize),
}

/// A statement outside the tables, to be held against the document as well.
#[derive(Debug)]
pub struct Claim {
    /// The name of the call that it is about, as `Element::name`; empty for none.
    pub call: String,
    /// Where it stands.
    pub place: Place,
    /// What it says.
    pub says: Says,
}

/// What a claim says.
#[derive(Debug)]
pub enum Says {
    /// A table spells a parameter otherwise than the heading.
    Spelling {
        /// As in the table.
        row: String,
        /// As in the heading.
        heading: String,
    },
    /// A parameter is in the table only.
    NotInHeading(String),
    /// A parameter is in the heading only.
    NotInTable(String),
    /// An example shows a method and a path with query names.
    Sent {
        /// Method and path with query, as printed.
        line: String,
    },
    /// An example of a body.
    Body {
        /// The status of an answer; none for a request.
        status: Option<String>,
        /// What it shows.
        example: Example,
    },
    /// The row of a parameter or of a field of a request names codes.
    Checks {
        /// `URL` or `Body`.
        part: &'static str,
        /// The parameter as in the heading; the path of the field.
        name: String,
        /// What it names.
        codes: Vec<String>,
    },
    /// The history names a code.
    CodeNamed {
        /// The history row.
        version: String,
        /// The code.
        name: String,
        /// Whether the row says that it was added then.
        added: bool,
    },
    /// The history names a field or parameter.
    Named {
        /// The history row.
        version: String,
        /// The name.
        name: String,
        /// Whether the row says that it was added then.
        added: bool,
    },
    /// The history says that a call was added.
    CallAdded {
        /// The history row.
        version: String,
    },
    /// A form that the reader doesn't know: what it is.
    UnknownForm(String),
    /// The history names a call that no heading has.
    UnknownCall(String),
}

impl Says {
    /// What it says, wherever in the text.
    pub fn key(&self) -> String {
        let Self::Body { status, example } = self else { return format!("{self:?}") };
        let names =
            |paths: &[(Vec<String>, usize)]| -> Vec<String> { paths.iter().map(|(path, _)| path.join(".")).collect() };
        format!("{status:?} {} {:?} {:?}", example.is_list, names(&example.paths), names(&example.repeated))
    }
}

/// A piece of prose.
#[derive(Debug)]
pub struct Passage {
    /// What it belongs to, the same in every version of the guide.
    pub at: String,
    /// First and last line.
    pub lines: (usize, usize),
    /// Changes when a word changes, not when a line breaks elsewhere.
    pub fingerprint: String,
    /// Its words, line by line.
    pub text: Vec<Line>,
}

impl Passage {
    /// A passage of some lines; none where there is none.
    pub(super) fn of(at: String, lines: &[Line]) -> Option<Self> {
        let (first, last) = (lines.first()?, lines.last()?);
        let (numbers, fingerprint) = ((first.number, last.number), fingerprint(&joined(lines)));
        Some(Self { at, lines: numbers, fingerprint, text: lines.to_vec() })
    }
}
