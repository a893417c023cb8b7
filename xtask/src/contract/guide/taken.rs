//! Keeps track of which lines the reader has interpreted, and which are left.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::lines::Line;
use super::parts::{Passage, Taken};

/// Labels of interpreted lines, by line number.
#[derive(Debug, Default)]
pub struct Labels(BTreeMap<usize, String>);

impl Labels {
    /// Labels lines, unless they have a label already.
    pub fn add(&mut self, lines: RangeInclusive<usize>, what: &str) {
        for line in lines {
            self.0.entry(line).or_insert_with(|| what.to_owned());
        }
    }

    /// Adds the labels of another reader, for lines without a label.
    pub fn extend(&mut self, other: Self) {
        for (line, what) in other.0 {
            self.0.entry(line).or_insert(what);
        }
    }

    /// Returns the words of lines that have neither a label nor a passage.
    pub fn rest(&self, lines: &[Line], passages: &[Passage]) -> Vec<Line> {
        outside_passages(lines, passages).filter(|line| !self.0.contains_key(&line.number)).collect()
    }

    /// Returns the labelled words that no passage has.
    pub fn taken(&self, lines: &[Line], passages: &[Passage]) -> Vec<Taken> {
        let mut taken: Vec<Taken> = Vec::new();
        // Pieces with other text in between are separate.
        let follows = |last: &Taken, line: &Line| {
            let at = |number| lines.iter().position(|line| line.number == number);
            at(last.lines.1).map(|index| index + 1) == at(line.number)
        };
        for line in outside_passages(lines, passages) {
            let Some(what) = self.0.get(&line.number) else { continue };
            match taken.last_mut() {
                Some(last) if last.what == *what && follows(last, &line) => {
                    last.text = format!("{} {}", last.text, line.text);
                    last.lines.1 = line.number;
                }
                _ => taken.push(Taken { what: what.clone(), text: line.text, lines: (line.number, line.number) }),
            }
        }
        taken
    }
}

/// Returns lines without the words that belong to passages.
fn outside_passages(lines: &[Line], passages: &[Passage]) -> impl Iterator<Item = Line> {
    let mut owned: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for line in passages.iter().flat_map(|passage| &passage.text) {
        owned.entry(line.number).or_default().push(&line.text);
    }
    lines.iter().filter_map(move |line| {
        let mut words: Vec<&str> = line.text.split(' ').collect();
        for piece in owned.get(&line.number).into_iter().flatten() {
            let piece: Vec<&str> = piece.split(' ').collect();
            if let Some(start) = words.windows(piece.len()).rposition(|window| window == piece) {
                words.drain(start..start + piece.len());
            }
        }
        (!words.is_empty()).then(|| Line { text: words.join(" "), ..line.clone() })
    })
}

#[cfg(test)]
mod tests {
    use super::super::{lines, read};

    /// Asserts that every word of a text is either in a passage or taken, but not both.
    fn assert_complete(text: &str) {
        let guide = read(text);
        let count = |text: &str| text.split(' ').filter(|word| !word.is_empty()).count();
        let words: usize = lines::read(text).0.iter().map(|line| count(&line.text)).sum();
        let prose: usize = guide.passages.iter().flat_map(|passage| &passage.text).map(|line| count(&line.text)).sum();
        let taken = guide.taken.iter().filter(|taken| taken.what != "page footer");
        let taken: usize = taken.map(|taken| count(&taken.text)).sum();
        assert_eq!(prose + taken, words);
        assert!(!guide.passages.iter().any(|passage| passage.at == "Anywhere else"));
    }

    #[test]
    fn passages_and_taken_text_are_the_complete_text() {
        let base = include_str!("../../../../tests/revisions/base/guide.txt");
        assert_complete(base);
        // An unexpected paragraph.
        assert_complete(&base.replace("{ \n", "{ \n\nA word in between. \n\n"));
        assert_complete(&base.replace("Field Type", "Nobody reads this. \n\nField Kind of thing Type"));
    }
}
