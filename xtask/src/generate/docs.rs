//! Doc comments as people write them: `///` lines, wrapped, in place of the generator's long blocks.

use syn::visit_mut::VisitMut;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, parse_quote};

use super::names::wrap;

/// Rewrites every doc comment of a file.
pub fn tidy(file: &mut syn::File) {
    Tidy.visit_file_mut(file);
}

struct Tidy;

impl VisitMut for Tidy {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let mut tidied = Vec::with_capacity(attributes.len());
        for attribute in attributes.drain(..) {
            match text(&attribute) {
                Some(text) => tidied.extend(lines(&text).iter().map(|line| -> Attribute {
                    let line = if line.is_empty() { String::new() } else { format!(" {line}") };
                    parse_quote!(#[doc = #line])
                })),
                None => tidied.push(attribute),
            }
        }
        *attributes = tidied;
    }
}

fn text(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

fn lines(text: &str) -> Vec<String> {
    // The fragment of a path key never reaches the wire, so it has no place in the documentation either.
    let text = text.replace("#v1`", "`");
    let text = text.trim();
    let mut lines: Vec<String> = Vec::new();
    // An empty text is one empty line: the generator writes each line as a comment of its own.
    for paragraph in text.split('\n') {
        lines.extend(wrap(paragraph.trim(), 105));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_become_short_lines() {
        let long = "word ".repeat(40);
        let mut file = syn::parse_file(&format!("#[doc = {long:?}] struct A;")).unwrap();
        tidy(&mut file);
        let text = prettyplease::unparse(&file);
        assert!(text.lines().count() > 2, "{text}");
        assert!(text.lines().all(|line| line.len() < 110), "{text}");
        assert!(text.starts_with("/// word"), "{text}");
    }
}
