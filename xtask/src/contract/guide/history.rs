//! Reads the guide's version history.

use super::super::{Element, Kind, Place, Word};
use super::description::joined;
use super::lines::Line;
use super::taken::Labels;
use super::words::{codes, is_name};
use super::{Claim, Passage, Statement};
use crate::model::Method;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const RELEASES: [&str; 3] = ["initial", "minor", "major"];
const TITLE: &str = "Document version history";

/// The content of the history.
#[derive(Debug, Default)]
pub struct History {
    /// The rows.
    pub rows: Vec<Element>,
    /// The rows' statements about calls, fields, parameters and codes.
    pub claims: Vec<Claim>,
    /// The prose.
    pub passages: Vec<Passage>,
    /// The labels of the rest.
    pub labels: Labels,
}

struct Piece<'a> {
    text: &'a str,
    line: &'a Line,
    first: bool,
}

/// Joins words back into lines.
fn lines_of(words: &[Piece<'_>]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.number == word.line.number => line.text = format!("{} {}", line.text, word.text),
            _ => lines.push(Line { text: word.text.to_owned(), ..word.line.clone() }),
        }
    }
    lines
}

/// Reads the history.
pub fn read(lines: &[Line]) -> History {
    let words: Vec<Piece<'_>> = lines
        .iter()
        .flat_map(|line| {
            line.text.split(' ').enumerate().map(move |(index, text)| Piece { text, line, first: index == 0 })
        })
        .collect();
    let mut starts: Vec<(usize, usize, Element)> = Vec::new();
    for index in 0..words.len() {
        if let Some((length, row)) = read_row(words.get(index..).unwrap_or_default()) {
            starts.push((index, index + length, row));
        }
    }
    let mut history = History::default();
    let first = starts.first().map_or(words.len(), |start| start.0);
    history.add_passage("introduction", words.get(..first).unwrap_or_default());
    let ends: Vec<_> = starts.iter().skip(1).map(|start| start.0).chain([words.len()]).collect();
    for ((start, body, row), end) in starts.into_iter().zip(ends) {
        for word in words.get(start..body).unwrap_or_default() {
            history.labels.add(word.line.number..=word.line.number, &format!("{TITLE} > {}", row.name));
        }
        let words = words.get(body..end).unwrap_or_default();
        history.add_passage(&row.name, words);
        history.add_claims(&row, words);
        history.rows.push(row);
    }
    history
}

