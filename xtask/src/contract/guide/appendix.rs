//! Reads the tables of codes and of statuses.

use super::super::{Element, Kind, Place, Word};
use super::Passage;
use super::lines::Line;
use super::sections::status;
use super::taken::Labels;
use super::words::{code_of_row, is_code};

/// Returns the codes in a table, and their texts as passages. The title implies their status.
pub fn codes(title: &str, lines: &[Line], labels: &mut Labels) -> (Vec<Element>, Vec<Passage>) {
    let mut rows: Vec<(Element, Vec<Line>)> = Vec::new();
    let status = status_of(title);
    for (index, line) in lines.iter().enumerate() {
        let (first, rest) = line.text.split_once(' ').unwrap_or((&line.text, ""));
        let mut line = line.clone();
        // A code may be broken at the column edge.
        let next = lines.get(index + 1).map_or("", |line| line.text.as_str());
        let joined_code = format!("{first}{}", next.split(' ').next().unwrap_or_default());
        let code = if let Some(code) = code_of_row(first) {
            labels.add(line.number..=line.number, &format!("{title} > {code}"));
            rest.clone_into(&mut line.text);
            Some(code.to_owned())
        } else if rest.is_empty() && first.chars().all(|c| c.is_ascii_uppercase() || c == '_') && is_code(&joined_code)
        {
            let end = lines.get(index + 1).map_or(line.number, |line| line.number);
            labels.add(line.number..=end, &format!("{title} > {joined_code}"));
            line.text = String::new();
            Some(joined_code)
        } else {
            None
        };
        match code {
            Some(code) => {
                let place = Place { location: title.to_owned(), line: Some(line.number) };
                let mut element = Element::new(Kind::Code, code, place);
                if let Some(status) = status {
                    element.facts.add_word(Word::Status, status);
                }
                rows.push((element, vec![line]));
            }
            None => {
                if let Some((element, text)) = rows.last_mut() {
                    let broken = text.len() == 1 && text.iter().all(|line| line.text.is_empty());
                    let rest = line.text.split_once(' ').map_or("", |(_, rest)| rest);
                    let rest =
                        if broken && element.name.ends_with(first) { rest.to_owned() } else { line.text.clone() };
                    text.push(Line { text: rest, ..line });
                }
            }
        }
    }
    let passage =
        |(element, text): &(Element, Vec<Line>)| Passage::from_lines(format!("{title} > {}", element.name), text);
    let passages = rows.iter().filter_map(passage).collect();
    (rows.into_iter().map(|(element, _)| element).collect(), passages)
}

fn status_of(title: &str) -> Option<&'static str> {
    let title = title.to_lowercase();
    let names = [
        ("bad request", "400"),
        ("unauthorized", "401"),
        ("forbidden", "403"),
        ("not found", "404"),
        ("method not allowed", "405"),
        ("conflict", "409"),
        ("unprocessable", "422"),
    ];
    names.iter().find(|(name, _)| title.contains(name)).map(|(_, status)| *status)
}

/// Returns the statuses in a table, with their lines.
pub fn statuses(lines: &[Line]) -> Vec<(String, usize)> {
    lines.iter().filter_map(|line| Some((status(&line.text)?.to_owned(), line.number))).collect()
}
