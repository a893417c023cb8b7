//! Judges changed facts. `judge` covers additions and removals.

use super::verdict::Judgement;
use super::verdict::Verdict::{self, Breaking, Compatible, None as Unchanged};
use crate::contract::{Element, Facet, Facts, Flag, Group, Kind, Set, Word};
use crate::names;

/// Returns whether the client sets this header itself. No Rust signature shows such a header.
pub fn is_client_header(element: &Element) -> bool {
    element.word(Word::In) == Some("header")
        && ["instituteno", "api-version"].contains(&element.name.to_lowercase().as_str())
}

/// Returns whether the Rust type of an object implements `Default`: it does until a member is required.
pub fn has_default(object: &Element) -> bool {
    let mut members = object.of(Kind::Field).filter(|member| member.name != "*").peekable();
    object.word(Word::Shape) == Some("object")
        && members.peek().is_some()
        && !members.any(|member| member.is(Flag::Required))
}

/// Returns whether the Rust type is a `Vec`, whether it is required or not. A list with a type of its own is not.
pub fn is_plain_list(element: &Element) -> bool {
    element.word(Word::Shape) == Some("array") && element.word(Word::TypeName).is_none()
}

/// Judges a changed fact.
pub fn judge_changed_fact(group: &Group<'_>, element: &Element, facet: Facet) -> Judgement {
    let Some((old, new)) = group.first.facts() else { return Judgement::new(Unchanged, Unchanged, "") };
    let value = |facts: &Facts| facts.value_text(facet).unwrap_or_else(|| "none".to_owned());
    let values = format!("{facet}: {} -> {}", value(old), value(new));
    match facet {
        Facet::Flag(flag) => judge_flag(group, element, flag, &values),
        Facet::Limit(limit) => {
            let looser = match (old.limit(limit), new.limit(limit)) {
                (_, None) => true,
                (Some(was), Some(is)) => (is < was) == limit.is_lower(),
                (None, Some(_)) => false,
            };
            judge_constraint(group, &values, looser)
        }
        Facet::Set(Set::Extensions) => {
            // Without a list, every extension is accepted.
            let looser = match (old.set(Set::Extensions), new.set(Set::Extensions)) {
                (_, None) => true,
                (Some(was), Some(is)) => is.is_superset(was),
                (None, Some(_)) => false,
            };
            judge_constraint(group, &values, looser)
        }
        Facet::Set(Set::Key) => {
            Judgement::new(Unchanged, Compatible, format!("{values}; snapshots match records by the new key"))
        }
        // All members of the set apply at once, so fewer of them constrain less.
        Facet::Set(set) => {
            let looser = old.set(set).is_some_and(|was| new.set(set).is_none_or(|is| was.is_superset(is)));
            judge_constraint(group, &values, looser)
        }
        Facet::Code(_) => {
            Judgement::new(Unchanged, Compatible, format!("{values}; checks before sending report the new code"))
        }
        Facet::Word(word) => judge_word(group, element, (word, old, new), &values),
    }
}

fn judge_flag(group: &Group<'_>, element: &Element, flag: Flag, values: &str) -> Judgement {
    let now = element.is(flag);
    match flag {
        Flag::Required => judge_required(group, element, values, now),
        Flag::Nullable => judge_nullable(group, values, now),
        Flag::UniqueItems | Flag::ExclusiveMinimum | Flag::ExclusiveMaximum => judge_constraint(group, values, !now),
        Flag::ReadOnly if group.in_request() => {
            let wire = if_then(now, Breaking, Compatible);
            let what = if now { "callers must not send it" } else { "callers may send it" };
            Judgement::new(wire, Unchanged, format!("{values}; {what}"))
        }
        Flag::WriteOnly if !group.in_request() => {
            let wire = if_then(now, Breaking, Compatible);
            let what = if now { "responses no longer contain it" } else { "responses contain it" };
            Judgement::new(wire, Unchanged, format!("{values}; {what}"))
        }
        Flag::RawBody => Judgement::new(Unchanged, Unchanged, format!("{values}; the call returns the same type")),
        Flag::ExistingId if now => {
            Judgement::new(Compatible, Compatible, format!("{values}; callers may read the id from the message"))
        }
        Flag::ExistingId => {
            Judgement::new(Breaking, Compatible, format!("{values}; callers must not read an id from the message"))
        }
        Flag::Deprecated => {
            let what = if now { "callers should plan to stop using it" } else { "callers may keep using it" };
            Judgement::new(Compatible, Compatible, format!("{values}; {what}"))
        }
        Flag::ReadOnly | Flag::WriteOnly | Flag::Personal | Flag::RepeatedKeys => {
            Judgement::new(Unchanged, Unchanged, values)
        }
    }
}

