//! The contract: what the API promises, whoever wrote it down.
//!
//! A contract is a tree of elements (calls, parameters, fields, values, codes, history), each with facts about it. Two
//! readers make one: `document` from the OpenAPI document, `guide` from the text of the vendor's guide. `compare` holds
//! any two against each other; the audit and the difference only judge what it finds.

mod compare;
mod document;
mod element;
mod facet;
mod facts;
mod group;
pub mod guide;
mod key;
mod schemas;

pub use compare::{Change, Difference, compare};
pub use document::read as from_document;
pub use element::{Contract, Element, Kind, Place};
pub use facet::{Facet, Flag, Limit, Set, Word};
pub use facts::Facts;
pub use group::{Group, group};
pub use key::{call_key, path_variables};
