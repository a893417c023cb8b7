//! Judges additions and removals. `changed_facts` judges changed facts.
//!
//! A change breaks the wire if a client of the old document may fail against a service that follows the new one. It
//! breaks Rust callers if the generated code changes incompatibly. Calls, bodies and responses are `#[non_exhaustive]`.
//! A call takes its required arguments in the order of the document, or by name if two have the same type, and its optional
//! ones through setters. A body takes its required fields and its lists by name, in a struct literal. So additions that are
//! optional or appear only in responses are compatible, and required ones break. `cargo xtask rehearse --verdicts` lets the
//! compiler confirm these verdicts.

use super::changed_facts::{has_default, is_client_header, is_plain_list, judge_changed_fact};
use super::verdict::Judgement;
use super::verdict::Verdict::{self, Breaking, Compatible, None as Unchanged};
use crate::contract::{Change, Element, Flag, Group, Kind, Word};

/// Judges one change.
pub fn judge(group: &Group<'_>) -> Judgement {
    let Some(element) = group.first.element() else { return Judgement::new(Unchanged, Unchanged, "") };
    match group.first.change {
        Change::Added => judge_addition(group, element),
        Change::Removed => judge_removal(group, element),
        Change::Fact(facet) => judge_changed_fact(group, element, facet),
    }
}

/// Returns whether the value has a variant in Rust.
pub fn has_variant(element: &Element) -> bool {
    element.word(Word::VariantName).is_some()
}

fn parent<'a>(group: &Group<'a>) -> Option<&'a Element> {
    group.first.path().iter().rev().nth(1).copied()
}

fn if_then(condition: bool, yes: Verdict, no: Verdict) -> Verdict {
    if condition { yes } else { no }
}

fn judge_addition(group: &Group<'_>, element: &Element) -> Judgement {
    let name = group.name();
    match element.kind {
        Kind::Call => Judgement::new(Compatible, Compatible, "new call; callers don't need to change"),
        Kind::Parameter if is_client_header(element) => {
            let wire = if_then(element.is(Flag::Required), Breaking, Compatible);
            Judgement::new(wire, Unchanged, format!("new header `{name}`, which the client sets automatically"))
        }
        Kind::Parameter if element.is(Flag::Required) => {
            Judgement::new(Breaking, Breaking, format!("new required parameter; callers must pass `{name}`"))
        }
        Kind::Parameter => {
            Judgement::new(Compatible, Compatible, format!("new optional parameter; callers may set `{name}`"))
        }
        Kind::Body if group.in_request() => {
            let wire = if_then(element.is(Flag::Required), Breaking, Compatible);
            Judgement::new(wire, Breaking, "the call now takes a body; callers must pass one")
        }
        Kind::Body => Judgement::new(Compatible, Breaking, "the response now has a body; the call returns it"),
        Kind::Field if group.in_request() => judge_new_request_property(group, element, &name),
        Kind::Field if loses_default(group, element) => {
            Judgement::new(Compatible, Breaking, format!("new property `{name}`, {NO_DEFAULT}"))
        }
        Kind::Field => Judgement::new(Compatible, Compatible, format!("new property; callers may read `{name}`")),
        Kind::Value => judge_new_value(group, element),
        Kind::Status if element.name.starts_with('2') => Judgement::new(
            Breaking,
            if_then(has_equal_content(element, group.first.old.last()), Unchanged, Breaking),
            "new success response; callers that expect another status must handle it",
        ),
        Kind::Status => {
            // This client decodes every error status alike. Clients generated with a type for each status do not.
            Judgement::new(
                Breaking,
                Unchanged,
                "new error response; clients with a type for each status don't know it, this one handles it",
            )
        }
        Kind::Media if group.in_request() => Judgement::new(Compatible, Unchanged, "new media type for requests"),
        Kind::Media => Judgement::new(Compatible, Unchanged, "new media type for responses"),
        Kind::Header => Judgement::new(Compatible, Unchanged, "new response header"),
        Kind::Callback => Judgement::new(Breaking, Unchanged, "the service makes a callback; callers must handle it"),
        Kind::Server => {
            let none = |owner: &Element| owner.kind == Kind::Call && owner.of(Kind::Server).next().is_none();
            let replaces = group.first.old.last().is_some_and(|owner| none(owner));
            let wire = if_then(replaces, Breaking, Compatible);
            Judgement::new(
                wire,
                Unchanged,
                "new server; callers may use it, and must if the call had no server of its own",
            )
        }
        Kind::Security => {
            // The first requirement locks callers out; one more is an alternative.
            let alone = group.first.old.last().is_some_and(|root| root.of(Kind::Security).next().is_none());
            let replaces = group.first.old.last().zip(group.first.new.iter().rev().nth(1)).is_some_and(|(old, new)| {
                !old.of(Kind::Security).any(|scheme| new.of(Kind::Security).any(|other| other.key == scheme.key))
            });
            let verdict = if_then(alone || replaces, Breaking, Compatible);
            Judgement::new(verdict, Unchanged, "new authentication scheme; callers must use it if the old one is gone")
        }
        Kind::Scope => Judgement::new(Breaking, Unchanged, format!("tokens now also need the scope `{name}`")),
        Kind::Code => Judgement::new(Compatible, Compatible, "new code; older clients decode it as unknown"),
        Kind::Returns => Judgement::new(Compatible, Compatible, "the call may return this code; callers may handle it"),
        Kind::Choice => {
            let wire = if_then(group.in_request() == (element.name != "not"), Compatible, Breaking);
            let what = if group.in_request() { "send" } else { "read" };
            Judgement::new(wire, Breaking, format!("new alternative; callers must check what they {what}"))
        }
        Kind::Rule => Judgement::new(Breaking, Compatible, "new rule; callers must comply"),
        Kind::NoData => Judgement::new(Compatible, Compatible, "new form; calls treat such a response as no data"),
        Kind::History => Judgement::new(Unchanged, Unchanged, "new row in the guide's history"),
        Kind::Contract => Judgement::new(Unchanged, Unchanged, "new contract"),
    }
}

