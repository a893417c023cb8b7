//! Checks of descriptions and messages.

/// The longest text that is still quick to read.
const MAX_CHARACTERS: usize = 400;

/// Words that mark a text as unfinished.
const PLACEHOLDERS: [&str; 8] = ["TBD", "TODO", "FIXME", "XXX", "WIP", "tbd", "todo", "lorem"];

/// Returns the first problem of a text, if it has any.
pub fn find_problem(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some("is missing or empty: add a sentence".to_owned());
    }
    if !text.ends_with('.') {
        return Some("does not end with a full stop".to_owned());
    }
    let length = text.chars().count();
    if length > MAX_CHARACTERS {
        return Some(format!("has {length} characters: shorten it to {MAX_CHARACTERS} or fewer"));
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.find(|word| PLACEHOLDERS.contains(word)).map(|word| format!("contains the placeholder `{word}`"))
}
