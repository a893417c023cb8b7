//! Identifiers with a type of their own (`x-ids`).

use std::fmt::Write as _;

use super::docs::comment;
use crate::model::Model;

/// Generates the file.
pub fn generate(model: &Model) -> String {
    let mut out = String::from(
        "//! Identifiers, each kind with a type of its own, so that one cannot be passed for another.\n\n\
         use personeel_wire::id;\n\nuse crate::answer::{Response, ResponseKind, find_id, sealed};\nuse crate::decode::DecodeError;\n",
    );
    for id in &model.ids {
        let _ = write!(out, "\nid! {{\n{}    pub struct {};\n}}\n", comment(&id.description, 4), id.name);
    }
    for name in answered(model) {
        let _ = write!(
            out,
            "\nimpl sealed::Response for {name} {{}}\n\n\
             impl Response for {name} {{\n    const KIND: ResponseKind = ResponseKind::Id;\n\n    \
             fn read(body: &[u8]) -> Result<Self, DecodeError> {{\n        find_id(body)\n    }}\n\n    \
             fn without_data() -> Option<Self> {{\n        None\n    }}\n}}\n"
        );
    }
    out
}

/// The ids that calls answer.
fn answered(model: &Model) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for call in &model.calls {
        let id = call.answer().and_then(|answer| answer.json()?.schema.as_ref()?.id.as_deref());
        names.extend(id.filter(|id| !names.contains(id)));
    }
    names
}
