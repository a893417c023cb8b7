//! Deterministic formatting: no rustfmt, no nightly.

/// A file as text, with a blank line between items.
pub fn unparse(file: &syn::File) -> String {
    let text = prettyplease::unparse(file);
    let mut spaced = String::with_capacity(text.len() + text.len() / 20);
    let mut previous: Option<&str> = None;
    for line in text.lines() {
        if let Some(previous) = previous
            && needs_space(previous, line)
        {
            spaced.push('\n');
        }
        spaced.push_str(line);
        spaced.push('\n');
        previous = Some(line);
    }
    spaced
}

/// Whether an item ends on one line and another begins on the next, at the depth of items or of methods.
fn needs_space(previous: &str, line: &str) -> bool {
    let depth = previous.len() - previous.trim_start().len();
    let closes = depth <= 4 && matches!(previous.trim(), "}" | "};");
    let same_depth = line.len() - line.trim_start().len() == depth;
    closes && same_depth && !line.trim_start().starts_with(['}', ')', ']', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_methods_are_spaced_and_nothing_else() {
        let file = syn::parse_file(
            "struct A { a: u8 } impl A { fn a() { if x {} else {} } /// Doc.\n fn b() {} } struct B {}",
        )
        .unwrap();
        let text = unparse(&file);
        assert!(text.contains("}\n\nimpl A {\n    fn a() {"), "{text}");
        assert!(text.contains("    }\n\n    /// Doc.\n    fn b() {}"), "{text}");
        assert!(!text.contains("\n\n\n"), "{text}");
    }
}
