//! Reads facts from the description of a field or parameter.

use super::super::{Element, Kind, Limit, Place, Set, Word};
use super::lines::Line;

/// Adds the facts that a description states to an element.
pub fn apply(element: &mut Element, lines: &[Line]) {
    let text = joined(lines);
    if let Some(default) = word_after(&text, "Default value is").or_else(|| word_after(&text, "If not provided, value"))
    {
        element.facts.add_word(Word::Default, default);
    }
    if let Some(length) = word_after(&text, "max. length").or_else(|| word_after(&text, "max length"))
        && let Ok(length) = length.parse()
    {
        element.facts.add_limit(Limit::MaxLength, length);
    }
    if let Some(size) = word_after(&text, "max file size of").or_else(|| word_after(&text, "max. file size of"))
        && let Some(mega) = size.strip_suffix("MB").and_then(|number| number.parse::<f64>().ok())
    {
        element.facts.add_limit(Limit::MaxBytes, mega * 1024.0 * 1024.0);
    }
    if let Some((_, list)) = text.split_once("extensions are:") {
        let list = list.split(". ").next().unwrap_or(list);
        element.facts.add_set(Set::Extensions, split_list(list).into_iter().collect());
    }
    for (value, line) in listed_values(lines) {
        if !element.of(Kind::Value).any(|known| known.name == value) {
            let place = Place { location: element.place.location.clone(), line: Some(line) };
            element.children.push(Element::new(Kind::Value, value, place));
        }
    }
}

/// Returns the text of lines, joined by blanks.
pub fn joined(lines: &[Line]) -> String {
    lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Returns the word after a phrase, without punctuation.
fn word_after(text: &str, phrase: &str) -> Option<String> {
    let (_, rest) = text.split_once(phrase)?;
    let word = rest.split_whitespace().next()?;
    Some(word.trim_matches(|c: char| matches!(c, '.' | ',' | ';' | '"' | '\'' | '(' | ')')).to_owned())
}

/// Returns the values that a description lists, with their lines.
fn listed_values(lines: &[Line]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let head = ["Possible values", "Possible value", "Examples:"].iter().find_map(|head| line.text.find(head));
        if let Some(start) = head {
            let block = value_block(lines.get(index..).unwrap_or_default(), start);
            found.extend(block.values().into_iter().map(|value| (value, line.number)));
        }
        // Values that occur only in a note: `may be empty ("0")`, `Will be "0" for ...`.
        let text = joined(lines.get(index..index + 2).unwrap_or(std::slice::from_ref(line)));
        for phrase in ["may be empty (\"", "Will be \""] {
            if let Some((before, rest)) = text.split_once(phrase)
                && before.len() < line.text.len()
                && let Some((value, _)) = rest.split_once('"')
            {
                found.push((value.to_owned(), line.number));
            }
        }
    }
    found
}

/// A paragraph that lists values.
struct Block<'a> {
    lines: Vec<&'a str>,
}

fn value_block(lines: &[Line], start: usize) -> Block<'_> {
    let mut block = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let mut text = if index == 0 { line.text.get(start..).unwrap_or_default() } else { line.text.as_str() };
        if index == 0 {
            text = text.split_once(':').map_or("", |(_, rest)| rest).trim();
        } else {
            let empty = block.iter().all(|text: &&str| text.is_empty());
            let ended = ["Note:", "Validation", "Format:", "The value", "Example:", "If not provided"];
            // A list of `value = meaning` may continue, or even start, in the next paragraph.
            let goes_on = empty || text.contains(" = ");
            if (line.starts && !goes_on) || ended.iter().any(|word| text.starts_with(word)) {
                break;
            }
        }
        block.push(text);
    }
    Block { lines: block }
}

