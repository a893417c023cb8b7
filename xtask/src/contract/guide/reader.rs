//! The state that is shared while reading the section of a call.

use std::ops::RangeInclusive;

use super::super::{Element, Place};
use super::description::joined;
use super::lines::Line;
use super::table::{self, Row};
use super::taken::Labels;
use super::words::codes;
use super::{Claim, Passage, Statement};

/// The content of a call's section.
#[derive(Debug, Default)]
pub struct Read {
    /// The call, once per API version, the newest last.
    pub calls: Vec<Element>,
    /// For each of them, the call whose response it shares: method and path, and the API version if the guide gives it.
    pub similar: Vec<Option<(String, Option<String>)>>,
    /// The codes that it names, with their lines.
    pub codes: Vec<(String, usize)>,
    /// The codes in table rows, each with the field or parameter of its row.
    pub code_fields: Vec<(String, String)>,
    /// Statements outside the tables.
    pub claims: Vec<Claim>,
    /// The prose.
    pub passages: Vec<Passage>,
    /// The labels of the rest.
    pub labels: Labels,
}

/// Reads the section of a call.
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

    pub(super) fn add_claim(&mut self, part: &str, line: usize, statement: Statement) {
        let place = self.place(part, line);
        self.out.claims.push(Claim { call: self.name.clone(), place, statement });
    }

    pub(super) fn add_passage(&mut self, at: &str, lines: &[Line]) {
        self.out.passages.extend(Passage::from_lines(format!("{} > {at}", self.name), lines));
    }

    /// Returns the table rows of a part, and records the lines around them as prose.
    pub(super) fn read_table(&mut self, lines: &[Line], part: &str) -> Vec<Row> {
        let Some((head, first, has_required)) = table::find_header(lines) else {
            if let Some(header) = table::find_unknown_header(lines) {
                self.add_claim(part, header.number, Statement::UnknownForm(format!("table header: {}", header.text)));
            }
            self.add_passage(part, lines);
            return Vec::new();
        };
        self.add_passage(part, lines.get(..head).unwrap_or_default());
        let below = lines.get(first..).unwrap_or_default();
        for line in lines.iter().filter(|line| table::is_header(line)) {
            self.add_label(line.number..=line.number, &format!("{part} > table header"));
        }
        let is_after =
            |line: &Line| line.text.starts_with("Additional validation") || line.text.starts_with("See the section");
        let end = below.iter().position(is_after).unwrap_or(below.len());
        let (rows, before) = table::rows(below.get(..end).unwrap_or_default(), has_required);
        self.add_passage(&format!("{part}, head"), &before);
        self.add_passage(&format!("{part}, checks"), below.get(end..).unwrap_or_default());
        rows
    }

    /// Labels lines.
    pub(super) fn add_label(&mut self, lines: RangeInclusive<usize>, what: &str) {
        self.out.labels.add(lines, &format!("{} > {what}", self.name));
    }

    /// Records the unlabelled lines of a part as a passage.
    pub(super) fn passage_of_rest(&mut self, part: &str, lines: &[Line]) {
        let rest = self.out.labels.rest(lines, &self.out.passages);
        self.add_passage(part, &rest);
    }

    /// Records the codes in the row of a field or parameter, and an unclear requirement.
    pub(super) fn record_row(&mut self, part: &str, name: &str, row: &Row) {
        if let Some(word) = &row.conditional {
            let form = format!("`{word}` of {name}, which is neither required nor optional");
            self.add_claim(part, row.line, Statement::UnknownForm(form));
        }
        let codes = codes(&joined(&row.text));
        if let Some(part) = ["URL", "Body"].into_iter().find(|sent| *sent == part)
            && !codes.is_empty()
        {
            self.add_claim(part, row.line, Statement::CodesInRow { part, name: name.to_owned(), codes: codes.clone() });
        }
        self.out.code_fields.extend(codes.into_iter().map(|code| (code, name.to_owned())));
    }
}
