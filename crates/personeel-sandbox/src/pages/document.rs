//! The document with this sandbox's server, identity server, institutes and examples.

use http::HeaderMap;
use personeel_wire::{InstituteNumber, SchoolYear};
use serde_json::{Map, Value, json};

use crate::host::loopback_host;
use crate::identity::paths::TOKEN;
use crate::state::Shared;
use personeel_client::scope;

/// Renders the document for a request. A browser may only call the host name under which it loaded the page, so the
/// document uses that name too.
pub(super) fn render_document(shared: &Shared, headers: &HeaderMap) -> String {
    let mut document = shared.document.value.clone();
    let institutes = &shared.world.institutes;
    let server = loopback_host(headers).map_or_else(|| shared.api_url.clone(), |host| format!("http://{host}"));
    let identity = if shared.has_one_port() { &server } else { &shared.identity_url };
    document["servers"] = json!([{ "url": server, "description": "This sandbox" }]);
    document["x-identity-server"] = json!({ "url": identity, "description": "The sandbox's own" });
    document["security"] = json!([{ "identity": [] }]);
    let flow = &mut document["components"]["securitySchemes"]["identity"]["flows"]["clientCredentials"];
    flow["tokenUrl"] = format!("{identity}{TOKEN}").into();
    flow["scopes"] = Value::Object(describe_scopes(institutes));
    let examples = Examples::of(shared);
    let parameters = document["components"]["parameters"].clone();
    examples.replace_in_attachments(&mut document["paths"], &parameters);
    examples.replace_in(&mut document);
    let body = &mut document["components"]["examples"]["PutInterruption"]["value"];
    for (field, value) in examples.interruption {
        body[field] = value.into();
    }
    document.to_string()
}

/// The values with which the fields of a call are filled in, so that a reader can execute it unchanged.
struct Examples {
    /// The body's members for `putInterruption`, from the interruption whose id is filled in.
    interruption: Vec<(&'static str, String)>,
    /// The interruption for the attachment calls. It is a different one, since a reader who works down the page has
    /// deleted the first by then.
    attached_to: Option<String>,
    /// Examples in the document, and the values that replace them.
    replaced: Vec<(&'static str, String)>,
}

impl Examples {
    fn of(shared: &Shared) -> Self {
        let world = &shared.world;
        let institute = world.institutes.first().map(ToString::to_string).unwrap_or_default();
        let year = SchoolYear::at(world.today).to_string();
        let mut replaced = vec![(INSTITUTE, institute.clone()), (SCHOOL_YEAR, year.clone())];
        let mut interruption = vec![("instelnr", institute), ("schooljaar", year)];
        if let Some(person) = world.population.staff(0).next() {
            let id = world.role_interruption_id(person, 0);
            if let Some(known) = world.interruptions(person, 0).into_iter().find(|known| known.id == id) {
                let dates = [("begindatum", known.begin.to_string()), ("einddatum", known.end.to_string())];
                interruption.extend(dates.into_iter().chain([("hfd", known.hfd)]));
            }
            replaced.push((PERSON, world.person_id(person).to_string()));
            replaced.push((INTERRUPTION, id.to_string()));
            replaced.extend(world.comnrs(person).first().map(|number| (NUMBER, number.id.to_string())));
        }
        let attached_to =
            world.population.staff(0).nth(1).map(|other| world.role_interruption_id(other, 0).to_string());
        Self { interruption, attached_to, replaced }
    }

    fn replace_in_attachments(&self, paths: &mut Value, parameters: &Value) {
        let Some(id) = &self.attached_to else { return };
        let alone = Self { interruption: Vec::new(), attached_to: None, replaced: vec![(INTERRUPTION, id.clone())] };
        for (path, calls) in paths.as_object_mut().into_iter().flatten() {
            if path.contains("{attachmentId}") {
                inline_parameters(calls, parameters);
                alone.replace_in(calls);
            }
        }
    }

    fn replace_in(&self, value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.replace_in(item)),
            Value::Object(fields) => {
                for (name, field) in fields {
                    if name == "example" { self.replace(field) } else { self.replace_in(field) }
                }
            }
            _ => {}
        }
    }

    fn replace(&self, example: &mut Value) {
        if let Some((_, value)) = self.replaced.iter().find(|(known, _)| example == known) {
            *example = value.clone().into();
        }
    }
}

/// Replaces references to shared parameters by copies, so that their examples can differ from those of other calls.
fn inline_parameters(value: &mut Value, shared: &Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| inline_parameters(item, shared)),
        Value::Object(fields) => {
            let name = fields.get("$ref").and_then(Value::as_str).and_then(|at| at.strip_prefix(PARAMETERS));
            if let Some(parameter) = name.and_then(|name| shared.get(name)) {
                *value = parameter.clone();
            } else {
                fields.values_mut().for_each(|field| inline_parameters(field, shared));
            }
        }
        _ => {}
    }
}

const PARAMETERS: &str = "#/components/parameters/";

/// The examples in the document that the sandbox replaces with values of its own.
const INSTITUTE: &str = "999999";
const SCHOOL_YEAR: &str = "2023-24";
const PERSON: &str = "00000000-0000-4000-8000-000000000001";
const INTERRUPTION: &str = "00000000-0000-4000-8000-000000000201";
const NUMBER: &str = "00000000-0000-4000-8000-000000000401";

fn describe_scopes(institutes: &[InstituteNumber]) -> Map<String, Value> {
    let entry = |institute: &InstituteNumber| {
        (scope(*institute), Value::String(format!("Read and write staff of institute {institute}.")))
    };
    institutes.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn the_generated_document_contains_everything_that_is_rewritten() {
        let document = &Document::of_this_crate().value;
        let text = document.to_string();
        for pointer in [
            "/servers/0/url",
            "/x-identity-server/url",
            "/components/securitySchemes/identity/flows/clientCredentials/tokenUrl",
            "/components/securitySchemes/identity/flows/clientCredentials/scopes",
            "/components/parameters/InstituteNo/example",
            "/components/examples/PutInterruption/value/instelnr",
            "/components/examples/PutInterruption/value/schooljaar",
            "/components/examples/PutInterruption/value/begindatum",
            "/components/examples/PutInterruption/value/einddatum",
            "/components/examples/PutInterruption/value/hfd",
        ] {
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
        for example in [INSTITUTE, SCHOOL_YEAR, PERSON, INTERRUPTION, NUMBER] {
            assert!(text.contains(&format!("\"example\":\"{example}\"")), "{example}");
        }
    }
}
