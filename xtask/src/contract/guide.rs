//! Reads a contract from the text of the vendor's guide.
//!
//! The text of a PDF has lost its layout: cells follow one another, words break at column edges, and page headers and
//! footers are mixed in. The reader relies on what survives: headings of calls and of their parts, table headers, and
//! rows that begin with a name and a type. Everything else is prose and becomes a `Passage`, so that nothing is
//! skipped.

mod appendix;
mod assemble;
mod call_section;
mod description;
mod draft;
mod example;
mod example_parts;
mod history;
mod lines;
mod nesting;
mod parameters;
mod parts;
mod prose;
mod reader;
mod sections;
mod table;
mod taken;
mod words;

pub use assemble::read;
pub use example::Example;
pub use parts::{Claim, Guide, Passage, Statement, Taken};
pub use words::{fingerprint, is_code};
