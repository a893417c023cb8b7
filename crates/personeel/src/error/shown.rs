//! Texts of a server, as far as a message may show them: on one line, and no longer than a name is.

/// The most characters of a name that are shown.
const MAX_NAME: usize = 32;

/// A code or the name of a member. What is no visible character is escaped, and what is longer than any name is cut off.
/// To show what has been shown already changes nothing.
pub(crate) fn shown(name: &str) -> String {
    let mut text = String::new();
    let mut length = 0;
    for letter in name.chars() {
        let escaped = letter.escape_debug();
        let is_visible = escaped.len() == 1 || matches!(letter, '"' | '\'' | '\\');
        length += if is_visible { 1 } else { escaped.len() };
        if length > MAX_NAME {
            text.push('…');
            break;
        }
        if is_visible {
            text.push(letter);
        } else {
            text.extend(escaped);
        }
    }
    text
}

/// A path such as `[417].adressen[0].postcode`, whose names are those of the members that came.
pub(crate) fn shown_path(path: &str) -> String {
    let names = path.split('.').map(|name| {
        let at = name.find('[').unwrap_or(name.len());
        let (name, index) = name.split_at(at);
        shown(name) + &shown(index)
    });
    names.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_forges_a_line_or_fills_a_screen() {
        for (name, expected) in [
            ("BR018", "BR018"),
            ("BR_DOC_007", "BR_DOC_007"),
            ("BR\n018", "BR\\n018"),
            ("BR\r\u{1b}[2K", "BR\\r\\u{1b}[2K"),
            ("a\u{202e}b\u{2028}c", "a\\u{202e}b\\u{2028}c"),
            ("it's \"x\\\"", "it's \"x\\\""),
            ("über", "über"),
        ] {
            assert_eq!(shown(name), expected);
            assert_eq!(shown(&shown(name)), shown(name));
        }
        for long in ["x".repeat(33), "\u{1b}".repeat(5000), "é".repeat(40)] {
            let text = shown(&long);
            assert!(text.chars().count() <= MAX_NAME + 1 && text.ends_with('…'), "{text}");
            assert_eq!(shown(&text), text);
        }
        assert_eq!(shown(&"x".repeat(32)), "x".repeat(32));
    }

    #[test]
    fn a_path_keeps_its_form() {
        for path in ["$", "[417].adressen[0].postcode", "[12345].gelijkgesteldVakRubriek[2][3]", ""] {
            assert_eq!(shown_path(path), path);
        }
        let forged = format!("[0].a\nb.{}[1]", "x".repeat(100));
        let text = shown_path(&forged);
        assert_eq!(text, format!("[0].a\\nb.{}…[1]", "x".repeat(32)));
        assert_eq!(shown_path(&text), text);
    }
}
