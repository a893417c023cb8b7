//! Makes text from a server safe to show in a message: on one line, and limited in length.

/// The maximum number of characters of a name that are shown.
const MAX_NAME: usize = 32;

/// Escapes a code or the name of a JSON member: invisible characters are escaped, and long names are cut off. Escaping
/// the result again changes nothing.
pub(crate) fn escape_name(name: &str) -> String {
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

/// Escapes a path such as `[417].adressen[0].postcode`, whose member names come from the response.
pub(crate) fn escape_path(path: &str) -> String {
    let names = path.split('.').map(|name| {
        let at = name.find('[').unwrap_or(name.len());
        let (name, index) = name.split_at(at);
        escape_name(name) + &escape_name(index)
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
            assert_eq!(escape_name(name), expected);
            assert_eq!(escape_name(&escape_name(name)), escape_name(name));
        }
        for long in ["x".repeat(33), "\u{1b}".repeat(5000), "é".repeat(40)] {
            let text = escape_name(&long);
            assert!(text.chars().count() <= MAX_NAME + 1 && text.ends_with('…'), "{text}");
            assert_eq!(escape_name(&text), text);
        }
        assert_eq!(escape_name(&"x".repeat(32)), "x".repeat(32));
    }

    #[test]
    fn a_path_keeps_its_form() {
        for path in ["$", "[417].adressen[0].postcode", "[12345].gelijkgesteldVakRubriek[2][3]", ""] {
            assert_eq!(escape_path(path), path);
        }
        let forged = format!("[0].a\nb.{}[1]", "x".repeat(100));
        let text = escape_path(&forged);
        assert_eq!(text, format!("[0].a\\nb.{}…[1]", "x".repeat(32)));
        assert_eq!(escape_path(&text), text);
    }
}
