//! Parses `$ref`.

/// Returns the name of the component that a `$ref` refers to, or what is wrong with the reference. `kind` is a section
/// of `components`, such as `schemas`.
pub fn parse_reference(reference: &str, kind: &str) -> Result<String, String> {
    let prefix = format!("#/components/{kind}/");
    let name = reference.strip_prefix(&prefix).filter(|name| !name.is_empty() && !name.contains('/'));
    let name = name.ok_or_else(|| format!("refers to `{reference}`; expected {prefix} followed by a name"))?;
    Ok(name.replace("~1", "/").replace("~0", "~"))
}
