//! A section about one call while it is read: what every part of it needs.

use std::ops::RangeInclusive;

use super::super::{Element, Place};
use super::facts::joined;
use super::lines::Line;
use super::table::{self, Row};
use super::taken::Labels;
use super::words::codes;
use super::{Claim, Passage, Says};

/// What a section about a call says.
#[derive(Debug, Default)]
pub struct Read {
    /// The call, once for each API version; the newest last.
    pub calls: Vec<Element>,
    /// For each of them the call whose answer it has too: method and path, and the API version if that is told.
    pub similar: Vec<Option<(String, Option<String>)>>,
    /// The codes that it names.
    pub codes: Vec<(String, usize)>,
    /// The codes that rows name, each with the field or parameter of its row.
    pub code_fields: Vec<(String, String)>,
    /// Statements elsewhere than in tables.
    pub claims: Vec<Claim>,
    /// Prose.
    pub passages: Vec<Passage>,
    /// What was made of the rest.
    pub labels: Labels,
}

/// Reads one section.
pub(super) struct Reader<'a> {
    pub(super) heading: &'a str,
    pub(super) name: String,
    pub(super) variables: Vec<&'a str>,
    pub(super) query: Vec<(&'a str, &'a str)>,
    pub(super) line: usize,
    pub(super) out: Read,
}

impl Reader<'_> {
    pub(super) fn location(&self, part: &str) -> String {
        format!("{} > {part}", self.heading)
    }

    pub(super) fn place(&self, part: &str, line: usize) -> Place {
        Place { location: self.location(part), line: Some(line) }
    }

    pub(super) fn claim(&mut self, part: &str, line: usize, says: Says) {
        let place = self.place(part, line);
        self.out.claims.push(Claim { call: self.name.clone(), place, says });
    }

    pub(super) fn passage(&mut self, at: &str, lines: &[Line]) {
        self.out.passages.extend(Passage::of(format!("{} > {at}", self.name), lines));
    }

    /// The rows of a part; what surrounds them is prose.
    pub(super) fn table(&mut self, lines: &[Line], part: &str) -> Vec<Row> {
        let Some((head, first, tells_required)) = table::head(lines) else {
            if let Some(odd) = table::odd_head(lines) {
                self.claim(part, odd.number, Says::UnknownForm(format!("the head of a table: {}", odd.text)));
            }
            self.passage(part, lines);
            return Vec::new();
        };
        self.passage(part, lines.get(..head).unwrap_or_default());
        let below = lines.get(first..).unwrap_or_default();
        for line in lines.iter().filter(|line| table::is_head(line)) {
            self.label(line.number..=line.number, &format!("{part} > head of the table"));
        }
        let is_after =
            |line: &Line| line.text.starts_with("Additional validation") || line.text.starts_with("See the section");
        let end = below.iter().position(is_after).unwrap_or(below.len());
        let (rows, before) = table::rows(below.get(..end).unwrap_or_default(), tells_required);
        self.passage(&format!("{part}, head"), &before);
        self.passage(&format!("{part}, checks"), below.get(end..).unwrap_or_default());
        rows
    }

    /// Notes what was made of some lines.
    pub(super) fn label(&mut self, lines: RangeInclusive<usize>, what: &str) {
        self.out.labels.add(lines, &format!("{} > {what}", self.name));
    }

    /// What no reader wanted of a part becomes a passage.
    pub(super) fn rest(&mut self, part: &str, lines: &[Line]) {
        let rest = self.out.labels.rest(lines, &self.out.passages);
        self.passage(part, &rest);
    }

    /// Keeps which codes the row of a field or parameter names.
    pub(super) fn concerns(&mut self, part: &str, name: &str, row: &Row) {
        if let Some(word) = &row.conditional {
            let form = format!("`{word}` of {name}, which is neither required nor optional");
            self.claim(part, row.line, Says::UnknownForm(form));
        }
        let codes = codes(&joined(&row.text));
        if let Some(part) = ["URL", "Body"].into_iter().find(|sent| *sent == part)
            && !codes.is_empty()
        {
            self.claim(part, row.line, Says::Checks { part, name: name.to_owned(), codes: codes.clone() });
        }
        self.out.code_fields.extend(codes.into_iter().map(|code| (code, name.to_owned())));
    }
}
