//! Names in the generated code, from names in the document.

use std::fmt::Write as _;

/// `listEmployeesV1` or `BR003A` as a variant name: `ListEmployeesV1`, `Br003A`.
pub fn variant(name: &str) -> String {
    let mut characters = name.chars();
    let Some(first) = characters.next() else { return String::new() };
    let rest = characters.as_str();
    if name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
        // A code: its family reads as a word, its suffix stays.
        let family = rest.chars().take_while(char::is_ascii_uppercase).count();
        return format!("{first}{}{}", rest[..family].to_ascii_lowercase(), &rest[family..]);
    }
    format!("{}{rest}", first.to_ascii_uppercase())
}

/// A text as a Rust string literal.
pub fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// A text as doc comment lines at an indentation, wrapped for reading.
pub fn doc(text: &str, indentation: usize) -> String {
    let margin = " ".repeat(indentation);
    let lines = text.split('\n').flat_map(|paragraph| wrap(paragraph, 116_usize.saturating_sub(indentation)));
    lines.fold(String::new(), |mut doc, line| {
        let space = if line.is_empty() { "" } else { " " };
        // Writing to a string cannot fail.
        let _ = writeln!(doc, "{margin}///{space}{line}");
        doc
    })
}

/// A paragraph in lines of at most `width` characters, where its words allow it. An empty one is one empty line.
pub fn wrap(paragraph: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in paragraph.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_read_as_rust_names() {
        assert_eq!(variant("listEmployeesV1"), "ListEmployeesV1");
        assert_eq!(variant("BR003A"), "Br003A");
        assert_eq!(variant("MNA011"), "Mna011");
    }

    #[test]
    fn docs_are_wrapped_and_keep_paragraphs() {
        let text = format!("{} end\n\nSecond.", "word ".repeat(30).trim());
        let doc = doc(&text, 4);
        assert!(doc.lines().all(|line| line.len() <= 120 && line.starts_with("    ///")), "{doc}");
        assert!(doc.contains("    ///\n    /// Second.\n"), "{doc}");
    }
}
