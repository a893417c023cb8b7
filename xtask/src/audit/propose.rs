//! Proposes where in the document a passage belongs: at the element of its row, its call or its code.

use super::lookup::find_field;
use crate::contract::{Contract, Element, Kind};

/// Returns the place of the element, if the document has it. Only a person can tell whether the document says there
/// what the passage says.
pub fn propose_place(document: &Contract, at: &str) -> Option<String> {
    let (section, rest) = at.split_once(" > ")?;
    let of = |kind, name: &str| document.root.of(kind).find(|element| element.name == name);
    let element = match of(Kind::Call, section) {
        Some(call) => element_in_call(call, rest)?,
        None => of(Kind::Code, rest).or_else(|| of(Kind::History, rest))?,
    };
    Some(element.place.location.clone())
}

fn element_in_call<'a>(call: &'a Element, rest: &str) -> Option<&'a Element> {
    let (part, row) = rest.split_once(" > ").map_or((rest, None), |(part, row)| (part, Some(row)));
    let status = |name: &str| call.of(Kind::Status).find(|status| status.name == name);
    let parameter = |name: &str| call.of(Kind::Parameter).find(|parameter| parameter.name.eq_ignore_ascii_case(name));
    let body = |holder: &'a Element| holder.of(Kind::Body).next();
    let field = |body: &'a Element, row: &str| {
        let path: Vec<String> = row.split('.').map(ToOwned::to_owned).collect();
        find_field(body, &path)
    };
    match (part, row) {
        ("Headers", None) => parameter("Api-Version"),
        ("URL", Some(name)) => parameter(name),
        ("Body", Some(row)) => field(body(call)?, row),
        ("Response", Some(row)) => field(body(status("200")?)?, row),
        ("Response" | "Example response", None) => status("200"),
        ("URL, checks" | "Body, checks", None) => status("400"),
        ("description", None) => Some(call),
        _ => None,
    }
}