/// Why a member that is required breaks callers that don't use it.
const NO_DEFAULT: &str = "which is required, so its Rust type no longer implements `Default`";

fn judge_new_request_property(group: &Group<'_>, element: &Element, name: &str) -> Judgement {
    // Callers build only bodies field by field; other types only have `Default`.
    let in_body = group.first.new.iter().rev().nth(1).is_some_and(|owner| owner.kind == Kind::Body);
    if element.is(Flag::Required) {
        let rust = if_then(in_body || loses_default(group, element), Breaking, Compatible);
        return Judgement::new(Breaking, rust, format!("new required property; callers must send `{name}`"));
    }
    if in_body && is_plain_list(element) {
        let message = format!("new list; a body takes every list by name, so Rust callers must pass `{name}`");
        return Judgement::new(Compatible, Breaking, message);
    }
    Judgement::new(Compatible, Compatible, format!("new optional property; callers may send `{name}`"))
}

/// Returns whether a new member deprives the Rust type of its object of `Default`.
fn loses_default(group: &Group<'_>, member: &Element) -> bool {
    member.is(Flag::Required) && group.first.old.last().is_some_and(|object| has_default(object))
}

/// Returns the call that has the names, the arguments and the responses of this one, with another method or path.
fn find_moved<'a>(call: &Element, root: &'a Element) -> Option<&'a Element> {
    const NAMES: [Word; 4] = [Word::OperationId, Word::MethodName, Word::Resource, Word::Arguments];
    let contents = |call: &Element| {
        let mut contents: Vec<_> = call.children.iter().map(|child| (child.key.clone(), child.content())).collect();
        contents.sort();
        contents
    };
    root.of(Kind::Call).find(|other| {
        NAMES.iter().all(|name| other.word(*name) == call.word(*name)) && contents(other) == contents(call)
    })
}

/// Returns whether a call has a success response with this content, under whatever status.
fn has_equal_content(response: &Element, call: Option<&&Element>) -> bool {
    let mut successes =
        call.into_iter().flat_map(|call| call.of(Kind::Status)).filter(|other| other.name.starts_with('2'));
    successes.any(|other| other.content() == response.content())
}

fn judge_new_value(group: &Group<'_>, element: &Element) -> Judgement {
    let rust = if_then(has_variant(element), Compatible, Unchanged);
    let closed = parent(group).is_some_and(|owner| owner.word(Word::OtherValues) == Some("refused"));
    let was_free = group.first.old.last().is_some_and(|owner| owner.word(Word::OtherValues).is_none());
    if group.in_request() {
        let wire = if_then(closed && was_free, Breaking, Compatible);
        return Judgement::new(wire, rust, "new value; callers may send it");
    }
    let wire = if_then(closed && !was_free, Breaking, Compatible);
    Judgement::new(wire, rust, "new value; older clients decode it as unknown, and callers may handle it")
}

