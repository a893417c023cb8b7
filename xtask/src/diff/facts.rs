//! The verdict on changed facts.

use super::judge::is_seam_header;
use super::verdict::Judgement;
use super::verdict::Verdict::{self, Breaking, Compatible, None as Unchanged};
use crate::contract::{Element, Facet, Group, Kind};

/// What a bound does to the set of values.
enum Bound {
    Lower,
    Upper,
    Other,
}

/// Judges a changed fact.
pub fn changed(group: &Group<'_>, element: &Element, facet: Facet) -> Judgement {
    let (old, new) = group.first.values();
    let (was, is) = (old.unwrap_or("none"), new.unwrap_or("none"));
    let told = format!("{facet}: {was} -> {is}");
    match facet {
        Facet::Required => required(group, element, &told, is == "true"),
        Facet::Type | Facet::Shape => type_changed(group, element, was, is, &told),
        Facet::Nullable => nullable(group, &told, is == "true"),
        Facet::Pattern | Facet::MultipleOf | Facet::UniqueItems | Facet::Extensions => {
            constraint(group, &told, old, new, &Bound::Other)
        }
        Facet::MinLength | Facet::Minimum | Facet::MinItems => constraint(group, &told, old, new, &Bound::Lower),
        Facet::MaxLength | Facet::Maximum | Facet::MaxItems | Facet::MaxBytes => {
            constraint(group, &told, old, new, &Bound::Upper)
        }
        Facet::Additional => constraint(group, &told, old, new, &Bound::Other),
        Facet::Default if old.is_none() => {
            Judgement::new(Compatible, Unchanged, format!("{told}; callers may leave it out knowing what holds"))
        }
        Facet::Default => {
            Judgement::new(Breaking, Unchanged, format!("{told}; callers that leave it out must pass the old value"))
        }
        Facet::Name => name(group, element, &told),
        Facet::In => Judgement::new(Breaking, Breaking, format!("{told}; callers must send it there")),
        Facet::Style => Judgement::new(Breaking, Unchanged, format!("{told}; callers must write it the new way")),
        Facet::Open => open(group, &told, old, new),
        Facet::Choice => {
            Judgement::new(Breaking, Breaking, format!("{told}; callers must check what they send or read"))
        }
        Facet::ApiVersion => {
            Judgement::new(Breaking, Unchanged, format!("{told}; the client sends the new version by itself"))
        }
        Facet::OperationId | Facet::VariantName => {
            Judgement::new(Unchanged, Breaking, format!("{told}; callers in Rust must use the new name"))
        }
        Facet::RawBody => Judgement::new(Unchanged, Breaking, format!("{told}; the call returns another type")),
        Facet::Rust => Judgement::new(Unchanged, Breaking, format!("{told}; callers in Rust must use the new type")),
        Facet::Codes => {
            Judgement::new(Unchanged, Compatible, format!("{told}; checks before sending give the new code"))
        }
        Facet::Status => {
            Judgement::new(Breaking, Compatible, format!("{told}; callers that branch on the status must follow"))
        }
        Facet::ExistingId if is == "true" => {
            Judgement::new(Compatible, Compatible, format!("{told}; callers may read the id from the text"))
        }
        Facet::ExistingId => {
            Judgement::new(Breaking, Compatible, format!("{told}; callers must not read an id from the text"))
        }
        Facet::Field => {
            Judgement::new(Unchanged, Compatible, format!("{told}; callers see another field beside the code"))
        }
        Facet::TokenUrl => Judgement::new(Breaking, Compatible, format!("{told}; callers must get tokens there")),
        Facet::OwnSecurity => {
            Judgement::new(Breaking, Compatible, format!("{told}; callers must prove who they are that way"))
        }
        Facet::Deprecated => {
            Judgement::new(Compatible, Compatible, format!("{told}; callers should plan to do without"))
        }
        Facet::Personal | Facet::RepeatedKeys | Facet::GuideVersion | Facet::Since | Facet::Date | Facet::Release => {
            Judgement::new(Unchanged, Unchanged, told)
        }
    }
}

