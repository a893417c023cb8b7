//! Paths to the members of a record that change.

use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

/// A path relative to the record, such as `adressen[].postcode`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    member: String,
    /// Whether the path continues into each item of a list.
    items: bool,
}

/// A place that a path leads to.
pub(super) enum Spot<'a> {
    /// A member of an object, whether it is present or not.
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
        steps
            .map(Self)
            .ok_or_else(|| de::Error::custom("a path consists of members and dots, such as adressen[].postcode"))
    }
}

impl Path {
    /// Calls `act` for every spot that the path leads to.
    pub(super) fn for_each_spot(&self, record: &mut Value, act: &mut impl FnMut(Spot<'_>)) {
        follow_steps(&self.0, record, act);
    }
}

fn follow_steps(steps: &[Step], value: &mut Value, act: &mut impl FnMut(Spot<'_>)) {
    let (Some((step, rest)), Value::Object(members)) = (steps.split_first(), value) else { return };
    if rest.is_empty() && !step.items {
        return act(Spot::Member(members, &step.member));
    }
    let Some(inner) = members.get_mut(&step.member) else { return };
    match inner {
        Value::Array(items) if step.items && rest.is_empty() => items.iter_mut().for_each(|item| act(Spot::Item(item))),
        Value::Array(items) if step.items => items.iter_mut().for_each(|item| follow_steps(rest, item, act)),
        inner if !step.items => follow_steps(rest, inner, act),
        _ => {}
    }
}