fn judge_removal(group: &Group<'_>, element: &Element) -> Judgement {
    let name = group.name();
    match element.kind {
        Kind::Call => match group.first.new.last().and_then(|root| find_moved(element, root)) {
            Some(moved) => {
                let message = format!("the call is now `{}`; the client sends it there automatically", moved.name);
                Judgement::new(Breaking, Unchanged, message)
            }
            None => Judgement::new(Breaking, Breaking, "the call is gone; callers must stop using it"),
        },
        Kind::Parameter if is_client_header(element) => {
            Judgement::new(Breaking, Unchanged, format!("the header `{name}` is gone; the client must stop sending it"))
        }
        Kind::Parameter => {
            Judgement::new(Breaking, Breaking, format!("the parameter is gone; callers must stop passing `{name}`"))
        }
        Kind::Body if group.in_request() => Judgement::new(Breaking, Breaking, "the call no longer takes a body"),
        Kind::Body => {
            Judgement::new(Breaking, Breaking, "the response no longer has a body; callers must not read one")
        }
        Kind::Field if group.in_request() => {
            Judgement::new(Breaking, Breaking, format!("the property is gone; callers must stop sending `{name}`"))
        }
        Kind::Field => {
            Judgement::new(Breaking, Breaking, format!("the property is gone; callers must not read `{name}`"))
        }
        Kind::Value => {
            let rust = if_then(has_variant(element), Breaking, Unchanged);
            let freed = group.first.new.last().is_some_and(|owner| owner.word(Word::OtherValues).is_none());
            let wire = if_then(group.in_request() && !freed, Breaking, Compatible);
            let what = if group.in_request() { "must not send it" } else { "no longer need to handle it" };
            Judgement::new(wire, rust, format!("the value is gone; callers {what}"))
        }
        Kind::Status if element.name.starts_with('2') => {
            let rust = if_then(has_equal_content(element, group.first.new.last()), Unchanged, Breaking);
            Judgement::new(Breaking, rust, "this success response is gone; callers must handle its replacement")
        }
        // Callers may rely on a removed status: 404 means an empty list here, for instance.
        Kind::Status => Judgement::new(
            Breaking,
            Unchanged,
            "this response is gone; callers that handle it must handle its replacement",
        ),
        Kind::Media => {
            Judgement::new(Breaking, Unchanged, format!("`{name}` is gone; callers must use another media type"))
        }
        Kind::Header => Judgement::new(Breaking, Unchanged, "this response header is gone; callers must not read it"),
        Kind::Callback => Judgement::new(Breaking, Unchanged, "the service no longer makes the callback"),
        Kind::Server => Judgement::new(Breaking, Unchanged, "the server is gone; callers must use another"),
        Kind::Security => {
            let open = group.first.new.last().is_some_and(|root| root.of(Kind::Security).next().is_none());
            let verdict = if_then(open, Compatible, Breaking);
            Judgement::new(verdict, Unchanged, "this authentication scheme is gone; callers that use it need another")
        }
        Kind::Scope => Judgement::new(Compatible, Unchanged, format!("tokens no longer need the scope `{name}`")),
        Kind::Code => Judgement::new(Compatible, Breaking, "the code is gone, and so is its name in Rust"),
        Kind::Returns => Judgement::new(Compatible, Compatible, "the call no longer returns this code"),
        Kind::Choice => {
            let wire = if_then(group.in_request() == (element.name != "not"), Breaking, Compatible);
            let what = if group.in_request() { "send" } else { "read" };
            Judgement::new(wire, Breaking, format!("the alternative is gone; callers must check what they {what}"))
        }
        Kind::Rule => Judgement::new(Compatible, Compatible, "the rule is gone"),
        Kind::NoData => {
            Judgement::new(Breaking, Compatible, "the form is gone; calls treat such a response as an error")
        }
        Kind::History => Judgement::new(Unchanged, Unchanged, "a row of the guide's history is gone"),
        Kind::Contract => Judgement::new(Unchanged, Unchanged, "the contract is gone"),
    }
}
