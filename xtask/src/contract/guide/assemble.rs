//! Assembles the parts of a guide into a contract.

use super::super::{Contract, Element, Flag, Kind, Place, Word};
use super::call_section;
use super::lines::Line;
use super::reader::Read;
use super::sections::{Section, split};
use super::taken::Labels;
use super::{Guide, Passage, Taken, appendix, history, lines, prose};
use std::collections::BTreeMap;

/// Reads a guide from its text.
pub fn read(text: &str) -> Guide {
    let (lines, pages) = lines::read(text);
    let mut labels = Labels::default();
    let mut ranges = Vec::new();
    let sections = split(&lines);
    let mandatory = prose::mandatory_headers(&lines);
    let mut root = Element::new(Kind::Contract, "guide version", Place { location: "Guide".to_owned(), line: Some(1) });
    root.partial.extend([Kind::Security, Kind::Rule, Kind::NoData]);
    root.children = prose::servers(&lines);
    let mut calls: Vec<Read> = Vec::new();
    let mut statuses: Vec<(String, usize)> = Vec::new();
    let mut claims = Vec::new();
    let mut passages = Vec::new();
    let mut titles = Vec::new();
    for (section, first, body, end) in sections {
        let part = lines.get(body..end).unwrap_or_default();
        let number = |index: usize| lines.get(index).map_or(0, |line| line.number);
        let numbers = (number(first), number(end.saturating_sub(1)));
        if first < body {
            labels.add(number(first)..=number(body - 1), &format!("heading of {}", section.name()));
        }
        match section {
            Section::Call(heading) => {
                let read = call_section::read(&heading, number(first), part, &mandatory);
                ranges.extend(read.calls.iter().map(|call| (call.name.clone(), numbers)));
                calls.push(read);
            }
            Section::Codes(title) => {
                let (codes, texts) = appendix::codes(&title, part, &mut labels);
                root.children.extend(codes);
                passages.extend(Passage::from_lines(format!("{title} > introduction"), &labels.rest(part, &texts)));
                passages.extend(texts);
            }
            Section::Statuses => {
                statuses.extend(appendix::statuses(part));
                passages.extend(prose::passages("Statuses", part, &mut titles));
            }
            Section::History => {
                let history = history::read(part);
                root.children.extend(history.rows);
                claims.extend(history.claims);
                passages.extend(history.passages);
                labels.extend(history.labels);
            }
            Section::Prose => passages.extend(prose::passages("Before the first heading", part, &mut titles)),
        }
    }
    let rows = root.of(Kind::History).last().map(|row| row.name.clone());
    let version = pages.guide.clone().or(rows);
    for (word, version) in [(Word::GuideVersion, &version), (Word::ApiVersion, &pages.api)] {
        if let Some(version) = version {
            root.facts.add_word(word, version);
        }
    }
    add_returning_calls(&mut root, &calls);
    add_fields_of_codes(&mut root, &calls);
    let mut elements = resolve_similar(&mut calls);
    add_common_parts(&mut elements, &statuses, prose::default_version(&lines).as_deref());
    for (status, line) in statuses.iter().filter(|(status, _)| !is_standard(status)) {
        if !root.of(Kind::Status).any(|known| known.name == *status) {
            root.children.push(Element::new(Kind::Status, status, at_statuses(*line)));
        }
    }
    for read in calls {
        claims.extend(read.claims);
        passages.extend(read.passages);
        labels.extend(read.labels);
    }
    root.children.extend(elements);
    // Lines that no section reader interpreted.
    passages.extend(Passage::from_lines("Anywhere else".to_owned(), &labels.rest(&lines, &passages)));
    passages.sort_by_key(|passage: &Passage| passage.lines);
    number_duplicates(&mut passages);
    let mut taken = labels.taken(&lines, &passages);
    taken.extend(page_footers(&pages.lines));
    Guide { version, contract: Contract { root, silent: true }, claims, passages, taken, sections: ranges }
}

/// Numbers passages that have the same name.
fn number_duplicates(passages: &mut [Passage]) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for passage in passages {
        let count = known.entry(passage.at.clone()).or_default();
        *count += 1;
        if *count > 1 {
            passage.at = format!("{} ({count})", passage.at);
        }
    }
}

/// Returns the texts of page footers, each once.
fn page_footers(lines: &[Line]) -> Vec<Taken> {
    let mut footers: Vec<Taken> = Vec::new();
    for line in lines {
        if !footers.iter().any(|known| known.text == line.text) {
            let (what, text) = ("page footer".to_owned(), line.text.clone());
            footers.push(Taken { what, text, lines: (line.number, line.number) });
        }
    }
    footers
}

