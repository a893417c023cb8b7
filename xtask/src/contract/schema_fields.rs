//! Turns schemas into fields. References, `allOf` and the names of schemas leave no trace in the result.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashSet};

use super::facet::{Flag, Limit, Set, Word};
use super::{Element, Kind, Place};
use crate::document::{Document, Pointer};
use crate::model::{Additional, Constraints, Enumeration, Format, JsonType, Model, RustType, Scalar, Schema, View};

/// Reads the schemas of a document.
#[derive(Clone, Copy)]
pub(super) struct Schemas<'a> {
    pub(super) document: &'a Document,
    pub(super) model: &'a Model,
    pub(super) budget: &'a Budget,
}

/// Limits how often shared schemas are expanded, since a document may combine them in exponentially many ways.
#[derive(Debug, Default)]
pub(super) struct Budget {
    /// Whether the schema being described belongs to a request rather than a response.
    pub(super) request: Cell<bool>,
    spent: Cell<usize>,
    /// The components expanded so far, each with whether that was in a request.
    known: RefCell<HashSet<(String, bool)>>,
}

impl Budget {
    /// Beyond this many elements, a component is expanded only once for requests and once for responses, and other uses
    /// have its name only.
    const ELEMENTS: usize = 50_000;

    /// Returns whether to use only a component's name, because it is expanded elsewhere.
    fn is_name_enough(&self, component: &str) -> bool {
        let new = self.known.borrow_mut().insert((component.to_owned(), self.request.get()));
        !new && self.spent.get() > Self::ELEMENTS
    }
}

impl<'a> Schemas<'a> {
    /// Returns the place of a pointer in the text.
    pub(super) fn place(self, pointer: &Pointer) -> Place {
        let line = self.document.position(pointer).map(|position| position.line);
        Place { location: pointer.to_string(), line }
    }

    /// Adds the facts and children that a schema states to an element.
    pub(super) fn describe(self, element: &mut Element, schema: &'a Schema) {
        self.add_view(element, &self.model.view(schema), &mut Vec::new());
    }

    /// Adds a view to an element. `above` has the places of the schemas around the element, to detect recursion.
    fn add_view(self, element: &mut Element, view: &View<'a>, above: &mut Vec<&'a Pointer>) {
        if view.parts().iter().any(|part| above.contains(&&part.pointer)) {
            element.facts.add_word(Word::Type, "recursive");
            return;
        }
        self.budget.spent.set(self.budget.spent.get() + 1);
        let component = view.parts().first().and_then(|part| component(&part.pointer));
        if let Some(name) = &component
            && self.budget.is_name_enough(name)
        {
            element.facts.add_word(Word::Type, format!("as {name}"));
            return;
        }
        let depth = above.len();
        above.extend(view.parts().iter().map(|part| &part.pointer));
        add_marks(element, view);
        Self::add_names(element, view);
        add_limits(element, view);
        self.add_types(element, view, above);
        self.add_values(element, view.enumeration());
        for rule in view.parts().iter().flat_map(|part| &part.rules) {
            let name = format!("{} {} {}", rule.field, rule.relation, rule.other);
            let mut child = Element::new(Kind::Rule, name, self.place(&rule.pointer));
            child.facts.add_code(None, &rule.code);
            element.children.push(child);
        }
        self.add_choices(element, view, above);
        if let [first, ..] = view.items()[..] {
            let mut items = Element::new(Kind::Field, "[]", self.place(&first.pointer));
            self.add_view(&mut items, &self.model.view_all(view.items()), above);
            element.children.push(items);
        }
        for member in view.members() {
            let Some(first) = member.schemas.first() else { continue };
            let mut field = Element::new(Kind::Field, member.name, self.place(&first.pointer));
            field.facts.add_word(Word::Name, member.name);
            field.facts.add_flag(Flag::Required, member.required);
            if let Some(name) = &first.rust_name {
                field.facts.add_word(Word::RustName, name);
            }
            self.add_view(&mut field, &self.model.view_all(member.schemas), above);
            element.children.push(field);
        }
        above.truncate(depth);
    }

    /// Adds names in code. Every component has a type of its own, except the scalars of `personeel-wire`, and lists that are
    /// a complete body.
    fn add_names(element: &mut Element, view: &View<'a>) {
        let own = view.parts().first().filter(|part| component(&part.pointer).is_none());
        if let Some(name) = own.and_then(|part| part.rust_name.as_deref()) {
            element.facts.add_word(Word::RustName, name);
        }
        if element.kind == Kind::Body && view.json_type() == Some(JsonType::Array) {
            return;
        }
        let mut typed = view.parts().iter().filter(|part| part.wire.is_none());
        if let Some((part, name)) = typed.find_map(|part| Some((part, component(&part.pointer)?))) {
            element.facts.add_word(Word::TypeName, part.rust_name.clone().unwrap_or(name));
        }
    }

