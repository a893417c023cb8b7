//! The calls of the API, and what the document says of each.

use crate::answer::ResponseKind;
use crate::generated::operations::OPERATIONS;
pub use crate::generated::operations::Operation;

/// What the document says of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The call.
    pub operation: Operation,
    /// Its `operationId` in the document, for example `listEmployees`.
    pub id: &'static str,
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
    /// The resource that it belongs to, as the guide calls it, for example `Own fields`.
    pub resource: &'static str,
    /// What it is called among the calls of its resource, for example `list`.
    pub name: &'static str,
    /// What it does, in a few words.
    pub summary: &'static str,
    /// What it does, in full.
    pub description: &'static str,
    /// What it takes in path and query, in the order of the document.
    pub parameters: &'static [ParameterInfo],
    /// The schema of its body, where it takes one.
    pub body: Option<&'static str>,
    /// What it answers.
    pub response: ResponseKind,
    /// The schema of its records, where it answers any.
    pub record: Option<&'static str>,
    /// The members that identify a record.
    pub key: &'static [&'static str],
}

/// A parameter in the path or the query of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParameterInfo {
    /// Its name on the wire.
    pub name: &'static str,
    /// Its name in code, for example `school_year`.
    pub argument: &'static str,
    /// Where it stands.
    pub place: ParameterPlace,
    /// Whether the call needs it.
    pub required: bool,
    /// What kind of value it takes.
    pub kind: ParameterKind,
    /// What it means.
    pub description: &'static str,
    /// The only values that make a difference: the service ignores others. Empty where every value counts.
    pub effective_values: &'static [&'static str],
    /// The guide version that brought it.
    pub since: &'static str,
}

impl ParameterInfo {
    /// Whether the service does anything with this value. Trailing blanks don't count: structures of answers have them.
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

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
}

/// What kind of value a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterKind {
    /// A GUID; with the name of its kind where it has one, for example `PersonId`.
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
    /// A text.
    Text,
}

impl Operation {
    /// Every call, in the order of the document.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        OPERATIONS.iter().map(|info| info.operation)
    }

    /// What the document says of this call.
    pub fn info(self) -> &'static OperationInfo {
        // The table has one row for each variant, in their order; the test below holds it to that.
        &OPERATIONS[self as usize]
    }

    /// The call with this `operationId`.
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
