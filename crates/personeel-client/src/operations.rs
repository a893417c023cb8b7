//! The calls of the API, and how each is sent.

use crate::generated::operations::OPERATIONS;
pub use crate::generated::operations::Operation;

/// How one call is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The call.
    pub operation: Operation,
    /// Its `operationId` in the document, for example `listEmployees`.
    pub id: &'static str,
    /// The method of [`Client`](crate::Client) that sends it.
    pub rust_name: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// The value of the `Api-Version` header.
    pub api_version: &'static str,
    /// The heading in the guide.
    pub guide: &'static str,
    /// The guide version that brought it.
    pub since: &'static str,
}

impl Operation {
    /// Every call, in the order of the document.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        OPERATIONS.iter().map(|info| info.operation)
    }

    /// How this call is sent.
    pub fn info(self) -> &'static OperationInfo {
        // The table has one row for each variant, in their order; the test below holds it to that.
        &OPERATIONS[self as usize]
    }

    /// The call with this `operationId`.
    pub fn from_id(id: &str) -> Option<Self> {
        OPERATIONS.iter().find(|info| info.id == id).map(|info| info.operation)
    }

    /// The call that this method of [`Client`](crate::Client) sends.
    pub fn from_rust_name(name: &str) -> Option<Self> {
        OPERATIONS.iter().find(|info| info.rust_name == name).map(|info| info.operation)
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.info().id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_finds_its_own_row() {
        for operation in Operation::all() {
            let info = operation.info();
            assert_eq!(info.operation, operation);
            assert_eq!(Operation::from_id(info.id), Some(operation));
            assert_eq!(Operation::from_rust_name(info.rust_name), Some(operation));
        }
    }
}
