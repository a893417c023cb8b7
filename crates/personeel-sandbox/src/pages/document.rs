//! The document as it is true here: this server, this identity server, these institutes.

use personeel_wire::InstituteNumber;
use serde_json::{Map, Value, json};

use crate::credentials::scope;
use crate::server::Shared;

/// Written by `cargo xtask gen`.
const DOCUMENT: &str = include_str!("../generated/openapi.json");

pub(super) fn text(shared: &Shared) -> String {
    // The generated file is JSON, and a test of this module holds it to that.
    let mut document: Value = serde_json::from_str(DOCUMENT).unwrap_or_default();
    let institutes = &shared.world.institutes;
    document["servers"] = json!([{ "url": shared.api_url, "description": "This sandbox" }]);
    document["x-identity-server"] = json!({ "url": shared.identity_url, "description": "The sandbox's own" });
    document["security"] = json!([{ "identity": [] }]);
    let flow = &mut document["components"]["securitySchemes"]["identity"]["flows"]["clientCredentials"];
    flow["tokenUrl"] = format!("{}/connect/token", shared.identity_url).into();
    flow["scopes"] = Value::Object(scopes(institutes));
    if let Some(first) = institutes.first() {
        document["components"]["parameters"]["InstituteNo"]["example"] = first.as_str().into();
    }
    document.to_string()
}

fn scopes(institutes: &[InstituteNumber]) -> Map<String, Value> {
    let entry = |institute: &InstituteNumber| {
        (scope(*institute), Value::String(format!("Read and write staff of institute {institute}.")))
    };
    institutes.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_document_is_json_and_has_what_is_rewritten() {
        let document: Value = serde_json::from_str(DOCUMENT).unwrap();
        for pointer in [
            "/servers/0/url",
            "/x-identity-server/url",
            "/components/securitySchemes/identity/flows/clientCredentials/tokenUrl",
            "/components/securitySchemes/identity/flows/clientCredentials/scopes",
            "/components/parameters/InstituteNo/example",
        ] {
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
    }
}
