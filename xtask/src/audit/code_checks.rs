//! Checks which fields have which error codes, and since when, as far as the guide says.
//!
//! The guide names codes in the table rows of requests, in the sections of calls and in its appendix. Its history
//! mainly names calls. A history row that names a code gives the code's version; otherwise, a code is at most as old as
//! its oldest call.

use std::collections::HashMap;

use super::items::{Item, List};
use super::lookup::{calls_named, find_field, list_items_or_self};
use crate::contract::guide::{Claim, Guide, Statement};
use crate::contract::{Contract, Element, Kind, Word};

/// The kind of an item about a code missing from a field.
const OF_A_FIELD: &str = "code of a field";

/// Reports the codes in a row of the guide that the field or parameter lacks. A code that the registry does not list
/// for the call is reported elsewhere.
pub fn missing_in_row(document: &Contract, call: &Element, part: &str, name: &str, codes: &[String]) -> Vec<Item> {
    let Some((element, rules)) = find_sent(call, part, name) else { return Vec::new() };
    let known: Vec<&str> = element.facts.codes().chain(rules).collect();
    let returned = |code: &&String| {
        let code = document.root.of(Kind::Code).find(|known| known.name == **code);
        code.is_some_and(|code| code.of(Kind::Returns).any(|returns| returns.key == call.key))
    };
    let missing = codes.iter().filter(|code| !known.contains(&code.as_str())).filter(returned);
    missing
        .map(|code| {
            let message = "the guide's row names it, but neither `x-codes` nor `x-rules` of this field has it";
            let mut item = Item::new(List::MissingInDocument, OF_A_FIELD, format!("{code} of {name}"), message);
            item.document = Some(element.place.clone());
            item
        })
        .collect()
}

/// Returns the parameter or body field with a name, and the codes of the rules about it.
fn find_sent<'a>(call: &'a Element, part: &str, name: &str) -> Option<(&'a Element, Vec<&'a str>)> {
    if part == "URL" {
        let parameter = call.of(Kind::Parameter).find(|parameter| parameter.name.eq_ignore_ascii_case(name))?;
        return Some((parameter, Vec::new()));
    }
    let path: Vec<String> = name.split('.').map(ToOwned::to_owned).collect();
    let (own, above) = path.split_last()?;
    let owner = find_field(call.of(Kind::Body).next()?, above)?;
    let owner = list_items_or_self(owner);
    let field = owner.of(Kind::Field).find(|field| field.name.eq_ignore_ascii_case(own))?;
    let about = |rule: &&Element| rule.name.split(' ').next().is_some_and(|name| name.eq_ignore_ascii_case(own));
    Some((field, owner.of(Kind::Rule).filter(about).flat_map(|rule| rule.facts.codes()).collect()))
}

/// Reports codes whose `x-since` is older than every call that returns them. A code is skipped if the history does not
/// say when each of these calls was added.
pub fn older_than_calls(document: &Contract, guide: &Guide) -> Vec<Item> {
    let versions: Vec<&str> = guide.contract.root.of(Kind::History).map(|row| row.name.as_str()).collect();
    let age = |version: &str| versions.iter().position(|known| *known == version);
    // The oldest history row that adds each call, by the call's key.
    let mut oldest: HashMap<&str, (usize, &str, &Claim)> = HashMap::new();
    for claim in &guide.claims {
        let Statement::CallAdded { version } = &claim.statement else { continue };
        let Some(age) = age(version) else { continue };
        for call in calls_named(document, &claim.call) {
            let row = oldest.entry(&call.key).or_insert((age, version, claim));
            if age < row.0 {
                *row = (age, version, claim);
            }
        }
    }
    let mut items = Vec::new();
    for code in document.root.of(Kind::Code) {
        let Some(since) = code.word(Word::Since) else { continue };
        let calls: Option<Vec<_>> = code.of(Kind::Returns).map(|call| oldest.get(call.key.as_str()).copied()).collect();
        let first = calls.into_iter().flatten().min_by_key(|row| row.0);
        let (Some(age), Some((first, version, claim))) = (age(since), first) else { continue };
        if age < first {
            let message = format!(
                "`x-since` is {since}, but according to the history the first call that returns it came with {version}"
            );
            let mut item = Item::differs("since", &code.name, &format!("not before {version}"), since, &message);
            item.guide = Some(claim.place.clone());
            item.document = Some(code.place.clone());
            items.push(item);
        }
    }
    items
}