/// Reads a row's version, date and type, such as `2.6 April 24, 2025 Minor`, whatever the line breaks. Also returns the
/// number of words.
fn read_row(words: &[Piece<'_>]) -> Option<(usize, Element)> {
    let version = words.first().filter(|word| word.first)?;
    let dotted = version.text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if !dotted || !version.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (date, used) = read_date(words.get(1..)?)?;
    let rest = words.get(1 + used..)?;
    let release = rest.first()?.text.to_lowercase();
    let known = RELEASES.iter().find(|known| release.starts_with(**known));
    let place = Place { location: TITLE.to_owned(), line: Some(version.line.number) };
    let mut element = Element::new(Kind::History, version.text, place).with_word(Word::Date, date);
    element.facts.add_word(Word::Release, known.map_or(release.as_str(), |known| known));
    // "Initial release" has a second word.
    let extra = usize::from(rest.get(1).is_some_and(|word| word.text == "release"));
    Some((1 + used + 1 + extra, element))
}

/// Reads a date, and returns it with its number of words: `April 24, 2025`, `24 April 2025` or `2025-04-24`.
fn read_date(words: &[Piece<'_>]) -> Option<(String, usize)> {
    let number = |index: usize| words.get(index)?.text.trim_end_matches([',', '.']).parse::<u32>().ok();
    let iso: Vec<_> = words.first()?.text.split('-').map(str::parse::<u32>).collect();
    if let [Ok(year), Ok(month), Ok(day)] = iso[..] {
        return Some((format!("{year:04}-{month:02}-{day:02}"), 1));
    }
    let before = usize::from(number(0).is_some());
    let (month, used) = read_month(words.get(before..)?)?;
    let (day, year, end) = match before {
        0 => (number(used)?, number(used + 1)?, used + 2),
        _ => (number(0)?, number(1 + used)?, used + 2),
    };
    Some((format!("{year:04}-{month:02}-{day:02}"), end))
}

/// Reads a month in English or Dutch, which may be broken over two lines. Also returns its number of words.
fn read_month(words: &[Piece<'_>]) -> Option<(usize, usize)> {
    let number = |text: &str| {
        let text = text.to_lowercase().replace("maart", "mar").replace("mei", "may").replace("okt", "oct");
        text.get(..3).and_then(|start| MONTHS.iter().position(|month| *month == start))
    };
    let first = words.first()?;
    let second = words.get(1)?;
    let index = number(first.text)?;
    let broken = second.text.chars().all(|c| c.is_ascii_lowercase());
    Some((index + 1, if broken { 2 } else { 1 }))
}

impl History {
    fn add_passage(&mut self, at: &str, words: &[Piece<'_>]) {
        let mut lines = lines_of(words);
        // The table header is repeated on every page.
        let head = ["Doc", "Version", "Release", "Date", "Type", "Changelog"];
        lines.retain(|line| {
            let is_head = line.text.split(' ').all(|word| head.contains(&word));
            if is_head {
                self.labels.add(line.number..=line.number, &format!("{TITLE} > table header"));
            }
            !is_head
        });
        self.passages.extend(Passage::from_lines(format!("{TITLE} > {at}"), &lines));
    }

    /// Adds a row's statements: calls after a bullet, codes, and names in quotes.
    fn add_claims(&mut self, row: &Element, words: &[Piece<'_>]) {
        let lines = lines_of(words);
        let text = joined(&lines);
        let line_of = |needle: &str| lines.iter().find(|line| line.text.contains(needle)).map(|line| line.number);
        let place = |needle: &str| Place { location: TITLE.to_owned(), line: line_of(needle).or(row.place.line) };
        let mut new_calls = false;
        for sentence in text.split(" - ").flat_map(|part| part.split("; ")) {
            for (index, piece) in sentence.split(" o ").enumerate() {
                let piece = piece.trim_start_matches("o ").trim_start_matches("- ");
                if index == 0 && !piece.starts_with(|c: char| c.is_uppercase() && piece.contains(" /")) {
                    new_calls =
                        (piece.contains("new call") || piece.contains("version containing")) && piece.contains("call");
                }
                let method = piece.split(' ').next().unwrap_or_default();
                if Method::of_name(method).is_some() {
                    let target = whole_path(piece);
                    let target = target.split('?').next().unwrap_or_default();
                    let call = format!("{method} {target}");
                    let statement = if new_calls {
                        Statement::CallAdded { version: row.name.clone() }
                    } else {
                        Statement::UnknownCall(call.clone())
                    };
                    self.claims.push(Claim { place: place(target), call, statement });
                }
            }
        }
        for (name, added) in named_codes(&text) {
            let place = place(&name);
            let statement = Statement::CodeNamed { version: row.name.clone(), name, added };
            self.claims.push(Claim { call: String::new(), place, statement });
        }
        for (name, added) in named_fields(&text) {
            let place = place(&name);
            let statement = Statement::FieldNamed { version: row.name.clone(), name, added };
            self.claims.push(Claim { call: String::new(), place, statement });
        }
    }
}

/// Returns the path after a method, joined with a part that a line break cut off.
fn whole_path(piece: &str) -> String {
    let mut path = String::new();
    for word in piece.split(' ').skip(1) {
        let cut = path.ends_with(['/', '-', '?', '=', '&']) || word.starts_with(['/', '{', '?', '&']);
        if !path.is_empty() && !cut {
            break;
        }
        path.push_str(word);
    }
    path
}

/// Returns codes, and whether their sentence says that they are new.
fn named_codes(text: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for sentence in text.split(" - ").flat_map(|part| part.split("; ")).flat_map(|part| part.split(". ")) {
        let mut words = sentence.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
        let added = words.any(|word| matches!(word.as_str(), "new" | "added" | "extended"));
        found.extend(codes(sentence).into_iter().map(|code| (code, added)));
    }
    found
}

/// Returns field names in quotes or after the word `parameter`, and whether the preceding words say that they are new.
fn named_fields(text: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    for (index, piece) in text.split('"').enumerate() {
        if index % 2 == 1 && is_name(piece) {
            let before: String = text.split('"').take(index).collect::<Vec<_>>().join("\"");
            let sentence = before.rsplit([';', ':']).next().unwrap_or_default();
            let sentence = sentence.rsplit(". ").next().unwrap_or(sentence);
            found.push((piece.to_owned(), sentence.contains("extended")));
        }
    }
    if let Some((_, rest)) = text.split_once("the parameter ")
        && let Some(name) = rest.split([' ', ':', '.', ',']).next().filter(|name| is_name(name))
    {
        found.push((name.to_owned(), true));
    }
    found
}