fn judge_word(
    group: &Group<'_>,
    element: &Element,
    (word, old, new): (Word, &Facts, &Facts),
    values: &str,
) -> Judgement {
    let (was, is) = (old.word(word), new.word(word));
    let (wire, rust, what) = match word {
        Word::Type | Word::Shape => {
            return judge_type(group, element, (was.unwrap_or_default(), is.unwrap_or_default()), values);
        }
        Word::Additional => return judge_constraint(group, values, openness(is) > openness(was)),
        Word::OtherValues => return judge_other_values(group, values, was, is),
        Word::Name => return judge_name(group, element, values),
        Word::RustName if has_same_name_in_code(group) => (Unchanged, Unchanged, "its name in Rust stays the same"),
        Word::Default if was.is_none() => (Compatible, Unchanged, "callers that omit it know which value applies"),
        Word::Default => (Breaking, Unchanged, "callers that omit it must now pass the old value"),
        Word::In => (Breaking, Breaking, "callers must send it in the new place"),
        Word::Style => (Breaking, Unchanged, "callers must serialize it the new way"),
        Word::ApiVersion if element.kind == Kind::Contract => {
            (Unchanged, Compatible, "each call states the version that it is sent with")
        }
        Word::ApiVersion => (Breaking, Unchanged, "the client sends the new version automatically"),
        Word::OperationId | Word::VariantName | Word::RustName | Word::TypeName | Word::MethodName | Word::Resource => {
            (Unchanged, Breaking, "Rust callers must use the new name")
        }
        Word::AlreadyGone | Word::AlreadyThere => {
            (Unchanged, Compatible, "a retried call treats the new code as success")
        }
        Word::Arguments => (Unchanged, Breaking, "Rust callers must use the new order"),
        Word::Rust => (Unchanged, Breaking, "Rust callers must use the new type"),
        Word::Status => (Breaking, Compatible, "callers that branch on the status must change"),
        Word::Field => (Unchanged, Compatible, "callers see a different field with the code"),
        Word::ScopeTemplate => (Breaking, Compatible, "callers must request the new scope"),
        Word::Content => (Breaking, Breaking, "not understood by this tool; compare both documents by hand"),
        Word::TokenUrl => (Breaking, Compatible, "callers must request tokens from the new URL"),
        Word::OwnSecurity => (Breaking, Compatible, "callers must authenticate the new way"),
        Word::Provenance
        | Word::Aliases
        | Word::Guide
        | Word::Meaning
        | Word::GuideVersion
        | Word::Since
        | Word::Date
        | Word::Release => {
            return Judgement::new(Unchanged, Unchanged, values);
        }
    };
    Judgement::new(wire, rust, format!("{values}; {what}"))
}

fn if_then(condition: bool, yes: Verdict, no: Verdict) -> Verdict {
    if condition { yes } else { no }
}

fn judge_required(group: &Group<'_>, element: &Element, values: &str, now: bool) -> Judgement {
    let is_list = is_plain_list(element);
    let loses_default = now && group.first.old.iter().rev().nth(1).is_some_and(|owner| has_default(owner));
    if group.in_request() {
        let wire = if_then(now, Breaking, Compatible);
        let what = if now { "callers must pass it" } else { "callers may omit it" };
        // The Rust type of a list, of a header that the client sets, and of a body is the same either way.
        let same = is_client_header(element) || (is_list && !loses_default) || element.kind == Kind::Body;
        let rust = if_then(same, Unchanged, Breaking);
        let rust_type = if same { "" } else { ", and its Rust type changes" };
        return Judgement::new(wire, rust, format!("{values}; {what}{rust_type}"));
    }
    let wire = if_then(now, Compatible, Breaking);
    let rust = if_then(element.kind == Kind::Field && (!is_list || loses_default), Breaking, Unchanged);
    let what = if now { "callers no longer need a default" } else { "callers must handle its absence" };
    Judgement::new(wire, rust, format!("{values}; {what}"))
}

