//! The complete document.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::call::Described;

/// Written by `cargo xtask gen`.
const GENERATED: &str = include_str!("../generated/openapi.json");

/// The document and the calls that it describes.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) value: Value,
    /// In document order.
    pub(crate) calls: Vec<Arc<Described>>,
}

impl Document {
    /// The document that this crate was built with, shared by all sandboxes of a process.
    pub(crate) fn of_this_crate() -> Arc<Self> {
        static DOCUMENT: OnceLock<Arc<Document>> = OnceLock::new();
        // The generated file is valid JSON, which a test of this module checks.
        let read = || Arc::new(Self::read(serde_json::from_str(GENERATED).unwrap_or_default()));
        Arc::clone(DOCUMENT.get_or_init(read))
    }

    pub(crate) fn read(value: Value) -> Self {
        let paths = value["paths"].as_object().into_iter().flatten();
        let calls = paths.flat_map(|(path, item)| {
            let members = item.as_object().into_iter().flatten();
            let value = &value;
            members.filter_map(move |(method, call)| Described::read(value, path, &item["parameters"], method, call))
        });
        Self { calls: calls.map(Arc::new).collect(), value }
    }

    /// The call with an `operationId`.
    pub(crate) fn call(&self, id: &str) -> Option<&Arc<Described>> {
        self.calls.iter().find(|call| call.id == id)
    }

    /// The versions that some call has, which are the versions that the service accepts.
    pub(crate) fn versions(&self) -> BTreeSet<u32> {
        self.calls.iter().map(|call| call.version).collect()
    }
}

#[cfg(test)]
mod tests {
    use personeel_client::operations::Operation;

    use super::*;

    #[test]
    fn the_document_and_the_clients_tables_have_the_same_calls() {
        let document = Document::of_this_crate();
        let described: Vec<_> = document.calls.iter().map(|call| call.operation).collect();
        assert_eq!(described, Operation::all().map(Some).collect::<Vec<_>>());
        for call in &document.calls {
            let info = call.operation.unwrap().info();
            let version = call.version.to_string();
            assert_eq!((call.id.as_str(), call.method.as_str()), (info.id, info.method));
            assert_eq!((call.path.as_str(), version.as_str()), (info.path, info.api_version));
        }
        assert_eq!(document.versions(), BTreeSet::from([1, 2]));
    }
}
