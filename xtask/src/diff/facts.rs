//! The verdict on changed facts.

use super::verdict::Judgement;
use super::verdict::Verdict::{self, Breaking, Compatible, None as Unchanged};
use crate::contract::{Element, Facet, Facts, Flag, Group, Kind, Set, Word};

/// Headers that the seam sets: no signature shows them.
pub fn is_seam_header(element: &Element) -> bool {
    element.word(Word::In) == Some("header")
        && ["instituteno", "api-version"].contains(&element.name.to_lowercase().as_str())
}

/// Judges a changed fact.
pub fn changed(group: &Group<'_>, element: &Element, facet: Facet) -> Judgement {
    let Some((old, new)) = group.first.facts() else { return Judgement::new(Unchanged, Unchanged, "") };
    let told = |facts: &Facts| facts.told(facet).unwrap_or_else(|| "none".to_owned());
    let told = format!("{facet}: {} -> {}", told(old), told(new));
    match facet {
        Facet::Flag(flag) => of_flag(group, element, flag, &told),
        Facet::Limit(limit) => {
            let looser = match (old.limit(limit), new.limit(limit)) {
                (_, None) => true,
                (Some(was), Some(is)) => (is < was) == limit.is_lower(),
                (None, Some(_)) => false,
            };
            constraint(group, &told, looser)
        }
        Facet::Set(Set::Extensions) => {
            // Without a list, every extension will do.
            let looser = match (old.set(Set::Extensions), new.set(Set::Extensions)) {
                (_, None) => true,
                (Some(was), Some(is)) => is.is_superset(was),
                (None, Some(_)) => false,
            };
            constraint(group, &told, looser)
        }
        Facet::Set(Set::Key) => {
            Judgement::new(Unchanged, Compatible, format!("{told}; snapshots match records by the new key"))
        }
        // All of them hold at once: whoever is asked for fewer has more to choose from.
        Facet::Set(set) => {
            constraint(group, &told, old.set(set).is_some_and(|was| new.set(set).is_none_or(|is| was.is_superset(is))))
        }
        Facet::Code(_) => {
            Judgement::new(Unchanged, Compatible, format!("{told}; checks before sending give the new code"))
        }
        Facet::Word(word) => of_word(group, element, (word, old, new), &told),
    }
}

fn of_flag(group: &Group<'_>, element: &Element, flag: Flag, told: &str) -> Judgement {
    let now = element.is(flag);
    match flag {
        Flag::Required => required(group, element, told, now),
        Flag::Nullable => nullable(group, told, now),
        Flag::UniqueItems | Flag::ExclusiveMinimum | Flag::ExclusiveMaximum => constraint(group, told, !now),
        Flag::ReadOnly if group.in_request() => {
            let wire = if_then(now, Breaking, Compatible);
            Judgement::new(wire, Unchanged, format!("{told}; whether callers may send it"))
        }
        Flag::WriteOnly if !group.in_request() => {
            let wire = if_then(now, Breaking, Compatible);
            Judgement::new(wire, Unchanged, format!("{told}; whether callers find it in answers"))
        }
        Flag::RawBody => Judgement::new(Unchanged, Breaking, format!("{told}; the call returns another type")),
        Flag::ExistingId if now => {
            Judgement::new(Compatible, Compatible, format!("{told}; callers may read the id from the text"))
        }
        Flag::ExistingId => {
            Judgement::new(Breaking, Compatible, format!("{told}; callers must not read an id from the text"))
        }
        Flag::Deprecated => {
            Judgement::new(Compatible, Compatible, format!("{told}; callers should plan to do without"))
        }
        Flag::ReadOnly | Flag::WriteOnly | Flag::Personal | Flag::RepeatedKeys => {
            Judgement::new(Unchanged, Unchanged, told)
        }
    }
}

fn of_word(group: &Group<'_>, element: &Element, (word, old, new): (Word, &Facts, &Facts), told: &str) -> Judgement {
    let (was, is) = (old.word(word), new.word(word));
    let (wire, rust, what) = match word {
        Word::Type | Word::Shape => {
            return type_changed(group, element, (was.unwrap_or_default(), is.unwrap_or_default()), told);
        }
        Word::Additional => return constraint(group, told, openness(is) > openness(was)),
        Word::OtherValues => return other_values(group, told, was, is),
        Word::Name => return name(group, element, told),
        Word::Default if was.is_none() => (Compatible, Unchanged, "callers may leave it out knowing what holds"),
        Word::Default => (Breaking, Unchanged, "callers that leave it out must pass the old value"),
        Word::In => (Breaking, Breaking, "callers must send it there"),
        Word::Style => (Breaking, Unchanged, "callers must write it the new way"),
        Word::ApiVersion if element.kind == Kind::Contract => {
            (Unchanged, Compatible, "calls say themselves which version they are sent with")
        }
        Word::ApiVersion => (Breaking, Unchanged, "the client sends the new version by itself"),
        Word::OperationId | Word::VariantName | Word::RustName | Word::TypeName | Word::MethodName | Word::Resource => {
            (Unchanged, Breaking, "callers in Rust must use the new name")
        }
        Word::AlreadyGone | Word::AlreadyThere => {
            (Unchanged, Compatible, "a call that is sent again takes that code for success")
        }
        Word::Arguments => {
            (Unchanged, Breaking, "callers in Rust pass them in the new order; two of one type compile swapped")
        }
        Word::Rust => (Unchanged, Breaking, "callers in Rust must use the new type"),
        Word::Status => (Breaking, Compatible, "callers that branch on the status must follow"),
        Word::Field => (Unchanged, Compatible, "callers see another field beside the code"),
        Word::ScopeTemplate => (Breaking, Compatible, "callers must ask for the new scope"),
        Word::Content => (Breaking, Breaking, "nothing here reads it; read both sides"),
        Word::TokenUrl => (Breaking, Compatible, "callers must get tokens there"),
        Word::OwnSecurity => (Breaking, Compatible, "callers must prove who they are that way"),
        Word::Provenance
        | Word::Guide
        | Word::Meaning
        | Word::GuideVersion
        | Word::Since
        | Word::Date
        | Word::Release => {
            return Judgement::new(Unchanged, Unchanged, told);
        }
    };
    Judgement::new(wire, rust, format!("{told}; {what}"))
}

