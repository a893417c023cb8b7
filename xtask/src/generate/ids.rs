//! Generates the identifier types (`x-ids`).

use std::fmt::Write as _;

use super::docs::comment;
use crate::model::Model;

/// Generates the file.
pub fn generate(model: &Model) -> String {
    let mut out = String::from(
        "//! Identifiers. Each kind has its own type, so that one cannot be passed in place of another.\n\n\
         use personeel_wire::id;\n\nuse crate::answer::{Response, ResponseKind, find_id, sealed};\nuse crate::decode::DecodeError;\n",
    );
    for id in &model.ids {
        let _ = write!(out, "\nid! {{\n{}    pub struct {};\n}}\n", comment(&id.description, 4), id.name);
    }
    for name in returned_ids(model) {
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

/// Returns the ids that calls return.
fn returned_ids(model: &Model) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for call in &model.calls {
        let id = call.success().and_then(|response| response.json()?.schema.as_ref()?.id.as_deref());
        names.extend(id.filter(|id| !names.contains(id)));
    }
    names
}