    fn add_types(self, element: &mut Element, view: &View<'a>, above: &mut Vec<&'a Pointer>) {
        let (json, format) = (view.json_type(), view.format());
        let name = json.map_or("any", JsonType::name);
        let json_type = format.map_or_else(|| name.to_owned(), |format| format!("{name} ({})", format.name()));
        element.facts.add_word(Word::Type, json_type);
        element.facts.add_word(Word::Shape, shape(json, format, view.first(|part| part.wire)));
        let id = view.first(|part| part.id.clone());
        if let Some(rust) = id.or_else(|| view.rust_type().map(|rust| rust.to_string())) {
            element.facts.add_word(Word::Rust, rust);
        }
        if json != Some(JsonType::Object) {
            return;
        }
        if view.members().is_empty() {
            // An object that gets members later will get a type of its own.
            element.facts.add_word(Word::Rust, RustType::Json.to_string());
        }
        let additional: Vec<_> = view.parts().iter().filter_map(|part| part.additional.as_ref()).collect();
        let schemas: Vec<&Schema> = additional
            .iter()
            .filter_map(|additional| match additional {
                Additional::Of(schema) => Some(schema.as_ref()),
                _ => None,
            })
            .collect();
        let members = if additional.contains(&&Additional::Refused) {
            "refused"
        } else if let [first, ..] = schemas[..] {
            let mut child = Element::new(Kind::Field, "*", self.place(&first.pointer));
            self.add_view(&mut child, &self.model.view_all(schemas.iter().copied()), above);
            element.children.push(child);
            "of one kind"
        } else {
            "allowed"
        };
        element.facts.add_word(Word::Additional, members);
    }

    fn add_values(self, element: &mut Element, values: Option<&Enumeration>) {
        let Some(values) = values else { return };
        element.facts.add_word(Word::OtherValues, if values.open { "allowed" } else { "refused" });
        for (index, value) in values.values.iter().enumerate() {
            let mut child = Element::new(Kind::Value, value.to_string(), self.place(&values.pointer.item(index)));
            if let Some(name) = values.names.get(index) {
                child.facts.add_word(Word::VariantName, name);
            }
            if let Some(meaning) = values.descriptions.get(index) {
                child.facts.add_word(Word::Meaning, meaning);
            }
            element.children.push(child);
        }
    }

    /// Adds alternatives, keyed by their content: equal alternatives pair up, whatever their positions.
    fn add_choices(self, element: &mut Element, view: &View<'a>, above: &mut Vec<&'a Pointer>) {
        for part in view.parts() {
            let one_of = part.one_of.iter().map(|schema| ("oneOf", schema));
            let any_of = part.any_of.iter().map(|schema| ("anyOf", schema));
            let not = part.not.iter().map(|schema| ("not", schema.as_ref()));
            for (keyword, schema) in one_of.chain(any_of).chain(not) {
                let mut choice = Element::new(Kind::Choice, keyword, self.place(&schema.pointer));
                self.add_view(&mut choice, &self.model.view(schema), above);
                let content = choice.content();
                element.children.push(choice.keyed(format!("{keyword} {content}")));
            }
        }
    }
}

/// Returns the name of the component at a place.
fn component(pointer: &Pointer) -> Option<String> {
    let text = pointer.to_string();
    let name = text.strip_prefix("#/components/schemas/").filter(|name| !name.contains('/'))?;
    Some(name.replace("~1", "/").replace("~0", "~"))
}

/// Returns the type in terms of the guide.
fn shape(json: Option<JsonType>, format: Option<&Format>, wire: Option<Scalar>) -> &'static str {
    match (json, format) {
        (Some(JsonType::String), Some(Format::Uuid)) => "guid",
        (Some(JsonType::String), Some(Format::DateTime)) => "datetime",
        (Some(JsonType::String), _) if wire == Some(Scalar::DateTime) => "datetime",
        (Some(JsonType::String), Some(Format::Date | Format::DateTimeLocal)) => "date",
        (Some(JsonType::Number), _) => "decimal",
        (Some(JsonType::Boolean), _) => "bool",
        (Some(other), _) => other.name(),
        (None, _) => "any",
    }
}

