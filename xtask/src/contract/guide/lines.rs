//! The lines of the text, without the furniture of its pages.

/// A line that says something.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number in the text, counted from one.
    pub number: usize,
    /// Blanks before its first word, those of a page's beginning aside.
    pub indent: usize,
    /// Its words, one blank apart, quotes straight.
    pub text: String,
    /// Whether a paragraph or a page begins here.
    pub starts: bool,
}

/// The text as lines, and the version that the pages' feet name.
pub fn read(text: &str) -> (Vec<Line>, Option<String>) {
    let mut lines: Vec<Line> = Vec::new();
    let mut version = None;
    let mut blank = true;
    let mut new_page = true;
    for (index, raw) in text.lines().enumerate() {
        let plain = straighten(raw);
        let fed = plain.contains('\u{c}');
        let plain = plain.replace('\u{c}', "");
        let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        new_page |= fed;
        if words.is_empty() {
            blank = true;
            continue;
        }
        if let Furniture::Is(found) = furniture(&words) {
            version = found.or(version);
            new_page = true;
            continue;
        }
        let mut indent = plain.chars().take_while(|c| c.is_whitespace()).count();
        // Some converters leave one blank in place of the form feed, and no empty line before it.
        let replaced_feed = indent > 0 && !blank && !fed;
        if replaced_feed {
            indent -= 1;
        }
        let starts = blank || new_page || replaced_feed;
        lines.push(Line { number: index + 1, indent, text: words, starts });
        blank = false;
        new_page = false;
    }
    (lines, version)
}

/// Whether a line belongs to the page rather than to the text.
#[derive(Debug, PartialEq, Eq)]
enum Furniture {
    /// It does; the guide's version where it tells that.
    Is(Option<String>),
    /// It doesn't.
    Not,
}

/// Recognises head and foot of a page.
fn furniture(words: &str) -> Furniture {
    let mut rest = words;
    let mut version = None;
    let mut any = false;
    loop {
        rest = rest.trim();
        if let Some(after) = rest.strip_prefix("API Version ") {
            rest = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        } else if let Some(after) = rest.strip_prefix("Document Version ") {
            let (word, after) = after.split_once(' ').unwrap_or((after, ""));
            let number = word.trim_start_matches(['v', 'V']);
            if !number.starts_with(|c: char| c.is_ascii_digit()) {
                return Furniture::Not;
            }
            version = Some(number.to_owned());
            rest = after;
        } else if any && !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit()) {
            rest = "";
        } else {
            break;
        }
        any = true;
    }
    if any && rest.is_empty() { Furniture::Is(version) } else { Furniture::Not }
}

/// Straight quotes, plain blanks, no soft hyphens.
fn straighten(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}'))
        .map(|c| match c {
            '“' | '”' | '„' | '«' | '»' | '″' => '"',
            '‘' | '’' | '‚' | '`' | '´' => '\'',
            '\u{a0}' | '\u{2007}' | '\u{202f}' => ' ',
            '\u{2010}' | '\u{2011}' => '-',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_goes_and_tells_the_version() {
        let (lines, version) =
            read("One \n\n API Version 2 \n Document Version v1.4 6 \n\n“Two” \n\u{c}  three\n four\n");
        assert_eq!(version.as_deref(), Some("1.4"));
        let told: Vec<_> =
            lines.iter().map(|line| (line.number, line.indent, line.text.as_str(), line.starts)).collect();
        assert_eq!(told, [(1, 0, "One", true), (6, 0, "\"Two\"", true), (7, 2, "three", true), (8, 0, "four", true)]);
    }

    #[test]
    fn a_sentence_about_versions_is_no_furniture() {
        assert_eq!(furniture("API Version 2 is the newest."), Furniture::Not);
        assert_eq!(furniture("API Version 2 Document Version v2.9 12"), Furniture::Is(Some("2.9".to_owned())));
    }
}
