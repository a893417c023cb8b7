//! The lists that a snapshot holds for each institute: those of the document that take a school year.

use personeel::{Operation, OperationInfo, ParameterKind, ResponseKind, SchoolYear, Structure};

use crate::columns::View;
use crate::reads::{Wanted, choices, rank, to_kebab_case};

/// A list of the API. Lists are ordered as in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Resource {
    rank: usize,
    operation: Operation,
}

impl Resource {
    /// Returns the list of a call.
    pub(crate) fn of(operation: Operation) -> Self {
        Self { rank: rank(&to_kebab_case(operation.info().resource)), operation }
    }

    /// Returns the list of employees, to whom the records of other lists belong.
    pub(crate) fn people() -> Self {
        Self::of(Operation::ListEmployees)
    }

    /// Returns all lists.
    pub(crate) fn all() -> Vec<Self> {
        let mut all: Vec<_> = Operation::all().filter(|operation| is_stored(operation.info())).map(Self::of).collect();
        all.sort();
        all
    }

    fn info(self) -> &'static OperationInfo {
        self.operation.info()
    }

    /// Returns the name of the list, as in the commands.
    pub(crate) fn name(self) -> String {
        let (resource, name) = (to_kebab_case(self.info().resource), self.info().name);
        if name == "list" { resource } else { format!("{resource}-{}", to_kebab_case(name)) }
    }

    /// Returns whether the list is stored only on request.
    pub(crate) fn is_extra(self) -> bool {
        choices::of(self.operation).is_extra
    }

    /// Returns the columns of the list's table.
    pub(super) fn view(self) -> View {
        choices::of(self.operation).view
    }

    /// Returns the fields that identify a record within the list.
    pub(super) fn id_fields(self) -> &'static [&'static str] {
        self.info().key
    }

    /// Makes the call for the list.
    pub(crate) fn wanted(self, year: SchoolYear, structure: Option<&Structure>) -> Wanted {
        Wanted::new(self.info(), |parameter| match parameter.kind {
            ParameterKind::SchoolYear => Some(year.to_string()),
            ParameterKind::Structure => structure.map(ToString::to_string),
            _ => None,
        })
    }
}

/// Returns whether a call requires a school year and nothing else.
fn is_stored(info: &OperationInfo) -> bool {
    let mut required = info.parameters.iter().filter(|parameter| parameter.required);
    info.method == "GET"
        && info.response == ResponseKind::List
        && required.next().is_some_and(|parameter| parameter.kind == ParameterKind::SchoolYear)
        && required.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Existing files use these names, in this order.
    #[test]
    fn the_lists_of_older_snapshots_keep_their_names() {
        let names: Vec<_> = Resource::all().into_iter().map(Resource::name).collect();
        let known = ["employees", "assignments", "interruptions", "diplomas", "appointments", "own-fields", "photos"];
        assert_eq!(names[..known.len()], known);
        let extra: Vec<_> = Resource::all().into_iter().filter(|list| list.is_extra()).map(Resource::name).collect();
        assert_eq!(extra, ["photos"]);
    }
}