/// Adds what the document says about a schema besides its values. A fact of the element itself takes precedence.
fn add_marks(element: &mut Element, view: &View<'_>) {
    let facts = &mut element.facts;
    facts.add_flag(Flag::Nullable, view.admits_null());
    for (flag, holds) in [
        (Flag::ReadOnly, view.parts().iter().any(|part| part.read_only)),
        (Flag::WriteOnly, view.parts().iter().any(|part| part.write_only)),
        (Flag::Deprecated, view.parts().iter().any(|part| part.deprecated)),
        (Flag::Personal, view.first(|part| part.personal).unwrap_or(false)),
        (Flag::RepeatedKeys, view.parts().iter().any(|part| part.repeated_keys)),
    ] {
        if facts.flag(flag).is_none() {
            facts.add_flag(flag, holds);
        }
    }
    if facts.word(Word::Since).is_none()
        && let Some(since) = view.first(|part| part.since.as_deref())
    {
        facts.add_word(Word::Since, since);
    }
    if let Some(provenance) = view.first(|part| part.provenance) {
        facts.add_word(Word::Provenance, provenance.name());
    }
    let aliases: Vec<_> = view.parts().iter().flat_map(|part| part.aliases.iter().cloned()).collect();
    if !aliases.is_empty() {
        facts.add_word(Word::Aliases, aliases.join(", "));
    }
    let key: BTreeSet<_> = view.parts().iter().flat_map(|part| part.key.iter().cloned()).collect();
    if !key.is_empty() {
        facts.add_set(Set::Key, key);
    }
    if let Some(default) = view.first(|part| part.default.as_ref()) {
        facts.add_word(Word::Default, default.as_str().map_or_else(|| default.to_string(), ToOwned::to_owned));
    }
    for used in view.parts().iter().flat_map(|part| &part.codes) {
        facts.add_code(Some(used.constraint), &used.code);
    }
}

type Count = fn(&Constraints) -> Option<u64>;

/// Adds limits. All parts of a view apply at once, so the narrowest limit counts.
#[expect(clippy::cast_precision_loss, reason = "lengths beyond the exact range of f64 are no real limits")]
fn add_limits(element: &mut Element, view: &View<'_>) {
    let all: Vec<&Constraints> = view.parts().iter().map(|part| &part.constraints).collect();
    let counts: [(Limit, Count); 7] = [
        (Limit::MinLength, |limits| limits.min_length),
        (Limit::MaxLength, |limits| limits.max_length),
        (Limit::MinItems, |limits| limits.min_items),
        (Limit::MaxItems, |limits| limits.max_items),
        (Limit::MinProperties, |limits| limits.min_properties),
        (Limit::MaxProperties, |limits| limits.max_properties),
        (Limit::MaxBytes, |limits| limits.max_decoded_bytes),
    ];
    for (limit, read) in counts {
        let values = all.iter().filter_map(|limits| read(limits));
        let narrowest = if limit.is_lower() { values.max() } else { values.min() };
        if let Some(value) = narrowest {
            element.facts.add_limit(limit, value as f64);
        }
    }
    let lowest = all.iter().filter_map(|limits| Some((limits.minimum?, limits.exclusive_minimum)));
    let lowest = lowest.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let highest = all.iter().filter_map(|limits| Some((limits.maximum?, limits.exclusive_maximum)));
    let highest = highest.min_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    for (bound, limit, flag) in
        [(lowest, Limit::Minimum, Flag::ExclusiveMinimum), (highest, Limit::Maximum, Flag::ExclusiveMaximum)]
    {
        if let Some((value, exclusive)) = bound {
            element.facts.add_limit(limit, value);
            element.facts.add_flag(flag, exclusive);
        }
    }
    if all.iter().any(|limits| limits.unique_items) {
        element.facts.add_flag(Flag::UniqueItems, true);
    }
    let patterns: BTreeSet<_> = all.iter().filter_map(|limits| limits.pattern.clone()).collect();
    let multiples: BTreeSet<_> = all.iter().filter_map(|limits| Some(limits.multiple_of?.to_string())).collect();
    let lists = all.iter().map(|limits| limits.file_extensions.iter().cloned().collect::<BTreeSet<_>>());
    let extensions = lists.filter(|list| !list.is_empty()).reduce(|all, list| &all & &list).unwrap_or_default();
    let key: BTreeSet<_> = view.parts().iter().flat_map(|part| &part.key).cloned().collect();
    let sets =
        [(Set::Patterns, patterns), (Set::MultiplesOf, multiples), (Set::Extensions, extensions), (Set::Key, key)];
    for (set, values) in sets {
        if !values.is_empty() {
            element.facts.add_set(set, values);
        }
    }
}
