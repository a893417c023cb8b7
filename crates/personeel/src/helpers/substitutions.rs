//! Who substitutes whom.

use std::collections::HashMap;

use personeel_client::types::{Assignment, Interruption};

/// A leave with the assignments that substitute it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Substitution<'a> {
    /// The leave.
    pub interruption: &'a Interruption,
    /// The substitutes' assignments, in the order of the list.
    pub assignments: Vec<&'a Assignment>,
}

/// Joins leaves to the assignments that substitute them, by `doId`, in the order of the leaves. A leave that nobody
/// substitutes has no assignments; an assignment whose leave is not in the list is left out.
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
        let names: Vec<Vec<_>> =
            joined.iter().map(|one| one.assignments.iter().map(|two| two.ambt.as_deref().unwrap()).collect()).collect();
        assert_eq!(names, [vec!["a", "c"], vec![], vec![]]);
    }
}
