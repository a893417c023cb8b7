//! Reads the parts outside calls and tables: URLs, headers, and prose.

use super::super::{Element, Kind, Place, Word};
use super::Passage;
use super::description::joined;
use super::lines::Line;
use super::sections::is_title;

/// Returns the URLs of the service and of its identity server.
pub fn servers(lines: &[Line]) -> Vec<Element> {
    let mut found: Vec<Element> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let place = Place { location: "Endpoint".to_owned(), line: Some(line.number) };
        // The URL may be on the next line.
        let whole = joined(lines.get(index..index + 2).unwrap_or(std::slice::from_ref(line)));
        let url = |name: &str| whole.strip_prefix(name).and_then(|rest| rest.split_whitespace().next());
        if let Some(url) = url("endpoint = ") {
            found.push(Element::new(Kind::Server, with_scheme(url), place));
        } else if let Some(url) = url("identityEndpoint = ") {
            let element = Element::new(Kind::Server, "identity server", place);
            found.push(element.with_word(Word::TokenUrl, with_scheme(url)));
        }
    }
    found
}

fn with_scheme(url: &str) -> String {
    let url = url.trim().trim_end_matches('/');
    if url.contains("://") { url.to_owned() } else { format!("https://{url}") }
}

/// Returns the headers that the prose requires for every request, with their lines.
pub fn mandatory_headers(lines: &[Line]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let window = joined(lines.get(index..index + 2).unwrap_or(std::slice::from_ref(line)));
        let Some((before, rest)) = window.split_once("header is called \"") else { continue };
        let around = joined(lines.get(index.saturating_sub(2)..index + 1).unwrap_or_default());
        if before.len() >= line.text.len() || !around.contains("every request") {
            continue;
        }
        if let Some((name, _)) = rest.split_once('"') {
            found.push((name.to_owned(), line.number));
        }
    }
    found
}

/// Returns the API version of requests without a version header.
pub fn default_version(lines: &[Line]) -> Option<String> {
    let text = joined(lines);
    let (_, rest) = text.split_once("default value which is ")?;
    let version: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!version.is_empty()).then_some(version)
}

/// Splits prose into passages at lines that look like headings.
pub fn passages(chapter: &str, lines: &[Line], known: &mut Vec<String>) -> Vec<Passage> {
    let mut found = Vec::new();
    let mut title = chapter.to_owned();
    let mut part: Vec<Line> = Vec::new();
    let mut close = |title: &str, part: &mut Vec<Line>| {
        if part.is_empty() {
            return;
        }
        let count = known.iter().filter(|known| *known == title).count() + 1;
        known.push(title.to_owned());
        let at = if count == 1 { title.to_owned() } else { format!("{title} ({count})") };
        found.extend(Passage::from_lines(at, part));
        part.clear();
    };
    for (index, line) in lines.iter().enumerate() {
        if is_title(lines, index) {
            close(&title, &mut part);
            title.clone_from(&line.text);
        }
        part.push(line.clone());
    }
    close(&title, &mut part);
    found
}
