//! The generated calls by resource, and a caller of them and of the client.

#![allow(warnings)]

pub mod call;
pub mod calls;
mod caller;
pub mod institute;
