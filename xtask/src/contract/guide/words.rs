//! Words that mean something: types, codes, names.

use sha2::{Digest, Sha256};

/// Types that the guide uses or may come to use, as the contract calls them.
pub fn shape(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "string" | "text" | "char" | "file" | "base64" | "binary" => "string",
        "integer" | "int" | "int32" | "int64" | "long" | "short" | "byte" => "integer",
        "guid" | "uuid" => "guid",
        "date" => "date",
        "datetime" | "date-time" | "timestamp" => "datetime",
        "bool" | "boolean" => "bool",
        "array" | "list" => "array",
        "object" => "object",
        "decimal" | "number" | "double" | "float" => "decimal",
        _ => return None,
    })
}

/// Whether a word can be the name of a field or parameter.
pub fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a word is an error code: letters, three digits, perhaps a letter. Underscores may part them.
pub fn is_code(word: &str) -> bool {
    let end = word.len() - usize::from(word.ends_with(|c: char| c.is_ascii_uppercase()));
    let Some((letters, digits)) = word.get(..end).and_then(|word| word.split_at_checked(end.saturating_sub(3))) else {
        return false;
    };
    let upper = letters.chars().filter(char::is_ascii_uppercase).count();
    digits.len() == 3
        && digits.chars().all(|c| c.is_ascii_digit())
        && upper >= 2
        && letters.starts_with(|c: char| c.is_ascii_uppercase())
        && letters.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

/// The codes that a text names; `MNA008-MNA011` names four.
pub fn codes(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')) {
        match word.split_once('-') {
            Some((first, last)) if is_code(first) && is_code(last) => found.extend(range(first, last)),
            _ => found.extend(word.split('-').filter(|part| is_code(part)).map(ToOwned::to_owned)),
        }
    }
    found
}

fn range(first: &str, last: &str) -> Vec<String> {
    let split = |code: &str| {
        let digits = code.find(|c: char| c.is_ascii_digit())?;
        Some((code.get(..digits)?.to_owned(), code.get(digits..)?.parse::<u32>().ok()?))
    };
    match (split(first), split(last)) {
        (Some((family, from)), Some((_, to))) => (from..=to).map(|number| format!("{family}{number:03}")).collect(),
        _ => vec![first.to_owned(), last.to_owned()],
    }
}

/// Twelve hexadecimal digits that change when a word changes, and not when a line or a word breaks elsewhere.
pub fn fingerprint(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let digest = Sha256::digest(text.as_bytes());
    let number = digest.iter().take(6).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{number:012x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_every_family_are_found() {
        assert_eq!(
            codes("required (BR003A) and MNA008-MNA010, see BR_DOC_007."),
            ["BR003A", "MNA008", "MNA009", "MNA010", "BR_DOC_007"]
        );
        assert!(codes("UTF-8, ISO 8601, 404, HTTP/1.1 and A001").is_empty());
    }

    #[test]
    fn fingerprints_ignore_breaks() {
        assert_eq!(fingerprint("a long word"), fingerprint("a lo-\nng  word"));
        assert_ne!(fingerprint("a long word"), fingerprint("a long words"));
        assert_eq!(fingerprint("x").len(), 12);
    }
}
