//! What a text for readers looks like.

/// Longest text that a reader takes in at a glance.
const LONGEST: usize = 400;

/// Words that somebody meant to replace.
const LEFT_OVER: [&str; 8] = ["TBD", "TODO", "FIXME", "XXX", "WIP", "tbd", "todo", "lorem"];

/// What is wrong with a text, if anything.
pub fn fault(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some("is empty: say what this is".to_owned());
    }
    if !text.ends_with('.') {
        return Some("does not end with a full stop".to_owned());
    }
    let length = text.chars().count();
    if length > LONGEST {
        return Some(format!("has {length} characters: say it in {LONGEST} or fewer"));
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    words.find(|word| LEFT_OVER.contains(word)).map(|word| format!("still says `{word}`"))
}
