//! The contract: what the API promises, whoever wrote it down.
//!
//! A contract is a tree of elements (calls, parameters, fields, values, codes, history), each with facts about it. Two
//! readers make one: `document` from the OpenAPI document, `guide` from the text of the vendor's guide. `compare` holds
//! any two against each other; the audit and the difference only judge what it finds.

mod compare;
mod document;
mod element;
mod group;
pub mod guide;
mod schema;

pub use compare::{Change, Difference, compare};
pub use document::{call_key, read as from_document};
pub use element::{Contract, Element, Facet, Kind, Place};
pub use group::{Group, group};
