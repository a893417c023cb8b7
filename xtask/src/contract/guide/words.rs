//! Recognises words with a meaning: types, codes, names.

use sha2::{Digest, Sha256};

/// Returns the contract's name for a type word that the guide uses or may come to use.
pub fn shape(word: &str) -> Option<&'static str> {
    let word = word.trim_end_matches(['?', '*']).to_lowercase();
    // `List<string>`, `string[]`; `string(50)`.
    let generic = word.split_once('<').filter(|(name, _)| ["list", "array", "ienumerable"].contains(name));
    if generic.is_some() || word.ends_with("[]") {
        return Some("array");
    }
    Some(match word.split('(').next().unwrap_or_default() {
        "string" | "text" | "char" | "file" | "base64" | "binary" => "string",
        "integer" | "int" | "int32" | "int64" | "long" | "short" | "byte" => "integer",
        "guid" | "uuid" => "guid",
        "date" => "date",
        "datetime" | "date-time" | "date/time" | "timestamp" => "datetime",
        "bool" | "boolean" => "bool",
        "array" | "list" => "array",
        "object" => "object",
        "decimal" | "number" | "double" | "float" => "decimal",
        _ => return None,
    })
}

/// Returns the maximum length in a type such as `string(50)`.
pub fn length(word: &str) -> Option<f64> {
    word.split_once('(')?.1.trim_end_matches(['?', '*', ')']).parse().ok()
}

/// Returns whether a word can be the name of a field or parameter: `naam`, `e-mail`, `2deNaam`.
pub fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && word.chars().any(|c| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        && !is_code(word)
}

/// Returns whether a word is an error code: letters, three or four digits, and optionally a letter. It may contain
/// underscores.
pub fn is_code(word: &str) -> bool {
    code_digits(word).is_some_and(|digits| (3..=4).contains(&digits))
}

/// Returns the code at the start of a row in a table of codes. There, it may have only two digits, and a colon.
pub fn code_of_row(word: &str) -> Option<&str> {
    let word = word.trim_end_matches([':', '.']);
    code_digits(word).filter(|digits| *digits >= 2).map(|_| word)
}

/// Returns the number of digits in a word that looks like a code.
fn code_digits(word: &str) -> Option<usize> {
    let word = word.strip_suffix(|c: char| c.is_ascii_uppercase()).unwrap_or(word);
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let upper = letters.chars().filter(char::is_ascii_uppercase).count();
    let is_code = upper >= 2
        && letters.starts_with(|c: char| c.is_ascii_uppercase())
        && letters.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    is_code.then(|| word.len() - letters.len())
}

/// Returns the codes in a text; `MNA008-MNA011` stands for four.
pub fn codes(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')) {
        match word.split_once('-') {
            Some((first, last)) if is_code(first) && is_code(last) => found.extend(code_range(first, last)),
            _ => found.extend(word.split('-').filter(|part| is_code(part)).map(ToOwned::to_owned)),
        }
    }
    found
}

/// Returns the codes from the first to the last.
fn code_range(first: &str, last: &str) -> Vec<String> {
    let split = |code: &str| {
        let digits = code.find(|c: char| c.is_ascii_digit())?;
        Some((code.get(..digits)?.to_owned(), code.get(digits..)?.parse::<u32>().ok()?))
    };
    match (split(first), split(last)) {
        (Some((family, from)), Some((_, to))) => (from..=to).map(|number| format!("{family}{number:03}")).collect(),
        _ => vec![first.to_owned(), last.to_owned()],
    }
}

/// Returns a fingerprint of twelve hexadecimal digits. It changes when a word changes, but not when line breaks or
/// hyphenation move.
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
        assert!(is_code("BR1001") && !is_code("BR29"));
        assert_eq!(["BR29", "BR029:", "A001"].map(code_of_row), [Some("BR29"), Some("BR029"), None]);
        assert!(codes("UTF-8, ISO 8601, 404, HTTP/1.1 and A001").is_empty());
    }

    #[test]
    fn fingerprints_ignore_breaks() {
        assert_eq!(fingerprint("a long word"), fingerprint("a lo-\nng  word"));
        assert_ne!(fingerprint("a long word"), fingerprint("a long words"));
        assert_eq!(fingerprint("x").len(), 12);
    }
}
