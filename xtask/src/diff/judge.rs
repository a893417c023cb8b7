//! The verdict on additions and removals; `facts` judges changed facts.
//!
//! A client of the old document against a service that follows the new one: where it may fail, the wire breaks. For Rust
//! callers the generated code decides. Calls, bodies and answers are `#[non_exhaustive]`; a call takes its required
//! arguments in the order of the document and its optional ones by setters, and a body its required fields by name, in a
//! struct that anybody writes out. So what is optional or only answered is compatible, and what is required breaks.

use super::facts::{self, is_seam_header};
use super::verdict::Judgement;
use super::verdict::Verdict::{self, Breaking, Compatible, None as Unchanged};
use crate::contract::{Change, Element, Flag, Group, Kind, Word};

/// Judges one change.
pub fn judge(group: &Group<'_>) -> Judgement {
    let Some(element) = group.first.element() else { return Judgement::new(Unchanged, Unchanged, "") };
    match group.first.change {
        Change::Added => added(group, element),
        Change::Removed => removed(group, element),
        Change::Fact(facet) => facts::changed(group, element, facet),
    }
}

/// Whether code has a name for the value.
pub fn has_variant(element: &Element) -> bool {
    element.word(Word::VariantName).is_some()
}

fn parent<'a>(group: &Group<'a>) -> Option<&'a Element> {
    group.first.path().iter().rev().nth(1).copied()
}

fn if_then(condition: bool, yes: Verdict, no: Verdict) -> Verdict {
    if condition { yes } else { no }
}

fn added(group: &Group<'_>, element: &Element) -> Judgement {
    let name = group.name();
    match element.kind {
        Kind::Call => Judgement::new(Compatible, Compatible, "new call; callers need to do nothing"),
        Kind::Parameter if is_seam_header(element) => {
            let wire = if_then(element.is(Flag::Required), Breaking, Compatible);
            Judgement::new(wire, Unchanged, format!("new header `{name}`, which the client sets by itself"))
        }
        Kind::Parameter if element.is(Flag::Required) => {
            Judgement::new(Breaking, Breaking, format!("new required parameter; callers must pass `{name}`"))
        }
        Kind::Parameter => {
            Judgement::new(Compatible, Compatible, format!("new optional parameter; callers may set `{name}`"))
        }
        Kind::Body if group.in_request() => {
            let wire = if_then(element.is(Flag::Required), Breaking, Compatible);
            Judgement::new(wire, Breaking, "the call takes a body now; callers must pass one")
        }
        Kind::Body => Judgement::new(Compatible, Breaking, "the answer has a body now; the call returns it"),
        Kind::Field if group.in_request() => member_of_request(element, &name),
        Kind::Field => Judgement::new(Compatible, Compatible, format!("new member; callers may read `{name}`")),
        Kind::Value => added_value(group, element),
        Kind::Status if element.name.starts_with('2') => Judgement::new(
            Breaking,
            Breaking,
            "new successful answer; callers that expect another status must handle it",
        ),
        Kind::Status => {
            // Ours reads every error alike; what is generated with a type for each status doesn't know it.
            Judgement::new(
                Breaking,
                Unchanged,
                "new error; clients with a type for each status don't know it, ours does",
            )
        }
        Kind::Media if group.in_request() => {
            Judgement::new(Compatible, Unchanged, "new media type that requests may use")
        }
        Kind::Media => Judgement::new(Compatible, Unchanged, "new media type that answers may have"),
        Kind::Header => Judgement::new(Compatible, Unchanged, "new header of the answer"),
        Kind::Callback => Judgement::new(Breaking, Unchanged, "the service calls back; callers must answer it"),
        Kind::Server => {
            let none = |owner: &Element| owner.kind == Kind::Call && owner.of(Kind::Server).next().is_none();
            let replaces = group.first.old.last().is_some_and(|owner| none(owner));
            let wire = if_then(replaces, Breaking, Compatible);
            Judgement::new(
                wire,
                Unchanged,
                "new server; callers may use it, and must where the call had none of its own",
            )
        }
        Kind::Security => {
            // Where nothing was asked for, a requirement shuts callers out; beside another one it is a choice.
            let alone = group.first.old.last().is_some_and(|root| root.of(Kind::Security).next().is_none());
            let replaces = group.first.old.last().zip(group.first.new.iter().rev().nth(1)).is_some_and(|(old, new)| {
                !old.of(Kind::Security).any(|scheme| new.of(Kind::Security).any(|other| other.key == scheme.key))
            });
            let verdict = if_then(alone || replaces, Breaking, Compatible);
            Judgement::new(
                verdict,
                Unchanged,
                "new way to prove who calls; callers must use it where the old one is gone",
            )
        }
        Kind::Scope => Judgement::new(Breaking, Unchanged, format!("tokens need the scope `{name}` too")),
        Kind::Code => Judgement::new(Compatible, Compatible, "new code; until now it decoded as an unknown one"),
        Kind::Returns => Judgement::new(Compatible, Compatible, "the call may return this code; callers may handle it"),
        Kind::Choice => {
            let wire = if_then(group.in_request() == (element.name != "not"), Compatible, Breaking);
            Judgement::new(wire, Breaking, "new alternative; callers must check what they send or read")
        }
        Kind::Rule => Judgement::new(Breaking, Compatible, "new rule; callers must keep to it"),
        Kind::NoData => Judgement::new(Compatible, Compatible, "new form; calls take such an answer for no data"),
        Kind::History => Judgement::new(Unchanged, Unchanged, "new row of the guide's history"),
        Kind::Contract => Judgement::new(Unchanged, Unchanged, "new contract"),
    }
}