fn if_then(condition: bool, yes: Verdict, no: Verdict) -> Verdict {
    if condition { yes } else { no }
}

fn required(group: &Group<'_>, element: &Element, told: &str, now: bool) -> Judgement {
    let is_list = element.word(Word::Shape) == Some("array");
    if group.in_request() {
        let wire = if_then(now, Breaking, Compatible);
        let what = if now { "callers must pass it" } else { "callers may leave it out" };
        // A list has the same type either way; so has what the seam sends, and a body, which every call passes.
        let same = is_seam_header(element) || is_list || element.kind == Kind::Body;
        let rust = if_then(same, Unchanged, Breaking);
        return Judgement::new(wire, rust, format!("{told}; {what}, and its Rust type changes with it"));
    }
    let wire = if_then(now, Compatible, Breaking);
    let rust = if_then(element.kind == Kind::Field && !is_list, Breaking, Unchanged);
    let what = if now { "callers need no default any more" } else { "callers must do without it where it is absent" };
    Judgement::new(wire, rust, format!("{told}; {what}"))
}

fn nullable(group: &Group<'_>, told: &str, now: bool) -> Judgement {
    // What a request may be and what an answer may be are opposite promises.
    let wire = if_then(group.in_request() == now, Compatible, Breaking);
    let what = match (group.in_request(), now) {
        (true, true) => "callers may send null",
        (true, false) => "callers must not send null",
        (false, true) => "callers must expect null",
        (false, false) => "callers need not expect null",
    };
    Judgement::new(wire, Unchanged, format!("{told}; {what}"))
}

fn type_changed(group: &Group<'_>, element: &Element, (was, is): (&str, &str), told: &str) -> Judgement {
    let widened = matches!(
        (was, is),
        ("integer (int32)", "integer (int64)" | "integer" | "number" | "number (decimal)")
            | ("integer" | "integer (int64)", "number" | "number (decimal)")
    );
    let narrowed = matches!((was, is), ("integer (int64)" | "integer", "integer (int32)"));
    // Any JSON lets in whatever a type does.
    let (widened, narrowed) = (widened || is == "any", narrowed || was == "any");
    let harmless = if group.in_request() { widened } else { narrowed };
    let wire = if_then(harmless, Compatible, Breaking);
    let rust = group.first.facts().map(|(old, new)| (old.word(Word::Rust), new.word(Word::Rust)));
    let same = is_seam_header(element) || rust.is_some_and(|(old, new)| old.is_some() && old == new);
    let what = if group.in_request() { "callers must send the new type" } else { "callers must read the new type" };
    Judgement::new(wire, if_then(same, Unchanged, Breaking), format!("{told}; {what}"))
}

/// A limit of what may be sent, or of what is answered.
fn constraint(group: &Group<'_>, told: &str, looser: bool) -> Judgement {
    let wire = if_then(group.in_request() == looser, Compatible, Breaking);
    let what = match (group.in_request(), looser) {
        (true, true) => "more is accepted",
        (true, false) => "callers must keep to it, and are refused before sending where they don't",
        (false, true) => "callers must expect more",
        (false, false) => "answers keep to it",
    };
    Judgement::new(wire, if_then(group.in_request(), Compatible, Unchanged), format!("{told}; {what}"))
}

/// How much a schema lets in beyond what it lists.
fn openness(additional: Option<&str>) -> u8 {
    match additional {
        Some("refused") => 0,
        Some("of one kind") => 1,
        _ => 2,
    }
}

fn name(group: &Group<'_>, element: &Element, told: &str) -> Judgement {
    if element.kind == Kind::Parameter && element.word(Word::In) == Some("path") {
        let what = "the wire doesn't show it; the field of the call is called otherwise";
        return Judgement::new(Unchanged, Breaking, format!("{told}; {what}"));
    }
    let what = if group.in_request() { "callers must send the new name" } else { "callers must read the new name" };
    Judgement::new(Breaking, Breaking, format!("{told}; {what}"))
}

fn other_values(group: &Group<'_>, told: &str, was: Option<&str>, is: Option<&str>) -> Judgement {
    // Free values are as open as it gets.
    let wire = match (was != Some("refused"), is != Some("refused")) {
        (true, false) => if_then(group.in_request(), Breaking, Compatible),
        (false, true) => if_then(group.in_request(), Compatible, Breaking),
        _ => Unchanged,
    };
    // Where the Rust type changes with it, that is a change of its own.
    Judgement::new(wire, Unchanged, format!("{told}; callers must check which values they send and handle"))
}
