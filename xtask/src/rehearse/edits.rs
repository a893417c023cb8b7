//! Edits of a text, as data: blocks of what stands there and of what comes instead.

/// Applies the blocks of a file: `<<<<<<<`, whole lines that stand in the text once, `=======`, what comes instead,
/// `>>>>>>>`. What stands between the blocks says what they are about.
pub fn apply(text: &str, edits: &str) -> Result<String, String> {
    edits.split("<<<<<<<\n").skip(1).try_fold(text.to_owned(), |text, edit| {
        let (old, rest) = edit.split_once("=======\n").ok_or("an edit has no `=======`")?;
        let (new, _) = rest.split_once(">>>>>>>\n").ok_or("an edit has no `>>>>>>>`")?;
        match text.matches(old).count() {
            1 => Ok(text.replacen(old, new, 1)),
            count => Err(format!("what an edit replaces stands {count} times in the document:\n{old}")),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edit_replaces_what_stands_there_once() {
        let edits = "About a.\n<<<<<<<\na\n=======\na\nb\n>>>>>>>\nAbout b.\n<<<<<<<\nb\n=======\n>>>>>>>\n";
        assert_eq!(apply("x\na\ny\n", edits).as_deref(), Ok("x\na\ny\n"));
        assert!(apply("x\n", edits).is_err());
        assert!(apply("a\na\n", edits).is_err());
    }
}
