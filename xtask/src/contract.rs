//! The contract: what the API promises, according to the document or the guide.
//!
//! A contract is a tree of elements (calls, parameters, fields, values, codes, history), each with facts. Two readers
//! produce one: `from_document` reads the OpenAPI document, `guide` reads the text of the vendor's guide. `compare`
//! finds the differences between any two contracts; the audit and the document diff only judge them.

mod compare;
mod element;
mod facet;
mod facts;
mod from_document;
mod group;
pub mod guide;
mod key;
mod schema_fields;

pub use compare::{Change, Difference, compare};
pub use element::{Contract, Element, Kind, Place};
pub use facet::{Facet, Flag, Limit, Set, Word};
pub use facts::Facts;
pub use from_document::from_document;
pub use group::{Group, group};
pub use key::{call_key, path_variables};
