//! Generates the mocks: progenitor's httpmock extension, without the fragments that lowering adds to paths.

use progenitor_impl::Generator;
use syn::visit_mut::{VisitMut, visit_item_impl_mut};
use syn::{Expr, ImplItem, ItemImpl, LitStr, parse_quote};

use super::lower::{For, lower};
use super::settings::settings;
use super::{Error, format, paths};
use crate::model::Model;
use crate::names::variant;

const HEAD: &str = "\
//! Typed mocks for every call.

#![allow(
    // Progenitor generates no documentation and builds path patterns with `unwrap`. That is acceptable in a crate that
    // is only used by tests.
    missing_docs,
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
)]";

/// Generates the file.
pub fn generate(model: &Model) -> Result<String, Error> {
    let spec = lower(model, For::Mocks)?;
    let tokens = Generator::new(&settings(model))
        .httpmock(&spec, "personeel_client")
        .map_err(|error| Error::at("progenitor's mocks", error.to_string()))?;
    let mut file: syn::File =
        syn::parse2(tokens).map_err(|error| Error::at("progenitor's mocks", error.to_string()))?;
    let mut versions = Versions { of: shared_path_versions(model) };
    versions.visit_file_mut(&mut file);
    paths::shorten_std(&mut file);
    Ok(format!("{HEAD}\n\n{}", format::unparse(&file)))
}

/// Returns the calls that share their path with another version, which must match on the version header.
fn shared_path_versions(model: &Model) -> Vec<(String, String)> {
    let twins = |path: &str| model.calls.iter().any(|call| call.older_version && call.path == path);
    let calls = model.calls.iter().filter(|call| twins(&call.path));
    calls.map(|call| (format!("{}When", variant(&call.id)), call.api_version.to_string())).collect()
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
    use super::*;

    #[test]
    fn versions_at_the_same_path_match_on_the_version_header() {
        let mut file = syn::parse_file(
            "impl ListAWhen { fn new(inner: When) -> Self { Self(inner.path_matches(\"^/a#v1$\")) } } \
             impl ListBWhen { fn new(inner: When) -> Self { Self(inner) } }",
        )
        .unwrap();
        Versions { of: vec![("ListAWhen".to_owned(), "2".to_owned())] }.visit_file_mut(&mut file);
        let text = prettyplease::unparse(&file).replace(['\n', ' '], "");
        assert!(text.contains(".path_matches(\"^/a$\").header(\"api-version\",\"2\")"), "{text}");
        assert!(text.contains("Self(inner)"), "{text}");
    }
}
