//! The content of a guide.

use super::super::{Contract, Place};
use super::Example;
use super::description::joined;
use super::lines::Line;
use super::words::fingerprint;

/// The content of a guide.
#[derive(Debug)]
pub struct Guide {
    /// The version, from the page footers or the last row of the history.
    pub version: Option<String>,
    /// The contract that it describes.
    pub contract: Contract,
    /// Statements outside the tables: in examples, in other spellings, in the history.
    pub claims: Vec<Claim>,
    /// The prose, which only a person understands.
    pub passages: Vec<Passage>,
    /// The rest of the text, with labels. Together with the passages, it is the complete text.
    pub taken: Vec<Taken>,
    /// The name of each call, with its first and last line.
    pub sections: Vec<(String, (usize, usize))>,
}

/// Text that the reader interpreted.
#[derive(Debug)]
pub struct Taken {
    /// A label that is stable across versions of the guide: `GET /employees > URL > structure`.
    pub what: String,
    /// The words, except those that belong to a passage.
    pub text: String,
    /// The first and last line.
    pub lines: (usize, usize),
}

/// A statement outside the tables, which the audit also checks against the document.
#[derive(Debug)]
pub struct Claim {
    /// The name of the call that it is about, as in `Element::name`; empty if it is not about a call.
    pub call: String,
    /// Where the guide says it.
    pub place: Place,
    /// The statement.
    pub statement: Statement,
}

/// The statement of a claim.
#[derive(Debug)]
pub enum Statement {
    /// A table and the heading spell a parameter differently.
    Spelling {
        /// As in the table.
        row: String,
        /// As in the heading.
        heading: String,
    },
    /// Only the table has a parameter.
    NotInHeading(String),
    /// Only the heading has a parameter.
    NotInTable(String),
    /// An example shows a method, a path and query names.
    ExampleRequest {
        /// The request line, as printed.
        line: String,
    },
    /// An example shows a body.
    ExampleBody {
        /// The status of a response, or `None` for a request.
        status: Option<String>,
        /// The example.
        example: Example,
    },
    /// The row of a parameter or request field names codes.
    CodesInRow {
        /// `URL` or `Body`.
        part: &'static str,
        /// The parameter as in the heading, or the path of the field.
        name: String,
        /// The codes.
        codes: Vec<String>,
    },
    /// The history names a code.
    CodeNamed {
        /// The history row.
        version: String,
        /// The code.
        name: String,
        /// Whether the row says that this version added it.
        added: bool,
    },
    /// The history names a field or parameter.
    FieldNamed {
        /// The history row.
        version: String,
        /// The name.
        name: String,
        /// Whether the row says that this version added it.
        added: bool,
    },
    /// The history says that a call was added.
    CallAdded {
        /// The history row.
        version: String,
    },
    /// A form that the reader does not recognise, described in words.
    UnknownForm(String),
    /// The history mentions a call without saying that it is new.
    UnknownCall(String),
}

impl Statement {
    /// Returns the statement as text, without its place.
    pub fn key(&self) -> String {
        let Self::ExampleBody { status, example } = self else { return format!("{self:?}") };
        let names =
            |paths: &[(Vec<String>, usize)]| -> Vec<String> { paths.iter().map(|(path, _)| path.join(".")).collect() };
        format!("{status:?} {} {:?} {:?}", example.is_list, names(&example.paths), names(&example.repeated))
    }
}

/// A piece of prose.
#[derive(Debug)]
pub struct Passage {
    /// A name that is stable across versions of the guide.
    pub at: String,
    /// The first and last line.
    pub lines: (usize, usize),
    /// A fingerprint that changes when a word changes, but not when line breaks move.
    pub fingerprint: String,
    /// The words, line by line.
    pub text: Vec<Line>,
}

impl Passage {
    /// Creates a passage from lines, or returns `None` if there are no lines.
    pub(super) fn from_lines(at: String, lines: &[Line]) -> Option<Self> {
        let (first, last) = (lines.first()?, lines.last()?);
        let (numbers, fingerprint) = ((first.number, last.number), fingerprint(&joined(lines)));
        Some(Self { at, lines: numbers, fingerprint, text: lines.to_vec() })
    }
}