fn judge_nullable(group: &Group<'_>, values: &str, now: bool) -> Judgement {
    // Requests that accept more are compatible; responses that contain more are breaking.
    let wire = if_then(group.in_request() == now, Compatible, Breaking);
    let what = match (group.in_request(), now) {
        (true, true) => "callers may send null",
        (true, false) => "callers must not send null",
        (false, true) => "callers must handle null",
        (false, false) => "callers no longer need to handle null",
    };
    Judgement::new(wire, Unchanged, format!("{values}; {what}"))
}

fn judge_type(group: &Group<'_>, element: &Element, (was, is): (&str, &str), values: &str) -> Judgement {
    let widened = matches!(
        (was, is),
        ("integer (int32)", "integer (int64)" | "integer" | "number" | "number (decimal)")
            | ("integer" | "integer (int64)", "number" | "number (decimal)")
    );
    let narrowed = matches!((was, is), ("integer (int64)" | "integer", "integer (int32)"));
    // Any JSON includes the values of every type.
    let (widened, narrowed) = (widened || is == "any", narrowed || was == "any");
    let harmless = if group.in_request() { widened } else { narrowed };
    let wire = if_then(harmless, Compatible, Breaking);
    let rust = group.first.facts().map(|(old, new)| (old.word(Word::Rust), new.word(Word::Rust)));
    let same = is_client_header(element) || rust.is_some_and(|(old, new)| old.is_some() && old == new);
    let what = if group.in_request() { "callers must send the new type" } else { "callers must read the new type" };
    Judgement::new(wire, if_then(same, Unchanged, Breaking), format!("{values}; {what}"))
}

/// Judges a limit on the values of a request or a response.
fn judge_constraint(group: &Group<'_>, values: &str, looser: bool) -> Judgement {
    let wire = if_then(group.in_request() == looser, Compatible, Breaking);
    let what = match (group.in_request(), looser) {
        (true, true) => "the service accepts more values",
        (true, false) => "callers must comply, and the client rejects other values before sending",
        (false, true) => "callers must handle more values",
        (false, false) => "responses contain fewer values",
    };
    Judgement::new(wire, if_then(group.in_request(), Compatible, Unchanged), format!("{values}; {what}"))
}

/// Ranks how much a schema allows beyond its listed properties.
fn openness(additional: Option<&str>) -> u8 {
    match additional {
        Some("refused") => 0,
        Some("of one kind") => 1,
        _ => 2,
    }
}

fn judge_name(group: &Group<'_>, element: &Element, values: &str) -> Judgement {
    let same = has_same_name_in_code(group);
    let rust = if_then(same, Unchanged, Breaking);
    if element.kind == Kind::Parameter && element.word(Word::In) == Some("path") {
        let what = if same { "" } else { "; the call's field in Rust gets the new name" };
        return Judgement::new(Unchanged, rust, format!("{values}; invisible on the wire{what}"));
    }
    let what = match (group.in_request(), same) {
        (true, true) => "the client sends the new name automatically",
        (true, false) => "callers must send the new name",
        (false, true) => "the client reads the new name automatically",
        (false, false) => "callers must read the new name",
    };
    Judgement::new(Breaking, rust, format!("{values}; {what}"))
}

/// Returns whether a renamed field or argument keeps its name in Rust.
fn has_same_name_in_code(group: &Group<'_>) -> bool {
    let name = |facts: &Facts| {
        let own = facts.word(Word::RustName).map(ToOwned::to_owned);
        own.or_else(|| Some(names::field(facts.word(Word::Name)?, facts.word(Word::In) == Some("path"))))
    };
    group.first.facts().is_some_and(|(old, new)| name(old).is_some() && name(old) == name(new))
}

fn judge_other_values(group: &Group<'_>, values: &str, was: Option<&str>, is: Option<&str>) -> Judgement {
    // A schema without a list of values accepts every other value too.
    let wire = match (was != Some("refused"), is != Some("refused")) {
        (true, false) => if_then(group.in_request(), Breaking, Compatible),
        (false, true) => if_then(group.in_request(), Compatible, Breaking),
        _ => Unchanged,
    };
    // If the Rust type changes too, that is reported as a separate change.
    let what = if group.in_request() { "send" } else { "handle" };
    Judgement::new(wire, Unchanged, format!("{values}; callers must check which values they {what}"))
}
