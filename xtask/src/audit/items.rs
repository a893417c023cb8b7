//! The audit's findings: an item for each thing that only one side has, or that both sides state differently.

use crate::contract::{self, Change, Contract, Element, Facet, Group, Kind, Place, Word};

/// The list that an item is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// Only the guide has it.
    MissingInDocument,
    /// Only the document has it.
    MissingInGuide,
    /// Both have it, with differences.
    Differs,
}

impl List {
    /// Returns the name used in JSON and in acknowledgements.
    pub fn name(self) -> &'static str {
        match self {
            Self::MissingInDocument => "missing_in_document",
            Self::MissingInGuide => "missing_in_guide",
            Self::Differs => "differs",
        }
    }
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Item {
    /// The list that it is on.
    pub list: List,
    /// The kind of element that it is about, or the kind of statement outside the tables.
    pub kind: String,
    /// The fact that differs, if both sides have the element.
    pub fact: Option<String>,
    /// The element's name within its call.
    pub name: String,
    /// The calls concerned.
    pub calls: Vec<String>,
    /// The place in the guide.
    pub guide: Option<Place>,
    /// The place in the document.
    pub document: Option<Place>,
    /// The guide's value of the fact.
    pub guide_value: Option<String>,
    /// The document's value of the fact.
    pub document_value: Option<String>,
    /// What is wrong and what to do, for people.
    pub message: String,
    /// The last line in the guide, if it spans several.
    pub until: Option<usize>,
}

impl Item {
    /// Creates an item without details.
    pub fn new(list: List, kind: impl Into<String>, name: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            list,
            kind: kind.into(),
            fact: None,
            name: name.into(),
            calls: Vec::new(),
            guide: None,
            document: None,
            guide_value: None,
            document_value: None,
            message: message.into(),
            until: None,
        }
    }

    /// Creates an item about something that both sides have with different values.
    pub fn differs(kind: &str, name: &str, guide: &str, document: &str, message: &str) -> Self {
        let item = Self::new(List::Differs, kind, name, message);
        Self { guide_value: Some(guide.to_owned()), document_value: Some(document.to_owned()), ..item }
    }

    /// Returns the id that acknowledgements use.
    ///
    /// The values of both sides are part of the id, so a contradiction that changes on either side is a new item.
    pub fn id(&self) -> String {
        let call = self.calls.first().filter(|call| **call != self.name).map(|call| format!(" of {call}"));
        let guide = self.guide_value.as_ref().filter(|value| self.list == List::Differs && **value != self.name);
        let guide = guide.map(|value| format!("guide: {value}"));
        // A passage has no counterpart in the document.
        let document = self.document_value.as_ref().filter(|_| self.list == List::Differs && self.kind != "passage");
        let sides: Vec<_> = guide.into_iter().chain(document.map(|value| format!("document: {value}"))).collect();
        let sides = if sides.is_empty() { String::new() } else { format!(" ({})", sides.join("; ")) };
        let id = format!("{}: {} {}", self.list.name(), self.label(), self.name);
        format!("{id}{}{sides}", call.unwrap_or_default())
    }

    /// Returns whether an entire call is missing.
    pub fn is_missing_call(&self) -> bool {
        self.kind == "call" && self.fact.is_none()
    }

    /// Returns whether the item is about a code that the call returns.
    pub fn is_code_of(&self, call: &str) -> bool {
        self.kind == Kind::Returns.to_string() && self.name.ends_with(&format!(" of {call}"))
    }

    /// Returns the kind, followed by the fact that differs.
    pub fn label(&self) -> String {
        self.fact.as_ref().map_or_else(|| self.kind.clone(), |fact| format!("{} {fact}", self.kind))
    }

    /// Returns the main place, depending on the list: heading and line in the guide, or pointer and line in the
    /// document.
    pub fn place(&self) -> Place {
        let (first, second) = match self.list {
            List::MissingInGuide => (&self.document, &self.guide),
            List::MissingInDocument | List::Differs => (&self.guide, &self.document),
        };
        first.clone().or_else(|| second.clone()).unwrap_or_default()
    }
}

/// Compares two contracts, and returns an item for each difference.
pub fn compare_contracts(document: &Contract, guide: &Contract) -> Vec<Item> {
    let groups = contract::group(contract::compare(document, guide));
    let items: Vec<_> = groups.iter().flat_map(items_of_group).collect();
    // A missing call includes its codes.
    let calls: Vec<_> = items.iter().filter(|item| item.is_missing_call()).map(|item| item.name.clone()).collect();
    items.into_iter().filter(|item| !calls.iter().any(|call| item.is_code_of(call))).collect()
}

/// Returns the item of a group. A missing field also brings an item for each field nested in it.
fn items_of_group(group: &Group<'_>) -> Vec<Item> {
    let parent = group_item(group);
    let mut items = vec![parent.clone()];
    let missing = matches!(group.first.change, Change::Added | Change::Removed);
    if let Some(element) = group.first.element().filter(|element| missing && element.kind == Kind::Field) {
        add_nested_fields(element, &parent, &mut items);
    }
    items
}

fn add_nested_fields(element: &Element, parent: &Item, items: &mut Vec<Item>) {
    for child in element.of(Kind::Field) {
        if child.name == "[]" {
            add_nested_fields(child, parent, items);
            continue;
        }
        let mut item = Item { name: format!("{}.{}", parent.name, child.name), ..parent.clone() };
        let place = if item.list == List::MissingInDocument { &mut item.guide } else { &mut item.document };
        *place = Some(child.place.clone());
        items.push(item.clone());
        add_nested_fields(child, &item, items);
    }
}

fn group_item(group: &Group<'_>) -> Item {
    let (document, guide) = group.first.values();
    let kind = group.kind();
    let (list, name, message) = match group.first.change {
        Change::Added => (List::MissingInDocument, group.name(), "missing from the document; transcribe it".to_owned()),
        Change::Removed => (
            List::MissingInGuide,
            group.name(),
            "missing from the guide; remove it, or acknowledge it with the reason".to_owned(),
        ),
        Change::Fact(facet) => {
            let (guide, document) = (quote(guide.as_ref()), quote(document.as_ref()));
            (List::Differs, group.name(), format!("{facet}: the guide says {guide}, the document says {document}"))
        }
    };
    // Two facts about the same element are two items.
    let fact = match group.first.change {
        Change::Fact(facet) if facet != Facet::Word(Word::GuideVersion) => Some(facet.to_string()),
        _ => None,
    };
    let mut item = Item::new(list, kind.to_string(), name, message);
    item.fact = fact;
    item.calls.clone_from(&group.calls);
    item.document = group.old_place().cloned();
    item.guide = group.new_place().cloned();
    // For the side that lacks the element, the place is its parent.
    let parent = |path: &[&Element]| path.last().map(|element| element.place.clone());
    item.document = item.document.or_else(|| parent(&group.first.old));
    item.guide = item.guide.or_else(|| parent(&group.first.new));
    item.guide_value = guide;
    item.document_value = document;
    item
}

fn quote(value: Option<&String>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
}
