//! Sorts the parts of a call by API version.

use super::lines::Line;
use super::sections::{Part, parts};

/// The parts of one API version of a call.
#[derive(Debug, Default, Clone)]
pub(super) struct Draft<'a> {
    pub(super) version: Option<String>,
    pub(super) headers: Vec<Line>,
    pub(super) url: &'a [Line],
    pub(super) body: Option<&'a [Line]>,
    pub(super) response: Option<&'a [Line]>,
    pub(super) example_request: &'a [Line],
    pub(super) example_response: &'a [Line],
    /// All parts, in text order.
    pub(super) all: Vec<(Part, &'a [Line])>,
}

/// Returns the versions of a call with their parts. A part without a version belongs to the version named last.
pub(super) fn drafts(lines: &[Line]) -> Vec<Draft<'_>> {
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    let mut current = 0;
    for (part, lines) in parts(lines) {
        let named = match &part {
            Part::Request(v) | Part::Response(v) | Part::ExampleRequest(v) | Part::ExampleResponse(v) => v.clone(),
            _ => None,
        };
        if drafts.is_empty() || named.is_some() {
            let known = drafts.iter().position(|draft| draft.version == named);
            current = known.unwrap_or(drafts.len());
            if known.is_none() && !(part == Part::Description) {
                drafts.push(Draft { version: named, ..Draft::default() });
            }
        }
        let Some(draft) = drafts.get_mut(current) else { continue };
        draft.all.push((part.clone(), lines));
        match part {
            Part::Request(_) | Part::Headers => draft.headers.extend(lines.iter().cloned()),
            Part::Url => draft.url = lines,
            Part::Body => draft.body = Some(lines),
            Part::Response(_) => draft.response = Some(lines),
            Part::ExampleRequest(_) => draft.example_request = lines,
            Part::ExampleResponse(_) => draft.example_response = lines,
            Part::Description | Part::FlowChart => {}
        }
    }
    drafts
}
