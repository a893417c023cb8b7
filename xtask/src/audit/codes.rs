//! Error codes: which check of which field earns one, and since when, as far as the guide tells.
//!
//! The guide names codes in the rows of what is sent, in the sections of calls and in its appendix. Its history names
//! calls; where a row of it names a code, that is the code's version, and elsewhere a code is as old as its oldest call
//! at most.

use std::collections::HashMap;

use super::items::{Item, List};
use super::look_up::{descend, members, same_call};
use crate::contract::guide::{Claim, Guide, Says};
use crate::contract::{Contract, Element, Kind, Word};

/// The kind of an item about a code that a field lacks.
const OF_A_FIELD: &str = "code of a field";

/// The codes that a row names must be codes of the field or parameter. One that the registry doesn't have for the call
/// is told already.
pub fn of_row(document: &Contract, call: &Element, part: &str, name: &str, codes: &[String]) -> Vec<Item> {
    let Some((element, rules)) = sent(call, part, name) else { return Vec::new() };
    let known: Vec<&str> = element.facts.codes().chain(rules).collect();
    let returned = |code: &&String| {
        let code = document.root.of(Kind::Code).find(|known| known.name == **code);
        code.is_some_and(|code| code.of(Kind::Returns).any(|returns| returns.key == call.key))
    };
    let missing = codes.iter().filter(|code| !known.contains(&code.as_str())).filter(returned);
    missing
        .map(|code| {
            let message = "the row names it, the document has it neither in `x-codes` nor in `x-rules` of this field";
            let mut item = Item::new(List::MissingInDocument, OF_A_FIELD, format!("{code} of {name}"), message);
            item.document = Some(element.place.clone());
            item
        })
        .collect()
}

/// The parameter or the field of the body, and the codes of the rules that are about it.
fn sent<'a>(call: &'a Element, part: &str, name: &str) -> Option<(&'a Element, Vec<&'a str>)> {
    if part == "URL" {
        let parameter = call.of(Kind::Parameter).find(|parameter| parameter.name.eq_ignore_ascii_case(name))?;
        return Some((parameter, Vec::new()));
    }
    let path: Vec<String> = name.split('.').map(ToOwned::to_owned).collect();
    let (own, above) = path.split_last()?;
    let owner = descend(call.of(Kind::Body).next()?, above)?;
    let owner = members(owner);
    let field = owner.of(Kind::Field).find(|field| field.name.eq_ignore_ascii_case(own))?;
    let about = |rule: &&Element| rule.name.split(' ').next().is_some_and(|name| name.eq_ignore_ascii_case(own));
    Some((field, owner.of(Kind::Rule).filter(about).flat_map(|rule| rule.facts.codes()).collect()))
}

/// Codes whose `x-since` is older than every call that returns them. Where the history doesn't add one of these calls,
/// nothing is known.
pub fn too_old(document: &Contract, guide: &Guide) -> Vec<Item> {
    let versions: Vec<&str> = guide.contract.root.of(Kind::History).map(|row| row.name.as_str()).collect();
    let age = |version: &str| versions.iter().position(|known| *known == version);
    // The oldest row that adds each call.
    let mut oldest: HashMap<&str, (usize, &str, &Claim)> = HashMap::new();
    for claim in &guide.claims {
        let Says::CallAdded { version } = &claim.says else { continue };
        let Some(age) = age(version) else { continue };
        for call in same_call(document, &claim.call) {
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
                "`x-since` is {since}, and the first call that returns it came with {version}, as the history says"
            );
            let mut item = Item::differs("since", &code.name, &format!("not before {version}"), since, &message);
            item.guide = Some(claim.place.clone());
            item.document = Some(code.place.clone());
            items.push(item);
        }
    }
    items
}
