//! The mock crate: progenitor's httpmock extension, with the path keys' fragments taken off the wire again.

use progenitor_impl::Generator;
use serde_json::Value;
use syn::visit_mut::{VisitMut, visit_item_impl_mut};
use syn::{Expr, ImplItem, ItemImpl, LitStr, parse_quote};

use super::lower::{For, lower, object};
use super::settings::settings;
use super::{Error, format};

const ALLOW: &str = "\
#![allow(
    // The generator writes no documentation and builds path patterns with `unwrap`; both are its own tests' concern,
    // and this crate is for tests only.
    missing_docs,
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
)]";

/// Generates the file.
pub fn generate(document: &Value) -> Result<String, Error> {
    let lowered = lower(document, For::Mocks)?;
    let spec: openapiv3::OpenAPI =
        serde_json::from_value(lowered).map_err(|error| Error::at("the lowered document", error.to_string()))?;
    let tokens = Generator::new(&settings(document))
        .httpmock(&spec, "personeel_client")
        .map_err(|error| Error::at("progenitor's mocks", error.to_string()))?;
    let mut file: syn::File =
        syn::parse2(tokens).map_err(|error| Error::at("progenitor's mocks", error.to_string()))?;
    let mut versions = Versions { of: versions(document) };
    versions.visit_file_mut(&mut file);
    Ok(format!("{ALLOW}\n\n{}", format::unparse(&file)))
}

/// Operations whose path and method exist twice: what tells them apart is the version header.
fn versions(document: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let bare = |path: &str| path.split('#').next().unwrap_or_default().to_owned();
    let paths: Vec<_> = object(document, "/paths").collect();
    for (path, item) in &paths {
        let twins = paths.iter().filter(|(other, _)| bare(other) == bare(path)).count();
        for operation in item.as_object().into_iter().flat_map(serde_json::Map::values).filter(|_| twins > 1) {
            let id = super::names::variant(operation["operationId"].as_str().unwrap_or_default());
            found.push((format!("{id}When"), operation["x-api-version"].to_string()));
        }
    }
    found
}

struct Versions {
    of: Vec<(String, String)>,
}

impl VisitMut for Versions {
    fn visit_item_impl_mut(&mut self, block: &mut ItemImpl) {
        let kind = &block.self_ty;
        let kind = quote::quote!(#kind).to_string();
        if let Some((_, version)) = self.of.iter().find(|(name, _)| *name == kind) {
            for item in &mut block.items {
                let ImplItem::Fn(function) = item else { continue };
                if function.sig.ident == "new"
                    && let Some(syn::Stmt::Expr(Expr::Call(call), None)) = function.block.stmts.first_mut()
                    && let Some(inner) = call.args.first_mut()
                {
                    *inner = parse_quote!(#inner.header("api-version", #version));
                }
            }
        }
        visit_item_impl_mut(self, block);
    }

    fn visit_lit_str_mut(&mut self, literal: &mut LitStr) {
        let text = literal.value();
        if text.starts_with("^/")
            && let (Some(start), Some(end)) = (text.find('#'), text.rfind('$'))
        {
            *literal = LitStr::new(&format!("{}{}", &text[..start], &text[end..]), literal.span());
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn calls_that_exist_twice_are_told_apart_by_their_version() {
        let document = json!({ "paths": {
            "/a#v1": { "get": { "operationId": "listA1", "x-api-version": 1 } },
            "/a": { "get": { "operationId": "listA", "x-api-version": 2 } },
            "/b": { "get": { "operationId": "listB", "x-api-version": 2 } },
        } });
        let found = versions(&document);
        assert_eq!(found, [("ListA1When".to_owned(), "1".to_owned()), ("ListAWhen".to_owned(), "2".to_owned())]);
        let mut file = syn::parse_file(
            "impl ListAWhen { fn new(inner: When) -> Self { Self(inner.path_matches(\"^/a#v1$\")) } } \
             impl ListBWhen { fn new(inner: When) -> Self { Self(inner) } }",
        )
        .unwrap();
        Versions { of: found }.visit_file_mut(&mut file);
        let text = prettyplease::unparse(&file).replace(['\n', ' '], "");
        assert!(text.contains(".path_matches(\"^/a$\").header(\"api-version\",\"2\")"), "{text}");
        assert!(text.contains("Self(inner)"), "{text}");
    }
}