fn is_standard(status: &str) -> bool {
    status.parse::<u16>().is_ok_and(|status| status < 600)
}

fn at_statuses(line: usize) -> Place {
    Place { location: "HTTP Status Codes".to_owned(), line: Some(line) }
}

/// Adds the calls that name each code.
fn add_returning_calls(root: &mut Element, calls: &[Read]) {
    for read in calls {
        // A section's codes apply to the newest version of its call.
        let Some(call) = read.calls.last() else { continue };
        for (name, line) in &read.codes {
            let place = Place { location: call.place.location.clone(), line: Some(*line) };
            let code = root.children.iter_mut().find(|code| code.kind == Kind::Code && code.name == *name);
            let mention = Element::new(Kind::Returns, &call.name, place).keyed(&call.key);
            match code {
                Some(code) if code.of(Kind::Returns).any(|known| known.key == mention.key) => {}
                Some(code) => code.children.push(mention),
                // A code that is in no table.
                None => {
                    let mut code = Element::new(Kind::Code, name, mention.place.clone());
                    code.children.push(mention);
                    root.children.push(code);
                }
            }
        }
    }
}

/// Adds the field that each code is about: the one whose row names it, if all calls agree.
fn add_fields_of_codes(root: &mut Element, calls: &[Read]) {
    for code in root.children.iter_mut().filter(|child| child.kind == Kind::Code) {
        let rows = calls.iter().flat_map(|read| &read.code_fields).filter(|(name, _)| *name == code.name);
        let fields: Vec<_> = rows.map(|(_, field)| field).collect();
        if let [first, rest @ ..] = fields.as_slice()
            && rest.iter().all(|field| field == first)
        {
            code.facts.add_word(Word::Field, *first);
        }
    }
}

/// Returns the calls. A response that is similar to that of another call takes over its fields.
fn resolve_similar(calls: &mut [Read]) -> Vec<Element> {
    let responses: BTreeMap<String, Vec<Element>> = calls
        .iter()
        .flat_map(|read| &read.calls)
        .map(|call| (call.name.clone(), response_body(call).map(|body| body.children.clone()).unwrap_or_default()))
        .collect();
    let mut elements = Vec::new();
    for read in calls {
        let similar = std::mem::take(&mut read.similar);
        for (call, target) in read.calls.iter_mut().zip(similar) {
            if let Some((target, version)) = target {
                let older = version.map(|version| format!("{target} (version {version})"));
                let found = older.and_then(|older| responses.get(&older)).or_else(|| responses.get(&target));
                take_over_fields(call, found.map_or(&[], Vec::as_slice));
            }
            elements.push(call.clone());
        }
    }
    elements
}

fn response_body(call: &Element) -> Option<&Element> {
    call.of(Kind::Status).flat_map(|status| status.of(Kind::Body)).next()
}

fn take_over_fields(call: &mut Element, children: &[Element]) {
    let bodies = call.children.iter_mut().filter(|child| child.kind == Kind::Status);
    for body in bodies.flat_map(|status| status.children.iter_mut()).filter(|child| child.kind == Kind::Body) {
        if children.is_empty() {
            // The other call is unknown, and so are its fields.
            body.partial.insert(Kind::Field);
        }
        let single = body.word(Word::Shape) == Some("object");
        let items = children.iter().find(|child| child.name == "[]").filter(|_| single);
        body.children = items.map_or_else(|| children.to_vec(), |items| items.children.clone());
    }
}

/// Adds what applies to every call: the statuses, and the default of an optional version header.
fn add_common_parts(calls: &mut [Element], statuses: &[(String, usize)], default: Option<&str>) {
    for call in calls {
        for (status, line) in statuses.iter().filter(|(status, _)| is_standard(status)) {
            if call.of(Kind::Status).any(|known| known.name == *status) {
                continue;
            }
            let mut element = Element::new(Kind::Status, status, at_statuses(*line));
            element.partial.extend([Kind::Body, Kind::Header, Kind::Media]);
            call.children.push(element);
        }
        let optional =
            |header: &&mut Element| header.name == "Api-Version" && header.facts.flag(Flag::Required) == Some(false);
        for header in call.children.iter_mut().filter(optional) {
            if let Some(default) = default {
                header.facts.add_word(Word::Default, default);
            }
        }
    }
}
