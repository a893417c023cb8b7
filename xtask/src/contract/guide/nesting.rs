//! Turns the rows of a table into nested fields.
//!
//! The guide marks nesting with a blank before the name, but sometimes omits it. The braces in the example of the same
//! body show it too.

use super::super::{Element, Flag, Kind, Limit, Place, Word};
use super::example::Example;
use super::table::Row;
use super::{description, words};

struct Placed<'a> {
    parent: Vec<String>,
    row: &'a Row,
}

/// Returns the fields of a table as a tree, and the path of each row.
pub fn build_tree(rows: &[Row], example: Option<&Example>, location: &str) -> (Vec<Element>, Vec<String>) {
    let placed = place_rows(rows, example);
    let paths = placed
        .iter()
        .map(|Placed { parent, row }| [parent.as_slice(), std::slice::from_ref(&row.name)].concat().join("."));
    let paths = paths.collect();
    (build_children(&placed, &[], location), paths)
}

fn place_rows<'a>(rows: &'a [Row], example: Option<&Example>) -> Vec<Placed<'a>> {
    let mut placed: Vec<Placed<'_>> = Vec::new();
    let mut open: Vec<(usize, Vec<String>)> = Vec::new();
    for row in rows {
        let path = |parent: &[String]| [parent, std::slice::from_ref(&row.name)].concat();
        let indented = open.iter().rev().find(|(indent, _)| *indent < row.indent);
        let mut parent = indented.map_or_else(Vec::new, |(_, path)| path.clone());
        if let Some(example) = example {
            let taken = |parent: &[String]| {
                placed.iter().any(|other| other.parent == parent && other.row.name.eq_ignore_ascii_case(&row.name))
            };
            let fits = |parent: &[String]| example.has(&path(parent)) && !taken(parent);
            if !fits(&parent) {
                // A blank before the name is deliberate, but a missing one may be an oversight.
                let deeper = open.iter().rev().map(|(_, path)| path).filter(|path| path.starts_with(&parent));
                parent = deeper.into_iter().find(|candidate| fits(candidate)).cloned().unwrap_or(parent);
            }
        }
        while open.last().is_some_and(|(_, path)| *path != parent) {
            open.pop();
        }
        if matches!(words::shape(&row.type_word), Some("array" | "object")) {
            open.push((row.indent, path(&parent)));
        }
        placed.push(Placed { parent, row });
    }
    placed
}

fn build_children(placed: &[Placed<'_>], parent: &[String], location: &str) -> Vec<Element> {
    let here = placed.iter().filter(|other| other.parent == parent);
    here.map(|Placed { row, .. }| {
        let mut element = field(row, location);
        let members = build_children(placed, &[parent, std::slice::from_ref(&row.name)].concat(), location);
        if element.word(Word::Shape) != Some("array") {
            element.children.extend(members);
        } else if members.is_empty() {
            // The guide does not say what the list contains.
            element.partial.insert(Kind::Field);
        } else {
            element.children.push(items(members, element.place.clone()));
        }
        element
    })
    .collect()
}

/// Returns the items of a list of objects.
pub fn items(members: Vec<Element>, place: Place) -> Element {
    let mut items = Element::new(Kind::Field, "[]", place).with_word(Word::Shape, "object");
    items.children = members;
    items
}

/// Returns the field that a row describes, without the fields nested in it.
pub fn field(row: &Row, location: &str) -> Element {
    let place = Place { location: location.to_owned(), line: Some(row.line) };
    let shape = words::shape(&row.type_word).map_or_else(|| row.type_word.to_lowercase(), ToOwned::to_owned);
    let mut field =
        Element::new(Kind::Field, &row.name, place).with_word(Word::Name, &row.name).with_word(Word::Shape, shape);
    if let Some(required) = row.required {
        field.facts.add_flag(Flag::Required, required);
    }
    if let Some(length) = words::length(&row.type_word) {
        field.facts.add_limit(Limit::MaxLength, length);
    }
    description::apply(&mut field, &row.text);
    field
}
