//! A call whose request passed the access checks.

use std::sync::Arc;

use http::request::Parts;
use personeel_client::codes::ErrorCode;
use personeel_wire::{Guid, InstituteNumber};

use super::access;
use super::body::Fields;
use super::query::Query;
use super::refusal::Refusal;
use super::route::{Matched, Parameters};
use crate::dirty::Dirt;
use crate::document::{Described, Kind};
use crate::state::Shared;
use crate::world::InstituteIndex;
use crate::world::overlay::Snapshot;
use crate::world::population::Person;

/// A call whose token, headers and query are valid.
pub(super) struct Call {
    pub(super) described: Arc<Described>,
    pub(super) institute: InstituteIndex,
    pub(super) number: InstituteNumber,
    pub(super) query: Query,
    /// The staff at the moment the request arrived.
    pub(super) snapshot: Snapshot,
    /// Puts unexpected values into the response, if the faults include them.
    pub(super) dirt: Option<Dirt>,
    path: Parameters,
}

impl Call {
    pub(super) fn new(
        shared: &Shared,
        matched: &Matched,
        parts: &Parts,
        ends_token: bool,
        dirt: Option<Dirt>,
    ) -> Result<Self, Refusal> {
        let scopes = access::authorise(shared, &parts.headers, ends_token)?;
        let version = access::read_api_version(&shared.document, &parts.headers)?;
        let (institute, number) = access::authorise_institute(shared, &parts.headers, &scopes)?;
        let described = Arc::clone(matched.of_version(version).ok_or(Refusal::NoData)?);
        let query = Query::read(parts.uri.query().unwrap_or_default(), &described.query)?;
        let (snapshot, path) = (shared.snapshot(), matched.parameters.clone());
        Ok(Self { described, institute, number, query, snapshot, dirt, path })
    }

    /// The employee named in the path, who must be staff of the institute.
    pub(super) fn employee(&self) -> Result<Person, Refusal> {
        let id: Guid = self.path.get("personId").parse().map_err(|_| must_be_guid("personId"))?;
        let world = &self.snapshot.world;
        world.find_person(id).filter(|person| world.population.is_staff(*person, self.institute)).ok_or(Refusal::NoData)
    }

    /// A path parameter, if it is a GUID.
    pub(super) fn guid(&self, name: &str) -> Option<Guid> {
        self.path.get(name).parse().ok()
    }

    /// Refuses the first path parameter that must be a GUID and is not, unless it has an error code of its own.
    pub(super) fn check_path(&self) -> Result<(), Refusal> {
        let has_code = |name: &str| self.path_rules().iter().any(|(known, _)| *known == name);
        let mut invalid = self.described.path_parameters.iter().filter(|parameter| {
            parameter.kind == Kind::Guid && self.guid(&parameter.name).is_none() && !has_code(&parameter.name)
        });
        invalid.next().map_or(Ok(()), |parameter| Err(must_be_guid(&parameter.name)))
    }

    fn path_rules(&self) -> &'static [(&'static str, ErrorCode)] {
        self.described.rules.map_or(&[], |rules| rules.parameters)
    }

    /// The error codes of path parameters that are not GUIDs.
    pub(super) fn path_violations(&self) -> Vec<(ErrorCode, Option<Guid>)> {
        let broken = self.path_rules().iter().filter(|(name, _)| self.guid(name).is_none());
        broken.map(|(_, code)| (code.clone(), None)).collect()
    }

    /// All violations of the document's rules in the path and the body.
    pub(super) fn violations(&self, body: &Fields) -> Vec<(ErrorCode, Option<Guid>)> {
        let mut codes = self.path_violations();
        if let Some(rules) = self.described.rules {
            let found = rules.violations(|field| body.rule_value(field));
            codes.extend(found.into_iter().filter_map(|violation| Some((violation.code?, None))));
        }
        codes
    }
}

fn must_be_guid(name: &str) -> Refusal {
    Refusal::bad(format!("{name} must be {}.", Kind::Guid.in_words()))
}
