//! Reads values of an expected type, and collects findings about values of another type.

use serde_json::Value;

use crate::document::{Document, Finding, Node, Pointer};
use crate::model::parse_reference;

/// A document being read, and the findings so far.
pub(super) struct TypedReader<'a> {
    document: &'a Document,
    findings: Vec<Finding>,
}

/// The rule of the lint that reports values of the wrong shape.
const SHAPE: &str = "shape";

impl<'a> TypedReader<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self { document, findings: Vec::new() }
    }

    /// Returns the findings without duplicates, which arise because shared parts are read once per use.
    pub(super) fn findings(self) -> Vec<Finding> {
        let mut found: Vec<Finding> = Vec::new();
        for finding in self.findings {
            if !found.contains(&finding) {
                found.push(finding);
            }
        }
        found
    }

    pub(super) fn root(&self) -> Node<'a> {
        self.document.root()
    }

    /// Reports a value of the wrong shape.
    pub(super) fn report(&mut self, pointer: &Pointer, message: impl Into<String>) {
        self.findings.push(self.document.finding(pointer, SHAPE, message));
    }

    /// Reports a reference that cannot be resolved.
    pub(super) fn report_reference(&mut self, pointer: &Pointer, message: impl Into<String>) {
        self.findings.push(self.document.finding(&pointer.child("$ref"), "references", message));
    }

    /// Follows any number of `$ref` to components of a kind. Returns the final node, and the name of the first
    /// component.
    pub(super) fn follow(&mut self, node: Node<'a>, kind: &str) -> Option<(Node<'a>, Option<String>)> {
        let (mut node, mut name, mut seen) = (node, None, Vec::new());
        while let Some(text) = node.value.get("$ref") {
            let target = match parse_reference(text.as_str().unwrap_or_default(), kind) {
                Ok(target) => target,
                Err(message) => {
                    self.report_reference(&node.pointer, message);
                    return None;
                }
            };
            if seen.contains(&target) {
                self.report_reference(&node.pointer, "circular reference: leads back to itself");
                return None;
            }
            let Some(next) =
                self.root().member("components").and_then(|all| all.member(kind)).and_then(|all| all.member(&target))
            else {
                self.report_reference(&node.pointer, format!("`#/components/{kind}/{target}` does not exist"));
                return None;
            };
            name.get_or_insert_with(|| target.clone());
            seen.push(target);
            node = next;
        }
        self.is_mapping(&node).then_some((node, name))
    }

    /// Returns whether a node is a mapping, and reports it if not.
    pub(super) fn is_mapping(&mut self, node: &Node<'_>) -> bool {
        let is_mapping = node.value.is_object();
        if !is_mapping {
            self.report(&node.pointer, "must be a mapping");
        }
        is_mapping
    }

    /// Returns the members of the mapping under a key.
    pub(super) fn mapping(&mut self, node: &Node<'a>, key: &str) -> Vec<(&'a str, Node<'a>)> {
        let Some(member) = node.member(key) else { return Vec::new() };
        if self.is_mapping(&member) { member.members().collect() } else { Vec::new() }
    }

    /// Returns the mapping under a key.
    pub(super) fn object(&mut self, node: &Node<'a>, key: &str) -> Option<Node<'a>> {
        node.member(key).filter(|member| self.is_mapping(member))
    }

    /// Returns the items of the list under a key.
    pub(super) fn list(&mut self, node: &Node<'a>, key: &str) -> Vec<Node<'a>> {
        let Some(member) = node.member(key) else { return Vec::new() };
        if !member.value.is_array() {
            self.report(&member.pointer, "must be a list");
        }
        member.items().collect()
    }

    /// Returns the items of the list of mappings under a key.
    pub(super) fn mappings(&mut self, node: &Node<'a>, key: &str) -> Vec<Node<'a>> {
        let mut items = self.list(node, key);
        items.retain(|item| self.is_mapping(item));
        items
    }

    fn value<T>(&mut self, node: &Node<'a>, key: &str, what: &str, read: impl Fn(&'a Value) -> Option<T>) -> Option<T> {
        let member = node.member(key)?;
        let value = read(member.value);
        if value.is_none() {
            self.report(&member.pointer, format!("must be {what}"));
        }
        value
    }

    /// Returns the string under a key.
    pub(super) fn text(&mut self, node: &Node<'a>, key: &str) -> Option<String> {
        self.value(node, key, "a string; quote it", Value::as_str).map(ToOwned::to_owned)
    }

    /// Returns the string under a key, or an empty string if there is none.
    pub(super) fn text_or_empty(&mut self, node: &Node<'a>, key: &str) -> String {
        self.text(node, key).unwrap_or_default()
    }

    /// Returns the list of strings under a key.
    pub(super) fn texts(&mut self, node: &Node<'a>, key: &str) -> Vec<String> {
        let items = self.list(node, key);
        items.iter().filter_map(|item| self.item_text(item)).collect()
    }

    /// Returns the string at a node.
    pub(super) fn item_text(&mut self, item: &Node<'a>) -> Option<String> {
        let text = item.value.as_str();
        if text.is_none() {
            self.report(&item.pointer, "must be a string; quote it");
        }
        text.map(ToOwned::to_owned)
    }

    /// Returns the non-negative integer under a key.
    pub(super) fn count(&mut self, node: &Node<'a>, key: &str) -> Option<u64> {
        self.value(node, key, "an integer, zero or more, without quotes", Value::as_u64)
    }

    /// Returns the number under a key.
    pub(super) fn number(&mut self, node: &Node<'a>, key: &str) -> Option<f64> {
        self.value(node, key, "a number, without quotes", Value::as_f64)
    }

    /// Returns the boolean under a key.
    pub(super) fn flag(&mut self, node: &Node<'a>, key: &str) -> Option<bool> {
        self.value(node, key, "true or false, without quotes", Value::as_bool)
    }

    /// Returns whether there is a mark under a key: `true`, or absent.
    pub(super) fn mark(&mut self, node: &Node<'a>, key: &str) -> bool {
        self.value(node, key, "true; remove it otherwise", |value| (*value == true).then_some(())).is_some()
    }

    /// Returns the one of several words that is under a key.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        node: &Node<'a>,
        key: &str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let names: Vec<_> = all.iter().map(|known| format!("`{}`", name(*known))).collect();
        let what = if names.len() == 1 { names.concat() } else { format!("one of {}", names.join(", ")) };
        self.value(node, key, &what, |value| all.iter().copied().find(|known| value == name(*known)))
    }
}
