//! Edits of a text, stored as blocks of old and new lines.

/// Applies the blocks of an edit file: `<<<<<<<`, complete lines that occur in the text exactly once, `=======`, the lines
/// that replace them, `>>>>>>>`. Text between the blocks is commentary.
pub fn apply(text: &str, edits: &str) -> Result<String, String> {
    edits.split("<<<<<<<\n").skip(1).try_fold(text.to_owned(), |text, edit| {
        let (old, rest) = edit.split_once("=======\n").ok_or("an edit has no `=======`")?;
        let (new, _) = rest.split_once(">>>>>>>\n").ok_or("an edit has no `>>>>>>>`")?;
        match text.matches(old).count() {
            1 => Ok(text.replacen(old, new, 1)),
            count => Err(format!("the old lines of an edit occur {count} times in the document, not once:\n{old}")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edit_replaces_text_that_occurs_once() {
        let edits = "About a.\n<<<<<<<\na\n=======\na\nb\n>>>>>>>\nAbout b.\n<<<<<<<\nb\n=======\n>>>>>>>\n";
        assert_eq!(apply("x\na\ny\n", edits).as_deref(), Ok("x\na\ny\n"));
        assert!(apply("x\n", edits).is_err());
        assert!(apply("a\na\n", edits).is_err());
    }
}
