//! The reader of the vendor's guide, from the text of its PDF.
//!
//! The text has lost its layout: cells follow one another, words break at the edge of a column, pages leave their
//! furniture behind. The reader goes by what survives: headings of calls, headings of their parts, heads of tables, rows
//! that begin with a name and a type. What it only recognises as prose becomes a `Passage`, so that nothing is skipped.

mod appendix;
mod assemble;
mod call;
mod draft;
mod example;
mod facts;
mod history;
mod lines;
mod nesting;
mod parameters;
mod parts;
mod prose;
mod reader;
mod sections;
mod shown;
mod table;
mod taken;
mod words;

pub use assemble::read;
pub use example::Example;
pub use parts::{Claim, Guide, Passage, Says, Taken};
pub use words::{fingerprint, is_code};