/// A new member of what is sent.
fn member_of_request(element: &Element, name: &str) -> Judgement {
    if element.is(Flag::Required) {
        return Judgement::new(Breaking, Breaking, format!("new required member; callers must send `{name}`"));
    }
    Judgement::new(Compatible, Compatible, format!("new optional member; callers may send `{name}`"))
}

fn added_value(group: &Group<'_>, element: &Element) -> Judgement {
    let rust = if_then(has_variant(element), Compatible, Unchanged);
    let closed = parent(group).is_some_and(|owner| owner.word(Word::OtherValues) == Some("refused"));
    let was_free = group.first.old.last().is_some_and(|owner| owner.word(Word::OtherValues).is_none());
    if group.in_request() {
        let wire = if_then(closed && was_free, Breaking, Compatible);
        return Judgement::new(wire, rust, "new value; callers may send it");
    }
    let wire = if_then(closed && !was_free, Breaking, Compatible);
    Judgement::new(wire, rust, "new value; until now it decoded as an unknown one, and callers may handle it")
}

fn removed(group: &Group<'_>, element: &Element) -> Judgement {
    let name = group.name();
    match element.kind {
        Kind::Call => Judgement::new(Breaking, Breaking, "the call is gone; callers must do without it"),
        Kind::Parameter if is_seam_header(element) => {
            Judgement::new(Breaking, Unchanged, format!("the header `{name}` is gone; the client must stop sending it"))
        }
        Kind::Parameter => {
            Judgement::new(Breaking, Breaking, format!("the parameter is gone; callers must stop passing `{name}`"))
        }
        Kind::Body if group.in_request() => Judgement::new(Breaking, Breaking, "the call takes no body any more"),
        Kind::Body => Judgement::new(Breaking, Breaking, "the answer has no body any more; callers must not read one"),
        Kind::Field if group.in_request() => {
            Judgement::new(Breaking, Breaking, format!("the member is gone; callers must stop sending `{name}`"))
        }
        Kind::Field => {
            Judgement::new(Breaking, Breaking, format!("the member is gone; callers must not read `{name}`"))
        }
        Kind::Value => {
            let rust = if_then(has_variant(element), Breaking, Unchanged);
            let freed = group.first.new.last().is_some_and(|owner| owner.word(Word::OtherValues).is_none());
            let wire = if_then(group.in_request() && !freed, Breaking, Compatible);
            Judgement::new(wire, rust, "the value is gone; callers must not send it and need not handle it")
        }
        Kind::Status if element.name.starts_with('2') => {
            Judgement::new(Breaking, Breaking, "this successful answer is gone; callers must handle what replaces it")
        }
        // 404 means an empty list here: who handles it must learn what says so now.
        Kind::Status => Judgement::new(
            Breaking,
            Unchanged,
            "this answer is gone; callers that handle it must know what replaces it",
        ),
        Kind::Media => {
            Judgement::new(Breaking, Unchanged, format!("`{name}` is gone; callers must use another media type"))
        }
        Kind::Header => {
            Judgement::new(Breaking, Unchanged, "this header of the answer is gone; callers must not read it")
        }
        Kind::Callback => Judgement::new(Breaking, Unchanged, "the service doesn't call back any more"),
        Kind::Server => Judgement::new(Breaking, Unchanged, "the server is gone; callers must use another"),
        Kind::Security => {
            let open = group.first.new.last().is_some_and(|root| root.of(Kind::Security).next().is_none());
            let verdict = if_then(open, Compatible, Breaking);
            Judgement::new(verdict, Unchanged, "this way to prove who calls is gone; callers that use it need another")
        }
        Kind::Scope => Judgement::new(Compatible, Unchanged, format!("tokens don't need the scope `{name}` any more")),
        Kind::Code => Judgement::new(Compatible, Breaking, "the code is gone, and its name in code with it"),
        Kind::Returns => Judgement::new(Compatible, Compatible, "the call does not return this code any more"),
        Kind::Choice => {
            let wire = if_then(group.in_request() == (element.name != "not"), Breaking, Compatible);
            Judgement::new(wire, Breaking, "the alternative is gone; callers must check what they send or read")
        }
        Kind::Rule => Judgement::new(Compatible, Compatible, "the rule is gone"),
        Kind::NoData => {
            Judgement::new(Breaking, Compatible, "the form is gone; calls take such an answer for an error")
        }
        Kind::History => Judgement::new(Unchanged, Unchanged, "a row of the guide's history is gone"),
        Kind::Contract => Judgement::new(Unchanged, Unchanged, "the contract is gone"),
    }
}
