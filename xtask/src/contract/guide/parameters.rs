//! Reads parameters: those in the heading, with the table rows that describe them.

use super::super::key::parameter_key;
use super::super::{Element, Flag, Kind, Place, Word};
use super::description::joined;
use super::draft::Draft;
use super::lines::Line;
use super::reader::Reader;
use super::table::Row;
use super::{Statement, nesting};

impl Reader<'_> {
    /// Returns the header that selects the API version, from the prose about it.
    pub(super) fn read_version_header(&mut self, draft: &Draft<'_>) -> Option<Element> {
        self.add_passage("Headers", &draft.headers);
        let text = joined(&draft.headers);
        let line = draft.headers.first()?.number;
        if !text.contains("version") {
            return None;
        }
        let place = self.place("Headers", line);
        let is_required = text.contains("must be added");
        let mut header =
            new_parameter("Api-Version", "header", &[], place.clone()).with_flag(Flag::Required, is_required);
        let accepted = match &draft.version {
            Some(version) => vec![version.clone()],
            None => text.split_once("using version").map_or_else(Vec::new, |(_, rest)| {
                let rest = rest.split(" will ").next().unwrap_or(rest);
                rest.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(ToOwned::to_owned).collect()
            }),
        };
        if accepted.is_empty() {
            header.partial.insert(Kind::Value);
        }
        header.children = accepted.into_iter().map(|value| Element::new(Kind::Value, value, place.clone())).collect();
        Some(header)
    }

    pub(super) fn read_parameters(&mut self, lines: &[Line]) -> Vec<Element> {
        let mut rows = self.read_table(lines, "URL");
        let mut take = |names: &[&str]| {
            let exact = rows.iter().position(|row| names.contains(&row.name.as_str()));
            let loose = || rows.iter().position(|row| names.iter().any(|name| name.eq_ignore_ascii_case(&row.name)));
            exact.or_else(loose).map(|index| rows.remove(index))
        };
        let mut found: Vec<(&str, &str, Option<Row>)> = Vec::new();
        for variable in self.variables.clone() {
            found.push(("path", variable, take(&[variable])));
        }
        for (name, value) in self.query.clone() {
            found.push(("query", name, take(&[name, value])));
        }
        // One variable without a row and one row without a variable are the same parameter under two names.
        let lonely: Vec<_> = found.iter_mut().filter(|(_, _, row)| row.is_none()).collect();
        if let (1, [_], Some(variable)) = (lonely.len(), rows.as_slice(), lonely.into_iter().next()) {
            variable.2 = rows.pop();
        }
        let location = self.location("URL");
        let mut elements = Vec::new();
        for (place, name, row) in found {
            let line = row.as_ref().map_or(self.line, |row| row.line);
            let mut element = new_parameter(name, place, &self.variables, self.place("URL", line));
            match row {
                Some(row) => {
                    if row.name != name {
                        self.add_claim(
                            "URL",
                            line,
                            Statement::Spelling { row: row.name.clone(), heading: name.to_owned() },
                        );
                    }
                    self.add_label(row.line..=row.until, &format!("URL > {name}"));
                    self.add_passage(&format!("URL > {name}"), &row.text);
                    self.record_row("URL", name, &row);
                    add_row_facts(&mut element, &row, &location);
                }
                None => self.add_claim("URL", line, Statement::NotInTable(name.to_owned())),
            }
            elements.push(element);
        }
        for row in rows {
            self.add_label(row.line..=row.until, &format!("URL > {}", row.name));
            self.add_passage(&format!("URL > {}", row.name), &row.text);
            self.add_claim("URL", row.line, Statement::NotInHeading(row.name.clone()));
            let mut element = new_parameter(&row.name, "query", &[], self.place("URL", row.line));
            add_row_facts(&mut element, &row, &location);
            elements.push(element);
        }
        elements
    }
}

/// Returns a parameter with only its name and place.
pub(super) fn new_parameter(name: &str, place: &str, variables: &[&str], at: Place) -> Element {
    let spelled = if place == "header" { name.to_lowercase() } else { name.to_owned() };
    Element::new(Kind::Parameter, name, at)
        .keyed(parameter_key(place, name, variables))
        .with_word(Word::Name, spelled)
        .with_word(Word::In, place)
}

/// Adds the facts in a row to a parameter, except for the name.
fn add_row_facts(element: &mut Element, row: &Row, location: &str) {
    let field = nesting::field(row, location);
    element.facts.extend(field.facts);
    element.children.extend(field.children);
}
