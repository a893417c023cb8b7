//! Converts names in the document to names in the generated code.

use crate::model::{Call, Component, Parameter, Place};

/// Returns a name as the name of a type or variant: `listEmployeesV1` becomes `ListEmployeesV1`, `BR003A` becomes
/// `Br003A`, and `Own fields` becomes `OwnFields`.
pub fn variant(name: &str) -> String {
    if name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) {
        // An error code: the family becomes a word, the suffix stays.
        let family = name.chars().take_while(char::is_ascii_uppercase).count();
        let (first, rest) = name[..family].split_at(family.min(1));
        return format!("{first}{}{}", rest.to_ascii_lowercase(), &name[family..]);
    }
    name.split(|c: char| !c.is_ascii_alphanumeric()).map(capitalize).collect()
}

fn capitalize(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| format!("{}{}", first.to_ascii_uppercase(), characters.as_str()))
}

/// Returns a name as the name of a function or field: `listEmployeesV1` becomes `list_employees_v1`, and `Own fields`
/// becomes `own_fields`.
pub fn snake(name: &str) -> String {
    let mut out = String::new();
    for character in name.chars() {
        if !character.is_ascii_alphanumeric() {
            out.push('_');
            continue;
        }
        if character.is_ascii_uppercase() && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.push(character.to_ascii_lowercase());
    }
    out
}

/// Returns a valid identifier: a name that is reserved in Rust gets a trailing underscore.
pub fn ident(name: &str) -> String {
    if syn::parse_str::<syn::Ident>(name).is_ok() { name.to_owned() } else { format!("{name}_") }
}

/// Returns the type name of a component schema.
pub fn type_name(component: &Component) -> &str {
    component.schema.rust_name.as_deref().unwrap_or(&component.name)
}

/// Returns the name of a parameter in code.
pub fn argument(parameter: &Parameter) -> String {
    let own = parameter.rust_name.clone();
    ident(&own.unwrap_or_else(|| field(&parameter.name, parameter.place == Place::Path)))
}

/// Returns the name of a field in code. An id in the path is named after the thing it identifies: `personId` becomes
/// `person`.
pub fn field(name: &str, in_path: bool) -> String {
    let stem = name.strip_suffix("Id").filter(|stem| in_path && !stem.is_empty());
    snake(stem.unwrap_or(name))
}

/// Returns the method name of a call, which is unique within its tag.
pub fn method(call: &Call) -> String {
    ident(&call.name_in_tag())
}

/// Returns text as a Rust string literal.
pub fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// Returns a number with its digits in groups of three, as clippy asks for.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let groups = digits.as_bytes()[first..].chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let head = (first > 0).then(|| digits[..first].to_owned());
    head.into_iter().chain(groups).collect::<Vec<_>>().join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_rust() {
        assert_eq!(variant("listEmployeesV1"), "ListEmployeesV1");
        assert_eq!(variant("Own fields"), "OwnFields");
        assert_eq!(variant("BR003A"), "Br003A");
        assert_eq!(variant("MNA011"), "Mna011");
        assert_eq!(snake("listEmployeesV1"), "list_employees_v1");
        assert_eq!(snake("Communication numbers"), "communication_numbers");
        assert_eq!(snake("changedSince"), "changed_since");
        assert_eq!(ident("type"), "type_");
        assert_eq!(grouped(10_485_760), "10_485_760");
        assert_eq!(grouped(500), "500");
    }
}
