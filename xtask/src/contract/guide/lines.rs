//! Splits the text into lines, without page headers and footers.

use icu_normalizer::ComposingNormalizerBorrowed;

/// A line with text.
#[derive(Debug, Clone)]
pub struct Line {
    /// The number in the text, counted from one.
    pub number: usize,
    /// The number of blanks before the first word, except for one left at the start of a page.
    pub indent: usize,
    /// The words, separated by single blanks, with straight quotes.
    pub text: String,
    /// Whether a paragraph or a page starts here.
    pub starts: bool,
}

/// The content of page headers and footers.
#[derive(Debug, Default)]
pub struct Furniture {
    /// The guide's version.
    pub guide: Option<String>,
    /// The API version.
    pub api: Option<String>,
    /// Their lines, without page numbers.
    pub lines: Vec<Line>,
}

/// Returns the lines of the text, and the content of page headers and footers.
pub fn read(text: &str) -> (Vec<Line>, Furniture) {
    let mut lines: Vec<Line> = Vec::new();
    let mut pages = Furniture::default();
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
        if pages.take(&words, index + 1) {
            new_page = true;
            continue;
        }
        let mut indent = plain.chars().take_while(|c| c.is_whitespace()).count();
        // Some converters replace a form feed with a blank, without an empty line before it.
        let replaced_feed = indent > 0 && !blank && !fed;
        if replaced_feed {
            indent -= 1;
        }
        let starts = blank || new_page || replaced_feed;
        lines.push(Line { number: index + 1, indent, text: words, starts });
        blank = false;
        new_page = false;
    }
    (lines, pages)
}

impl Furniture {
    /// Takes a line that belongs to the page rather than to the text, and returns whether it did.
    fn take(&mut self, words: &str, number: usize) -> bool {
        let (mut rest, mut guide, mut api) = (words, None, None);
        loop {
            rest = rest.trim();
            if let Some(after) = rest.strip_prefix("API Version ") {
                let (word, after) = after.split_once(' ').unwrap_or((after, ""));
                api = Some(word.to_owned()).filter(|word| is_version(word));
                if api.is_none() {
                    return false;
                }
                rest = after;
            } else if let Some(after) = rest.strip_prefix("Document Version ") {
                let (word, after) = after.split_once(' ').unwrap_or((after, ""));
                guide = Some(word.trim_start_matches(['v', 'V']).to_owned()).filter(|word| is_version(word));
                if guide.is_none() {
                    return false;
                }
                rest = after;
            } else {
                break;
            }
        }
        if (guide.is_none() && api.is_none()) || !is_page(rest) {
            return false;
        }
        let text = words.strip_suffix(rest).unwrap_or(words).trim().to_owned();
        self.lines.push(Line { number, indent: 0, text, starts: true });
        self.guide = guide.or(self.guide.take());
        self.api = api.or(self.api.take());
        true
    }
}

fn is_version(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// Returns whether words are a page number, such as `3 of 12` or `3/12`, or nothing.
fn is_page(words: &str) -> bool {
    let lower = words.to_lowercase();
    let named = ["page ", "pagina ", "p. ", "blz. "].iter().find_map(|name| lower.strip_prefix(name));
    let words = named.unwrap_or(&lower).trim();
    words.is_empty()
        || words.split([' ', '/']).enumerate().all(|(index, word)| match index {
            1 if ["of", "van"].contains(&word) => true,
            _ => !word.is_empty() && word.chars().all(|c| c.is_ascii_digit()),
        })
}

/// Normalises text: composed letters, straight quotes, plain blanks, no soft hyphens, one kind of bullet.
fn straighten(text: &str) -> String {
    // NFKC would turn an ellipsis into three full stops.
    let normalizer = ComposingNormalizerBorrowed::new_nfkc();
    let quoted: String = text.chars().map(straight_char).collect();
    let parts: Vec<_> = quoted.split('\u{2026}').map(|part| normalizer.normalize(part)).collect();
    let text = parts.join("\u{2026}");
    let text: String = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}')).collect();
    let Some((at, bullet)) = text.char_indices().find(|(_, c)| !c.is_whitespace()) else { return text };
    let rest = text.get(at + bullet.len_utf8()..).unwrap_or_default();
    let listed = rest.starts_with(char::is_whitespace);
    match bullet {
        '•' | '▪' | '●' | '■' | '·' | '*' | '–' | '—' | '\u{f0b7}' | '\u{f0a7}' if listed => {
            format!("{}-{rest}", &text[..at])
        }
        '◦' | '○' if listed => format!("{}o{rest}", &text[..at]),
        _ => text,
    }
}

fn straight_char(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' | '″' => '"',
        '‘' | '’' | '‚' | '`' | '´' | 'ʼ' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_footers_are_removed_and_give_the_version() {
        let (lines, pages) =
            read("One \n\n API Version 2 \n Document Version v1.4 6 \n\n“Two” \n\u{c}  three\n four\n");
        assert_eq!((pages.guide.as_deref(), pages.api.as_deref()), (Some("1.4"), Some("2")));
        let found: Vec<_> =
            lines.iter().map(|line| (line.number, line.indent, line.text.as_str(), line.starts)).collect();
        assert_eq!(found, [(1, 0, "One", true), (6, 0, "\"Two\"", true), (7, 2, "three", true), (8, 0, "four", true)]);
    }

    #[test]
    fn a_sentence_about_versions_is_not_a_page_footer() {
        let taken = |text: &str| Furniture::default().take(text, 1);
        assert!(!taken("API Version 2 is the newest."));
        assert!(!taken("12"));
        assert!(taken("API Version 2 Document Version v2.9 12"));
        assert!(taken("Document Version v2.9 Page 12 of 70"));
    }
}
