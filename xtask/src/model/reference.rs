//! What a `$ref` names.

/// The name of the component of a kind that a `$ref` leads to, or what is wrong with it.
pub fn parse_reference(reference: &str, kind: &str) -> Result<String, String> {
    let prefix = format!("#/components/{kind}/");
    let name = reference.strip_prefix(&prefix).filter(|name| !name.is_empty() && !name.contains('/'));
    let name = name.ok_or_else(|| format!("leads to `{reference}`; here it has to begin with {prefix} and a name"))?;
    Ok(name.replace("~1", "/").replace("~0", "~"))
}
