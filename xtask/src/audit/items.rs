//! What the audit finds: one item for each thing that one side has and the other lacks, or tells otherwise.

use crate::contract::{self, Change, Contract, Element, Facet, Group, Kind, Place, Word};

/// On which list an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// The guide has it.
    MissingInDocument,
    /// The document has it.
    MissingInGuide,
    /// Both have it.
    Differs,
}

impl List {
    /// Its name in JSON and in acknowledgements.
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
    /// The list.
    pub list: List,
    /// What it is about: the kind of an element, or of a statement elsewhere.
    pub kind: String,
    /// The fact about it that differs.
    pub fact: Option<String>,
    /// Its name within its call.
    pub name: String,
    /// The calls that are concerned.
    pub calls: Vec<String>,
    /// Where in the guide.
    pub guide: Option<Place>,
    /// Where in the document.
    pub document: Option<Place>,
    /// What the guide says.
    pub says: Option<String>,
    /// What the document says.
    pub holds: Option<String>,
    /// What is wrong, in words.
    pub message: String,
    /// Last line in the guide, where it spans several.
    pub until: Option<usize>,
}

impl Item {
    /// An item without details.
    pub fn new(list: List, kind: impl Into<String>, name: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            list,
            kind: kind.into(),
            fact: None,
            name: name.into(),
            calls: Vec::new(),
            guide: None,
            document: None,
            says: None,
            holds: None,
            message: message.into(),
            until: None,
        }
    }

    /// An item about something that both sides have and tell otherwise.
    pub fn differs(kind: &str, name: &str, says: &str, holds: &str, message: &str) -> Self {
        let item = Self::new(List::Differs, kind, name, message);
        Self { says: Some(says.to_owned()), holds: Some(holds.to_owned()), ..item }
    }

    /// What an acknowledgement calls it. What both sides say belongs to it: a contradiction that changes, on whatever
    /// side, is a new one.
    pub fn id(&self) -> String {
        let call = self.calls.first().filter(|call| **call != self.name).map(|call| format!(" of {call}"));
        let says = self.says.as_ref().filter(|says| self.list == List::Differs && **says != self.name);
        let says = says.map(|says| format!("guide: {says}"));
        // A passage has no other side in the document.
        let holds = self.holds.as_ref().filter(|_| self.list == List::Differs && self.kind != "passage");
        let sides: Vec<_> = says.into_iter().chain(holds.map(|holds| format!("document: {holds}"))).collect();
        let sides = if sides.is_empty() { String::new() } else { format!(" ({})", sides.join("; ")) };
        let id = format!("{}: {} {}", self.list.name(), self.label(), self.name);
        format!("{id}{}{sides}", call.unwrap_or_default())
    }

    /// Whether a call is missing as a whole.
    pub fn is_missing_call(&self) -> bool {
        self.kind == "call" && self.fact.is_none()
    }

    /// Whether it is about a code that the call returns.
    pub fn is_code_of(&self, call: &str) -> bool {
        self.kind == Kind::Returns.to_string() && self.name.ends_with(&format!(" of {call}"))
    }

    /// The kind, with the fact that differs.
    pub fn label(&self) -> String {
        self.fact.as_ref().map_or_else(|| self.kind.clone(), |fact| format!("{} {fact}", self.kind))
    }

    /// Where it is, for the list that it is on: heading and line of the guide, or pointer and line of the document.
    pub fn place(&self) -> Place {
        let (first, second) = match self.list {
            List::MissingInGuide => (&self.document, &self.guide),
            List::MissingInDocument | List::Differs => (&self.guide, &self.document),
        };
        first.clone().or_else(|| second.clone()).unwrap_or_default()
    }
}

/// What comparing the two contracts finds.
pub fn structure(document: &Contract, guide: &Contract) -> Vec<Item> {
    let groups = contract::group(contract::compare(document, guide));
    let items: Vec<_> = groups.iter().flat_map(with_nested).collect();
    // The codes of a call that is missing as a whole go with it.
    let calls: Vec<_> = items.iter().filter(|item| item.is_missing_call()).map(|item| item.name.clone()).collect();
    items.into_iter().filter(|item| !calls.iter().any(|call| item.is_code_of(call))).collect()
}

/// The item of a group. A field that one side lacks brings the fields in it.
fn with_nested(group: &Group<'_>) -> Vec<Item> {
    let whole = item(group);
    let mut items = vec![whole.clone()];
    let missing = matches!(group.first.change, Change::Added | Change::Removed);
    if let Some(element) = group.first.element().filter(|element| missing && element.kind == Kind::Field) {
        nested(element, &whole, &mut items);
    }
    items
}

fn nested(element: &Element, whole: &Item, items: &mut Vec<Item>) {
    for child in element.of(Kind::Field) {
        if child.name == "[]" {
            nested(child, whole, items);
            continue;
        }
        let mut item = Item { name: format!("{}.{}", whole.name, child.name), ..whole.clone() };
        let place = if item.list == List::MissingInDocument { &mut item.guide } else { &mut item.document };
        *place = Some(child.place.clone());
        items.push(item.clone());
        nested(child, &item, items);
    }
}

fn item(group: &Group<'_>) -> Item {
    let (holds, says) = group.first.values();
    let kind = group.kind();
    let (list, name, message) = match group.first.change {
        Change::Added => (List::MissingInDocument, group.name(), "the document lacks it".to_owned()),
        Change::Removed => (List::MissingInGuide, group.name(), "the guide lacks it".to_owned()),
        Change::Fact(facet) => {
            let told =
                format!("{facet}: the guide says {}, the document {}", quote(says.as_ref()), quote(holds.as_ref()));
            (List::Differs, group.name(), told)
        }
    };
    // Two facts about one thing are two items.
    let fact = match group.first.change {
        Change::Fact(facet) if facet != Facet::Word(Word::GuideVersion) => Some(facet.to_string()),
        _ => None,
    };
    let mut item = Item::new(list, kind.to_string(), name, message);
    item.fact = fact;
    item.calls.clone_from(&group.calls);
    item.document = group.old_place().cloned();
    item.guide = group.new_place().cloned();
    // What one side lacks, it would have at the parent.
    let parent = |path: &[&Element]| path.last().map(|element| element.place.clone());
    item.document = item.document.or_else(|| parent(&group.first.old));
    item.guide = item.guide.or_else(|| parent(&group.first.new));
    item.says = says;
    item.holds = holds;
    item
}

fn quote(value: Option<&String>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
}
