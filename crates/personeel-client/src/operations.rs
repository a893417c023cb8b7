//! The calls of the API and their descriptions in the document.

use crate::answer::ResponseKind;
use crate::generated::operations::OPERATIONS;
pub use crate::generated::operations::Operation;

/// A call, as the document describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The call.
    pub operation: Operation,
    /// Its `operationId` in the document, such as `listEmployees`.
    pub id: &'static str,
    /// The HTTP method, in upper case.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// The value of the `Api-Version` header.
    pub api_version: &'static str,
    /// The call's heading in the guide.
    pub guide: &'static str,
    /// The version of the guide that introduced it.
    pub since: &'static str,
    /// The resource it belongs to, under the guide's name, such as `Own fields`.
    pub resource: &'static str,
    /// Its name among the calls of its resource, such as `list`.
    pub name: &'static str,
    /// A short summary of what it does.
    pub summary: &'static str,
    /// A full description of what it does.
    pub description: &'static str,
    /// Its path and query parameters, in document order.
    pub parameters: &'static [ParameterInfo],
    /// The schema of its request body, if it takes one.
    pub body: Option<&'static str>,
    /// The kind of response it returns.
    pub response: ResponseKind,
    /// The schema of the records it returns, if any.
    pub record: Option<&'static str>,
    /// The members that identify a record.
    pub key: &'static [&'static str],
}

/// A path or query parameter of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParameterInfo {
    /// Its name on the wire.
    pub name: &'static str,
    /// Its name in code, such as `school_year`.
    pub argument: &'static str,
    /// Whether it is part of the path or the query.
    pub place: ParameterPlace,
    /// Whether it is required.
    pub required: bool,
    /// The kind of value it takes.
    pub kind: ParameterKind,
    /// What it means.
    pub description: &'static str,
    /// The only values that have an effect; the service ignores all others. Empty if every value has an effect.
    pub effective_values: &'static [&'static str],
    /// The version of the guide that introduced it.
    pub since: &'static str,
}

impl ParameterInfo {
    /// Returns whether this value has an effect.
    ///
    /// Trailing whitespace is ignored, because structures in responses have it.
    ///
    /// ```
    /// let info = personeel_client::operations::Operation::ListDiplomas.info();
    /// let structure = info.parameters.iter().find(|parameter| parameter.name == "structure").unwrap();
    /// assert!(structure.has_effect("311") && !structure.has_effect("211"));
    /// ```
    #[must_use]
    pub fn has_effect(&self, value: &str) -> bool {
        self.effective_values.is_empty() || self.effective_values.contains(&value.trim_end())
    }
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
}

/// The kind of value a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterKind {
    /// A GUID, with the name of its id type if it has one, such as `PersonId`.
    Guid(Option<&'static str>),
    /// A school year such as `2026-27`.
    SchoolYear,
    /// A main structure such as `311`.
    Structure,
    /// An institute number such as `011007`.
    InstituteNumber,
    /// A date such as `2026-09-01`.
    Date,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    Text,
}

impl Operation {
    /// Returns every call, in document order.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        OPERATIONS.iter().map(|info| info.operation)
    }

    /// Returns the document's description of this call.
    pub fn info(self) -> &'static OperationInfo {
        // The table has one row per variant, in the same order; the test below verifies that.
        &OPERATIONS[self as usize]
    }

    /// Returns the call with this `operationId`.
    pub fn from_id(id: &str) -> Option<Self> {
        OPERATIONS.iter().find(|info| info.id == id).map(|info| info.operation)
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
        }
    }
}