fn if_then(condition: bool, yes: Verdict, no: Verdict) -> Verdict {
    if condition { yes } else { no }
}

fn required(group: &Group<'_>, element: &Element, told: &str, now: bool) -> Judgement {
    if group.in_request() {
        let wire = if_then(now, Breaking, Compatible);
        let what = if now { "callers must pass it" } else { "callers may leave it out" };
        // A list has the same type either way; so has what the seam sends.
        let rust =
            if is_seam_header(element) || element.get(Facet::Shape) == Some("array") { Unchanged } else { Breaking };
        return Judgement::new(wire, rust, format!("{told}; {what}, and its Rust type changes with it"));
    }
    let wire = if_then(now, Compatible, Breaking);
    let rust = if_then(element.kind == Kind::Field && element.get(Facet::Shape) != Some("array"), Breaking, Unchanged);
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

fn type_changed(group: &Group<'_>, element: &Element, was: &str, is: &str, told: &str) -> Judgement {
    let widened = matches!(
        (was, is),
        ("integer (int32)", "integer (int64)" | "integer" | "number" | "number (decimal)")
            | ("integer" | "integer (int64)", "number" | "number (decimal)")
    );
    let narrowed = matches!((was, is), ("integer (int64)" | "integer", "integer (int32)"));
    let harmless = if group.in_request() { widened } else { narrowed };
    let wire = if_then(harmless, Compatible, Breaking);
    let rust = |path: &[&Element]| path.last().and_then(|end| end.get(Facet::Rust).map(ToOwned::to_owned));
    let (old, new) = (rust(&group.first.old), rust(&group.first.new));
    let same = is_seam_header(element) || (old.is_some() && old == new);
    let what = if group.in_request() { "callers must send the new type" } else { "callers must read the new type" };
    Judgement::new(wire, if_then(same, Unchanged, Breaking), format!("{told}; {what}"))
}

fn constraint(group: &Group<'_>, told: &str, old: Option<&str>, new: Option<&str>, bound: &Bound) -> Judgement {
    let number = |value: Option<&str>| value.and_then(|value| value.parse::<f64>().ok());
    let looser = match (bound, number(old), number(new)) {
        _ if new.is_none() || new == Some("allowed") || new == Some("false") => true,
        (Bound::Lower, Some(old), Some(new)) => new < old,
        (Bound::Upper, Some(old), Some(new)) => new > old,
        _ => false,
    };
    let wire = if_then(group.in_request() == looser, Compatible, Breaking);
    let what = match (group.in_request(), looser) {
        (true, true) => "more is accepted",
        (true, false) => "callers must keep to it, and are refused before sending where they don't",
        (false, true) => "callers must expect more",
        (false, false) => "answers keep to it",
    };
    Judgement::new(wire, if_then(group.in_request(), Compatible, Unchanged), format!("{told}; {what}"))
}

fn name(group: &Group<'_>, element: &Element, told: &str) -> Judgement {
    if element.kind == Kind::Parameter && element.get(Facet::In) == Some("path") {
        return Judgement::new(
            Unchanged,
            Unchanged,
            format!("{told}; the wire and positional arguments don't show it"),
        );
    }
    let what = if group.in_request() { "callers must send the new name" } else { "callers must read the new name" };
    Judgement::new(Breaking, Breaking, format!("{told}; {what}"))
}

fn open(group: &Group<'_>, told: &str, old: Option<&str>, new: Option<&str>) -> Judgement {
    // Free values are as open as it gets.
    let (was_open, is_open) = (old != Some("false"), new != Some("false"));
    let wire = match (was_open, is_open) {
        (true, false) => if_then(group.in_request(), Breaking, Compatible),
        (false, true) => if_then(group.in_request(), Compatible, Breaking),
        _ => Unchanged,
    };
    // Where the Rust type changes with it, that is a change of its own.
    Judgement::new(wire, Unchanged, format!("{told}; callers must check which values they send and handle"))
}
