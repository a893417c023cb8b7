//! Values of one type out of a document, and what is found where another type stands.

use serde_json::Value;

use crate::document::{Document, Finding, Node, Pointer};
use crate::model::parse_reference;

/// A document that is being read.
pub(super) struct Source<'a> {
    document: &'a Document,
    findings: Vec<Finding>,
}

/// The rule of the lint that reports values of the wrong shape.
const SHAPE: &str = "shape";

impl<'a> Source<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self { document, findings: Vec::new() }
    }

    /// What was found, each thing once: shared parts are read with each of their uses.
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

    /// Notes a value of the wrong shape.
    pub(super) fn fault(&mut self, pointer: &Pointer, message: impl Into<String>) {
        self.findings.push(self.document.finding(pointer, SHAPE, message));
    }

    /// Notes a reference that can't be followed.
    pub(super) fn dangling(&mut self, pointer: &Pointer, message: impl Into<String>) {
        self.findings.push(self.document.finding(&pointer.child("$ref"), "references", message));
    }

    /// The node behind any number of `$ref` to components of one kind, and the name of the first.
    pub(super) fn follow(&mut self, node: Node<'a>, kind: &str) -> Option<(Node<'a>, Option<String>)> {
        let (mut node, mut name, mut seen) = (node, None, Vec::new());
        while let Some(text) = node.value.get("$ref") {
            let target = match parse_reference(text.as_str().unwrap_or_default(), kind) {
                Ok(target) => target,
                Err(message) => {
                    self.dangling(&node.pointer, message);
                    return None;
                }
            };
            if seen.contains(&target) {
                self.dangling(&node.pointer, "leads back to itself");
                return None;
            }
            let Some(next) =
                self.root().member("components").and_then(|all| all.member(kind)).and_then(|all| all.member(&target))
            else {
                self.dangling(&node.pointer, format!("`#/components/{kind}/{target}` leads nowhere"));
                return None;
            };
            name.get_or_insert_with(|| target.clone());
            seen.push(target);
            node = next;
        }
        self.is_mapping(&node).then_some((node, name))
    }

    /// Whether a mapping stands here, which is noted where it doesn't.
    pub(super) fn is_mapping(&mut self, node: &Node<'_>) -> bool {
        let is = node.value.is_object();
        if !is {
            self.fault(&node.pointer, "must be a mapping");
        }
        is
    }

    /// The members of a mapping below a key.
    pub(super) fn mapping(&mut self, node: &Node<'a>, key: &str) -> Vec<(&'a str, Node<'a>)> {
        let Some(member) = node.member(key) else { return Vec::new() };
        if self.is_mapping(&member) { member.members().collect() } else { Vec::new() }
    }

    /// The mapping below a key.
    pub(super) fn object(&mut self, node: &Node<'a>, key: &str) -> Option<Node<'a>> {
        node.member(key).filter(|member| self.is_mapping(member))
    }

    /// The items of a list below a key.
    pub(super) fn list(&mut self, node: &Node<'a>, key: &str) -> Vec<Node<'a>> {
        let Some(member) = node.member(key) else { return Vec::new() };
        if !member.value.is_array() {
            self.fault(&member.pointer, "must be a list");
        }
        member.items().collect()
    }

    /// The items of a list of mappings below a key.
    pub(super) fn mappings(&mut self, node: &Node<'a>, key: &str) -> Vec<Node<'a>> {
        let mut items = self.list(node, key);
        items.retain(|item| self.is_mapping(item));
        items
    }

    fn value<T>(&mut self, node: &Node<'a>, key: &str, what: &str, read: impl Fn(&'a Value) -> Option<T>) -> Option<T> {
        let member = node.member(key)?;
        let value = read(member.value);
        if value.is_none() {
            self.fault(&member.pointer, format!("must be {what}"));
        }
        value
    }

    /// A text.
    pub(super) fn text(&mut self, node: &Node<'a>, key: &str) -> Option<String> {
        self.value(node, key, "a string: put it in quotes", Value::as_str).map(ToOwned::to_owned)
    }

    /// A text that is expected, empty where it is missing.
    pub(super) fn words(&mut self, node: &Node<'a>, key: &str) -> String {
        self.text(node, key).unwrap_or_default()
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, node: &Node<'a>, key: &str) -> Vec<String> {
        let items = self.list(node, key);
        items.iter().filter_map(|item| self.item_text(item)).collect()
    }

    /// A text in a list.
    pub(super) fn item_text(&mut self, item: &Node<'a>) -> Option<String> {
        let text = item.value.as_str();
        if text.is_none() {
            self.fault(&item.pointer, "must be a string: put it in quotes");
        }
        text.map(ToOwned::to_owned)
    }

    /// A count.
    pub(super) fn count(&mut self, node: &Node<'a>, key: &str) -> Option<u64> {
        self.value(node, key, "a whole number, without quotes", Value::as_u64)
    }

    /// A number.
    pub(super) fn number(&mut self, node: &Node<'a>, key: &str) -> Option<f64> {
        self.value(node, key, "a number, without quotes", Value::as_f64)
    }

    /// True or false.
    pub(super) fn flag(&mut self, node: &Node<'a>, key: &str) -> Option<bool> {
        self.value(node, key, "true or false, without quotes", Value::as_bool)
    }

    /// A mark that is true or absent.
    pub(super) fn mark(&mut self, node: &Node<'a>, key: &str) -> bool {
        self.value(node, key, "true here, and absent elsewhere", |value| (*value == true).then_some(())).is_some()
    }

    /// One of some words.
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
