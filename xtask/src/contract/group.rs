//! Groups differences with a common place, to report each only once.
//!
//! A change to a schema that several calls share shows up in each of them. So does a change to a table of the guide
//! that other calls refer to.

use std::collections::HashMap;

use super::{Change, Difference, Facet, Kind, Place, Word};

/// Differences of the same kind at the same place.
#[derive(Debug)]
pub struct Group<'a> {
    /// The first of them; the others differ only in their call.
    pub first: Difference<'a>,
    /// The calls concerned, in order; empty if the difference is not within a call.
    pub calls: Vec<String>,
}

impl Group<'_> {
    /// Returns the name within the call: `schoolyear`, `adressen.postcode`, `burgStand = 7`.
    pub fn name(&self) -> String {
        self.renamed().unwrap_or_else(|| name_in_call(&self.first))
    }

    /// Returns the kind of the element.
    pub fn kind(&self) -> Kind {
        self.first.element().map_or(Kind::Contract, |element| element.kind)
    }

    /// Returns the status of the response that it is in, unless that is a success status.
    pub fn unusual_status(&self) -> Option<&str> {
        let holder = self.first.path().iter().rev().skip(1).find(|element| element.kind == Kind::Status)?;
        Some(holder.name.as_str()).filter(|status| !status.starts_with('2'))
    }

    /// Returns the old name of the type, if the type was renamed.
    fn renamed(&self) -> Option<String> {
        let (old, new) = self.first.values();
        (self.first.change == Change::Fact(Facet::Word(Word::TypeName))).then(|| old.or(new)).flatten()
    }

    /// Returns which part of the call it is in, if the call alone is ambiguous: `request`, `answer` or another status.
    pub fn place_word(&self) -> Option<String> {
        if self.calls.is_empty() || !matches!(self.kind(), Kind::Field | Kind::Value | Kind::Choice | Kind::Body) {
            return None;
        }
        Some(if self.in_request() { "request" } else { self.unusual_status().unwrap_or("answer") }.to_owned())
    }

    /// Returns whether it concerns the request rather than a response.
    pub fn in_request(&self) -> bool {
        !self.first.path().iter().any(|element| element.kind == Kind::Status)
    }

    /// Returns the place on the old side, if that side has the element.
    pub fn old_place(&self) -> Option<&Place> {
        (self.first.change != Change::Added).then(|| self.first.old.last().map(|element| &element.place)).flatten()
    }

    /// Returns the place on the new side, if that side has the element.
    pub fn new_place(&self) -> Option<&Place> {
        (self.first.change != Change::Removed).then(|| self.first.new.last().map(|element| &element.place)).flatten()
    }
}

/// Groups differences, in the order of the first of each group.
pub fn group(differences: Vec<Difference<'_>>) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known = HashMap::new();
    for difference in differences {
        let call = call_of(&difference);
        let mut group = Group { first: difference, calls: Vec::new() };
        // A renamed type is one change, however many calls use it.
        let renamed = group.renamed();
        let shown = |place: Option<&Place>| place.filter(|_| renamed.is_none()).cloned();
        let key = (
            renamed.is_none().then(|| group.kind()),
            group.first.change,
            // A schema in both requests and responses makes two promises; so do two responses of the same call.
            call.is_some().then(|| {
                renamed.is_none().then(|| (group.in_request(), group.unusual_status().map(ToOwned::to_owned)))
            }),
            renamed.clone().or_else(|| group.first.element().map(|element| element.name.clone())),
            shown(group.old_place()),
            shown(group.new_place()),
            // Differences of the calls themselves are never grouped.
            (group.kind() == Kind::Call).then(|| call.clone()),
        );
        let index = *known.entry(key).or_insert(groups.len());
        if index == groups.len() {
            group.calls.extend(call);
            groups.push(group);
        } else if let (Some(group), Some(call)) = (groups.get_mut(index), call)
            && !group.calls.contains(&call)
        {
            group.calls.push(call);
        }
    }
    groups
}

/// Returns the call that a difference is in.
fn call_of(difference: &Difference<'_>) -> Option<String> {
    difference.path().iter().find(|element| element.kind == Kind::Call).map(|element| element.name.clone())
}

fn name_in_call(difference: &Difference<'_>) -> String {
    let path = difference.path();
    let Some(element) = path.last() else { return String::new() };
    let fields = || {
        let names = path.iter().filter(|element| element.kind == Kind::Field).map(|element| element.name.as_str());
        let holder = path.iter().find(|element| matches!(element.kind, Kind::Parameter | Kind::Header));
        let names: Vec<_> = holder.map(|element| element.name.as_str()).into_iter().chain(names).collect();
        names.join(".").replace(".[]", "[]").replace("[].", ".").trim_start_matches('.').to_owned()
    };
    match element.kind {
        Kind::Field => fields(),
        Kind::Value | Kind::Choice if fields().is_empty() => element.name.clone(),
        Kind::Value => format!("{} = {}", fields(), element.name),
        Kind::Choice => format!("{} {}", fields(), element.name),
        Kind::Returns => {
            let code = path.iter().rev().nth(1).map(|code| code.name.as_str()).unwrap_or_default();
            format!("{code} of {}", element.name)
        }
        _ => element.name.clone(),
    }
}
