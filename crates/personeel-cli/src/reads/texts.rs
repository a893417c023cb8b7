//! Words of the document as words of the program.

/// `Own fields` and `school_year` as `own-fields` and `school-year`.
pub(crate) fn kebab(name: &str) -> String {
    name.trim_end_matches('_').to_lowercase().replace([' ', '_'], "-")
}

/// A text without the marks that Markdown has for code and emphasis; the document has no others.
pub(super) fn plain(text: &str) -> String {
    text.replace(['`', '*'], "")
}

/// The first sentence, without its full stop.
pub(super) fn first_sentence(text: &str) -> &str {
    let ends = text.match_indices(". ").map(|(at, _)| at);
    let end = ends.into_iter().find(|at| text[at + 2..].starts_with(char::is_uppercase));
    text[..end.unwrap_or(text.len())].trim().trim_end_matches('.')
}

/// With a small first letter, but for a name such as `GUID`.
pub(super) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// With a capital.
pub(super) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_before_a_capital() {
        assert_eq!(first_sentence("Such as 2026-27 (e.g. this one). If not, 400."), "Such as 2026-27 (e.g. this one)");
        assert_eq!(first_sentence(&plain("The `employee`.")), "The employee");
    }

    #[test]
    fn names_become_words() {
        assert_eq!((kebab("Own fields"), kebab("type_")), ("own-fields".to_owned(), "type".to_owned()));
        assert_eq!((lower_first("List it"), lower_first("GUID")), ("list it".to_owned(), "GUID".to_owned()));
    }
}
