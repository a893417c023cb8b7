//! Where in a record something changes.

use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

/// A path from the record on, such as `adressen[].postcode`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    member: String,
    /// Whether it goes on within each item of a list.
    items: bool,
}

/// What a path leads to.
pub(super) enum Spot<'a> {
    /// A member of an object, whether it is there or not.
    Member(&'a mut Map<String, Value>, &'a str),
    /// An item of a list.
    Item(&'a mut Value),
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let step = |step: &str| {
            let (member, items) = step.strip_suffix("[]").map_or((step, false), |member| (member, true));
            (!member.is_empty()).then(|| Step { member: member.to_owned(), items })
        };
        let steps: Option<Vec<_>> = text.split('.').map(step).collect();
        steps.map(Self).ok_or_else(|| de::Error::custom("a path has members and dots, such as adressen[].postcode"))
    }
}

impl Path {
    /// Does something at every spot that the path leads to.
    pub(super) fn each(&self, record: &mut Value, act: &mut impl FnMut(Spot<'_>)) {
        follow(&self.0, record, act);
    }
}

fn follow(steps: &[Step], value: &mut Value, act: &mut impl FnMut(Spot<'_>)) {
    let (Some((step, rest)), Value::Object(members)) = (steps.split_first(), value) else { return };
    if rest.is_empty() && !step.items {
        return act(Spot::Member(members, &step.member));
    }
    let Some(inner) = members.get_mut(&step.member) else { return };
    match inner {
        Value::Array(items) if step.items && rest.is_empty() => items.iter_mut().for_each(|item| act(Spot::Item(item))),
        Value::Array(items) if step.items => items.iter_mut().for_each(|item| follow(rest, item, act)),
        inner if !step.items => follow(rest, inner, act),
        _ => {}
    }
}
