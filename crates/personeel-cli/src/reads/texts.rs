//! Conversion of texts of the document to texts of the program.

/// Converts `Own fields` and `school_year` to `own-fields` and `school-year`.
pub(crate) fn to_kebab_case(name: &str) -> String {
    name.trim_end_matches('_').to_lowercase().replace([' ', '_'], "-")
}

/// Removes the Markdown marks for code and emphasis, the only ones in the document.
pub(super) fn strip_markdown(text: &str) -> String {
    text.replace(['`', '*'], "")
}

/// Returns the first sentence, without its full stop.
pub(super) fn first_sentence(text: &str) -> &str {
    let ends = text.match_indices(". ").map(|(at, _)| at);
    let end = ends.into_iter().find(|at| text[at + 2..].starts_with(char::is_uppercase));
    text[..end.unwrap_or(text.len())].trim().trim_end_matches('.')
}

/// Makes the first letter lower case, except in a name such as `GUID`.
pub(super) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

/// Makes the first letter upper case.
pub(super) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

/// Formats a command as an example, with long ones continued by backslashes. Otherwise a terminal would wrap them, and
/// the last line copied alone could be another command.
pub(super) fn example(command: &str) -> String {
    let mut lines = vec![String::from(" ")];
    for word in split_words(command) {
        let last = lines.last_mut().map_or(0, |line| line.len());
        if last + word.len() + " \\".len() >= NARROWEST && last > "    ".len() {
            lines.push("   ".to_owned());
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.join(" \\\n")
}

/// Splits a command into words; a quoted text is one word.
fn split_words(command: &str) -> Vec<&str> {
    let mut is_quoted = false;
    let blanks = command.split(|letter: char| {
        is_quoted ^= letter == '\'';
        letter == ' ' && !is_quoted
    });
    blanks.filter(|word| !word.is_empty()).collect()
}

/// The narrowest terminal on which examples do not wrap, in columns.
pub(crate) const NARROWEST: usize = 60;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_before_a_capital() {
        assert_eq!(first_sentence("Such as 2026-27 (e.g. this one). If not, 400."), "Such as 2026-27 (e.g. this one)");
        assert_eq!(first_sentence(&strip_markdown("The `employee`.")), "The employee");
    }

    #[test]
    fn names_become_words() {
        assert_eq!((to_kebab_case("Own fields"), to_kebab_case("type_")), ("own-fields".to_owned(), "type".to_owned()));
        assert_eq!((lower_first("List it"), lower_first("GUID")), ("list it".to_owned(), "GUID".to_owned()));
    }
}
