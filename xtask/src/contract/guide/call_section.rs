//! Reads the section of a call, from its heading to the next heading.

use super::super::key::{call_key, call_name, path_variables};
use super::super::{Element, Flag, Kind, Place, Word};
use super::description::joined;
use super::draft::{Draft, drafts};
use super::example::Example;
use super::lines::Line;
use super::parameters::new_parameter;
use super::reader::{Read, Reader};
use super::sections::DEPRECATED;
use super::table::{self, Row};
use super::words::codes;
use super::{Statement, nesting};

/// The headers that every call takes, with their lines.
pub type Mandatory = [(String, usize)];

/// Reads a section.
pub fn read(heading: &str, line: usize, lines: &[Line], mandatory: &Mandatory) -> Read {
    let (heading, deprecated) = match heading.strip_suffix(DEPRECATED) {
        Some(heading) => (heading.trim_end(), true),
        None => (heading, false),
    };
    let (method, target) = heading.split_once(' ').unwrap_or((heading, ""));
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let variables: Vec<_> = path_variables(path).collect();
    let query: Vec<_> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name, value.trim_matches(['{', '}'])))
        .collect();
    let drafts = drafts(lines);
    let number = |version: &String| version.parse::<u32>().unwrap_or_default();
    let newest = drafts.iter().filter_map(|draft| draft.version.clone()).max_by_key(number);
    let mut reader =
        Reader { heading, name: call_name(method, path, None), variables, query, line, out: Read::default() };
    let description: Vec<_> =
        lines.iter().take_while(|line| super::sections::part(&line.text).is_none()).cloned().collect();
    reader.add_passage("description", &description);
    for line in lines.iter().filter(|line| super::sections::part(&line.text).is_some()) {
        reader.add_label(line.number..=line.number, &line.text);
    }
    for line in lines {
        // In an example, any text may look like a code; only the key `Code` marks one.
        if !line.text.starts_with('"') || line.text.contains("\"Code\"") {
            reader.out.codes.extend(codes(&line.text).into_iter().map(|code| (code, line.number)));
        }
    }
    for draft in drafts {
        let older = draft.version.as_deref().filter(|version| newest.as_deref() != Some(version));
        reader.name = call_name(method, path, older);
        let key = call_key(method, path, older);
        let mut element = reader.read_call(&draft, key, mandatory);
        if deprecated {
            element.facts.add_flag(Flag::Deprecated, true);
        }
        reader.out.calls.push(element);
        for (part, lines) in &draft.all {
            reader.passage_of_rest(part.name(), lines);
        }
    }
    reader.out
}