impl Block<'_> {
    fn values(&self) -> Vec<String> {
        let text = self.lines.join(" ");
        if text.contains(" = ") {
            let words: Vec<_> = text.split_whitespace().collect();
            let pairs = words.windows(2).filter(|pair| pair[1] == "=");
            return pairs.map(|pair| unquote(pair[0])).collect();
        }
        if let Some((first, rest)) = text.split_once(" through ") {
            let (last, rest) = rest.split_once([' ', ',']).unwrap_or((rest, ""));
            let mut values = value_range(&unquote(first.trim()), &unquote(last));
            values.extend(rest.split('\'').skip(1).step_by(2).map(ToOwned::to_owned));
            return values;
        }
        if self.lines.iter().any(|line| line.contains(" for ") || line.contains(" means ")) {
            return explained_values(&text);
        }
        split_list(text.split(". ").next().unwrap_or(&text))
    }
}

/// Returns the short words, alone or in a list, before `for` and `means`:
/// `1, 2 & 3 for this H for that 0 means nothing`.
fn explained_values(text: &str) -> Vec<String> {
    let words: Vec<_> = text.split_whitespace().collect();
    let mut values = Vec::new();
    for (index, word) in words.iter().enumerate() {
        if !matches!(*word, "for" | "means") {
            continue;
        }
        let mut group = Vec::new();
        for word in words.iter().take(index).rev() {
            let listed = word.ends_with(',') || matches!(*word, "&" | "or" | "and");
            if !listed
                && !group.is_empty()
                && !group.last().is_some_and(|last: &&str| matches!(*last, "&" | "or" | "and"))
            {
                break;
            }
            if word.trim_end_matches(',').len() > 4 {
                break;
            }
            group.push(*word);
        }
        group.reverse();
        values.extend(group.iter().filter(|word| !matches!(**word, "&" | "or" | "and")).map(|word| unquote(word)));
    }
    values
}

/// Returns the values of a range such as `K1 through K3`.
fn value_range(first: &str, last: &str) -> Vec<String> {
    let digits = |text: &str| text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let (stem, from) = first.split_at(digits(first));
    match (from.parse::<u32>(), last.get(digits(last)..).unwrap_or_default().parse::<u32>()) {
        (Ok(from), Ok(to)) => (from..=to).map(|number| format!("{stem}{number}")).collect(),
        _ => vec![first.to_owned(), last.to_owned()],
    }
}

/// Splits a list such as `a, b or "c"`.
fn split_list(text: &str) -> Vec<String> {
    let text = text.trim().trim_end_matches(['.', ')', '…', ',', ' ']);
    let text =
        [" or ", " and ", " en ", " of ", " & "].iter().fold(text.to_owned(), |text, word| text.replace(word, ","));
    text.split(',').map(unquote).filter(|value| !value.is_empty() && value.split(' ').count() <= 3).collect()
}

fn unquote(text: &str) -> String {
    text.trim().trim_matches(|c: char| matches!(c, '"' | '\'' | ',' | '…' | '.')).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::lines::read;
    use super::*;

    fn values_of(text: &str) -> Vec<String> {
        listed_values(&read(text).0).into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn all_ways_of_listing_values_are_recognised() {
        assert_eq!(values_of("Possible values: ”A” or ”B”"), ["A", "B"]);
        assert_eq!(values_of("Kind. \nPossible values: Red, Green or Blue \n"), ["Red", "Green", "Blue"]);
        assert_eq!(values_of("Possible values: \n1 = One thing \n12 = Another \nthing \n\nNote: none"), ["1", "12"]);
        assert_eq!(values_of("Possible values at this moment: \n\n\"1\" = first"), ["1"]);
        assert_eq!(
            values_of("Possible values: 2 through 4 \n\nNote: the value may be empty (“0”)."),
            ["2", "3", "4", "0"]
        );
        assert_eq!(values_of("Possible values: ‘K1’ through ‘K3’, and ‘-‘ if none."), ["K1", "K2", "K3", "-"]);
        assert_eq!(
            values_of("Possible values: \n1, 2 & 3 for grown-ups \nH for horses \n0 means none"),
            ["1", "2", "3", "H", "0"]
        );
        assert_eq!(values_of("Examples: Home, Next door, …"), ["Home", "Next door"]);
        assert_eq!(values_of("Note: Will be “0” for own ones."), ["0"]);
        assert!(values_of("Example: \"2023-24\" Format: “211”").is_empty());
    }
}
