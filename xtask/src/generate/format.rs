//! Deterministic formatting without rustfmt or a nightly toolchain.

use super::Error;

/// Formats code. Comments other than doc comments are lost.
pub fn format_code(code: &str) -> Result<String, Error> {
    let file = syn::parse_file(code).map_err(|error| {
        let line = code.lines().nth(error.span().start().line.saturating_sub(1)).unwrap_or_default();
        Error::at("the generated code", format!("{error}: {}", line.trim()))
    })?;
    Ok(unparse(&file))
}

/// Formats a file, with a blank line between items.
pub fn unparse(file: &syn::File) -> String {
    // Macro arguments remain tokens, which are printed with a space after each ampersand.
    let text = prettyplease::unparse(file).replace("(& ", "(&");
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

/// Returns whether an item ends on one line and another begins on the next, at the depth of items or methods.
fn needs_space(previous: &str, line: &str) -> bool {
    let depth = previous.len() - previous.trim_start().len();
    let same_depth = line.len() - line.trim_start().len() == depth;
    let (ended, begun) = (previous.trim(), line.trim_start());
    let closes = depth <= 4 && matches!(ended, "}" | "};");
    // Macros, tuple structs and associated constants end without a brace.
    let ends_item = depth <= 4
        && !ended.starts_with("//")
        && ended.ends_with(';')
        && ["///", "pub ", "impl", "fn ", "call_of"].iter().any(|start| begun.starts_with(start));
    same_depth && (closes || ends_item) && !begun.starts_with(['}', ')', ']', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_items_and_methods_are_separated_by_blank_lines() {
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