impl Reader<'_> {
    fn read_call(&mut self, draft: &Draft<'_>, key: String, mandatory: &Mandatory) -> Element {
        let place = Place { location: self.heading.to_owned(), line: Some(self.line) };
        let mut call = Element::new(Kind::Call, &self.name, place).keyed(key);
        if let Some(version) = &draft.version {
            call.facts.add_word(Word::ApiVersion, version);
        }
        for (name, line) in mandatory {
            let place = Place { location: "Request".to_owned(), line: Some(*line) };
            call.children.push(new_parameter(name, "header", &[], place).with_flag(Flag::Required, true));
        }
        call.children.extend(self.read_version_header(draft));
        let parameters = self.read_parameters(draft.url);
        call.children.extend(parameters);
        let examples = self.read_examples(draft);
        let (body, sent) = (draft.body.unwrap_or_default(), examples.0);
        if !body.is_empty() && !joined(body).contains("empty body") {
            let rows = self.read_table(body, "Body");
            let mut element = Element::new(
                Kind::Body,
                "request body",
                self.place("Body", body.first().map_or(self.line, |l| l.number)),
            )
            .with_word(Word::Shape, "object");
            element.partial.extend([Kind::Media, Kind::Rule]);
            if table::find_unknown_header(body).is_some() {
                element.partial.insert(Kind::Field);
            }
            element.children = self.add_fields(&rows, "Body", sent.as_ref());
            call.children.push(element);
        } else if joined(body) == "This request has an empty body." {
            for line in body {
                self.add_label(line.number..=line.number, "Body");
            }
        } else {
            self.add_passage("Body", body);
        }
        let mut success = Element::new(Kind::Status, "200", self.place("Response", self.line));
        success.partial.extend([Kind::Media, Kind::Header]);
        let similar = self.read_response(draft, examples.1.as_ref(), &mut success);
        call.children.push(success);
        self.out.similar.push(similar);
        if let Some(example) = sent {
            self.add_claim(
                "Example request",
                draft.example_request.first().map_or(self.line, |l| l.number),
                Statement::ExampleBody { status: None, example },
            );
        }
        if let Some(example) = examples.1 {
            let line = draft.example_response.first().map_or(self.line, |l| l.number);
            self.add_claim(
                "Example response",
                line,
                Statement::ExampleBody { status: Some("200".to_owned()), example },
            );
        }
        call
    }

    /// Returns the fields of a table, and records their descriptions as passages.
    fn add_fields(&mut self, rows: &[Row], part: &str, example: Option<&Example>) -> Vec<Element> {
        let (fields, paths) = nesting::build_tree(rows, example, &self.location(part));
        for (row, path) in rows.iter().zip(paths) {
            let what = format!("{part} > {path}");
            self.add_label(row.line..=row.until, &what);
            self.add_passage(&what, &row.text);
            self.record_row(part, &path, row);
        }
        fields
    }

    /// Adds the response body, or returns the call with the same response.
    fn read_response(
        &mut self,
        draft: &Draft<'_>,
        example: Option<&Example>,
        success: &mut Element,
    ) -> Option<(String, Option<String>)> {
        let lines = draft.response?;
        let first = lines.first()?;
        success.place = self.place("Response", first.number);
        let text = joined(lines);
        let place = self.place("Response", first.number);
        let mut body = Element::new(Kind::Body, "response body", place.clone());
        body.partial.extend([Kind::Media, Kind::Header]);
        let is_list = example.map(|example| example.is_list).or_else(|| {
            if text.contains("contains a list of") {
                Some(true)
            } else {
                text.contains("contains one").then_some(false)
            }
        });
        if let Some(is_list) = is_list {
            body.facts.add_word(Word::Shape, if is_list { "array" } else { "object" });
        }
        if table::find_header(lines).is_some() {
            let rows = self.read_table(lines, "Response");
            let members = self.add_fields(&rows, "Response", example);
            if is_list == Some(false) {
                body.children = members;
            } else {
                body.facts.add_word(Word::Shape, "array");
                body.children.push(nesting::items(members, place));
            }
            success.children.push(body);
            return None;
        }
        if table::find_unknown_header(lines).is_some() {
            self.read_table(lines, "Response");
            body.partial.insert(Kind::Field);
            success.children.push(body);
            return None;
        }
        self.add_passage("Response", lines);
        if let Some(target) = similar_call(&text) {
            success.children.push(body);
            return Some(target);
        }
        // "status code 200 (Ok) with empty body", or with a body.
        let sentence = text.split("- ").find(|sentence| sentence.contains("status code 200")).unwrap_or(&text);
        if !sentence.contains("empty body") && sentence.contains("body") {
            body.facts.remove_word(Word::Shape);
            body.partial.insert(Kind::Field);
            success.children.push(body);
        }
        None
    }
}

/// Returns the call that a text refers to as similar.
fn similar_call(text: &str) -> Option<(String, Option<String>)> {
    let rest = text.split_once("similar to")?.1;
    let start = ["GET /", "PUT /", "POST /"].iter().filter_map(|method| rest.find(method)).min()?;
    let reference = rest.get(start..)?;
    let end = reference
        .find(['?', '"'])
        .or_else(|| reference.get(5..)?.find(' ').map(|at| at + 5))
        .unwrap_or(reference.len());
    let target = reference.get(..end)?.trim().trim_end_matches('.');
    let version =
        reference.split_once(" version ").map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect());
    Some((target.to_owned(), version))
}
