//! Finds out who replaces whom.

use std::collections::HashMap;

use personeel_client::types::{Assignment, Interruption};

/// A leave, with the assignments of the people who replace the absentee.
#[doc(alias = "replacement")]
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Substitution<'a> {
    /// The leave.
    pub interruption: &'a Interruption,
    /// The assignments of the substitutes, in the order of the list.
    pub assignments: Vec<&'a Assignment>,
}

/// Joins leaves with the assignments of the substitutes by `doId`, in the order of the leaves. A leave without a
/// substitute has no assignments; an assignment whose leave is not in the list is left out.
#[doc(alias = "replacement")]
#[doc(alias = "vervangingen")]
pub fn substitutions<'a>(interruptions: &'a [Interruption], assignments: &'a [Assignment]) -> Vec<Substitution<'a>> {
    let mut by_leave: HashMap<_, Vec<&Assignment>> = HashMap::new();
    for assignment in assignments {
        for link in &assignment.vervangingen {
            if let Some(leave) = link.do_id {
                let substitutes = by_leave.entry(leave).or_default();
                // One assignment may name the same leave more than once.
                if !substitutes.iter().any(|known| std::ptr::eq(*known, assignment)) {
                    substitutes.push(assignment);
                }
            }
        }
    }
    interruptions
        .iter()
        .map(|interruption| Substitution {
            interruption,
            assignments: interruption.do_id.and_then(|leave| by_leave.get(&leave)).cloned().unwrap_or_default(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_find_their_substitutes() {
        let id = |number: u8| format!("00000000-0000-4000-8000-0000000000{number:02}");
        let leaves: Vec<Interruption> =
            serde_json::from_value(serde_json::json!([{ "doId": id(1) }, { "doId": id(2) }, {}])).unwrap();
        let link = |number: u8| serde_json::json!({ "doId": id(number) });
        let assignments: Vec<Assignment> = serde_json::from_value(serde_json::json!([
            { "ambt": "a", "vervangingen": [link(1), link(1)] },
            { "ambt": "b", "vervangingen": [link(9), {}] },
            { "ambt": "c", "vervangingen": [link(1)] },
            { "ambt": "d", "vervangingen": [] },
        ]))
        .unwrap();
        let joined = substitutions(&leaves, &assignments);
        let names: Vec<Vec<_>> = joined
            .iter()
            .map(|leave| leave.assignments.iter().map(|assignment| assignment.ambt.as_deref().unwrap()).collect())
            .collect();
        assert_eq!(names, [vec!["a", "c"], vec![], vec![]]);
    }
}
