//! One call that may be made.

use http::request::Parts;
use personeel_client::codes::ErrorCode;
use personeel_client::operations::Operation;
use personeel_client::rules::RequestRules;
use personeel_wire::{Guid, InstituteNumber};

use super::access;
use super::body::Fields;
use super::query::Query;
use super::refusal::Refusal;
use super::route::Matched;
use crate::dirty::Dirt;
use crate::server::Shared;
use crate::world::InstituteIndex;
use crate::world::overlay::Snapshot;
use crate::world::population::Person;

/// One call whose token and headers are in order.
pub(super) struct Call {
    pub(super) operation: Operation,
    pub(super) institute: InstituteIndex,
    pub(super) number: InstituteNumber,
    pub(super) query: Query,
    /// The staff as it was when the call came in.
    pub(super) snapshot: Snapshot,
    /// What makes its answer odd, where that is wanted.
    pub(super) dirt: Option<Dirt>,
    route: Matched,
}

impl Call {
    pub(super) fn new(
        shared: &Shared,
        route: Matched,
        parts: &Parts,
        ends_token: bool,
        dirt: Option<Dirt>,
    ) -> Result<Self, Refusal> {
        let scopes = access::authorise(shared, &parts.headers, ends_token)?;
        let version = access::version(&parts.headers)?;
        let (institute, number) = access::institute(shared, &parts.headers, &scopes)?;
        let operation = match (route.operation, version) {
            (Operation::ListEmployees, 1) => Operation::ListEmployeesV1,
            (operation, _) => operation,
        };
        let query = Query::read(parts.uri.query().unwrap_or_default());
        Ok(Self { operation, institute, number, query, snapshot: shared.snapshot(), dirt, route })
    }

    /// The employee of the path, who must be staff of the institute.
    pub(super) fn employee(&self) -> Result<Person, Refusal> {
        let id: Guid =
            self.route.parameter("personId").parse().map_err(|_| Refusal::bad("personId must be a GUID."))?;
        let world = &self.snapshot.world;
        world.find_person(id).filter(|person| world.population.is_staff(*person, self.institute)).ok_or(Refusal::NoData)
    }

    /// A GUID of the path, where it is one.
    pub(super) fn guid(&self, name: &str) -> Option<Guid> {
        self.route.parameter(name).parse().ok()
    }

    /// The codes of the path's parameters that are no GUIDs.
    pub(super) fn path_violations(&self) -> Vec<(ErrorCode, Option<Guid>)> {
        let rules = RequestRules::of(self.operation).map_or(&[][..], |rules| rules.parameters);
        let broken = rules.iter().filter(|(name, _)| self.guid(name).is_none());
        broken.map(|(_, code)| (code.clone(), None)).collect()
    }

    /// Everything that the document's rules find wrong with path and body.
    pub(super) fn violations(&self, body: &Fields) -> Vec<(ErrorCode, Option<Guid>)> {
        let mut codes = self.path_violations();
        if let Some(rules) = RequestRules::of(self.operation) {
            let found = rules.violations(|field| body.rule_value(field));
            codes.extend(found.into_iter().map(|violation| (violation.code, None)));
        }
        codes
    }
}
