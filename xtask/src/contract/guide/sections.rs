//! Finds where calls, their parts and the appendices start.

use super::lines::Line;
use crate::model::Method;

/// A section of the guide.
#[derive(Debug, PartialEq, Eq)]
pub enum Section {
    /// A call, with its method, path and query.
    Call(String),
    /// A table of codes, with its title.
    Codes(String),
    /// The table of statuses.
    Statuses,
    /// The version history.
    History,
    /// Anything else.
    Prose,
}

impl Section {
    /// Returns what the section is about.
    pub fn name(&self) -> &str {
        match self {
            Self::Call(title) | Self::Codes(title) => title,
            Self::Statuses => "the statuses",
            Self::History => "the history",
            Self::Prose => "prose",
        }
    }
}

/// A part of a call's section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The text before the first part heading.
    Description,
    /// The request, with its API version if the call has several.
    Request(Option<String>),
    /// Headers.
    Headers,
    /// Parameters.
    Url,
    /// The request body.
    Body,
    /// The response.
    Response(Option<String>),
    /// An example request.
    ExampleRequest(Option<String>),
    /// An example response.
    ExampleResponse(Option<String>),
    /// A flow chart, which is a picture.
    FlowChart,
}

impl Part {
    /// Returns the heading of the part.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Request(_) => "Request",
            Self::Headers => "Headers",
            Self::Url => "URL",
            Self::Body => "Body",
            Self::Response(_) => "Response",
            Self::ExampleRequest(_) => "Example request",
            Self::ExampleResponse(_) => "Example response",
            Self::FlowChart => "Flow chart",
        }
    }
}

/// The mark at the end of a deprecated call's heading.
pub const DEPRECATED: &str = "(deprecated)";

/// Splits the text into sections, each with the index of its first line, of the line after its heading, and of its end.
pub fn split(lines: &[Line]) -> Vec<(Section, usize, usize, usize)> {
    let mut starts: Vec<(Section, usize, usize)> = Vec::new();
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let in_history = starts.last().is_some_and(|start| start.0 == Section::History);
        let found = if let Some((heading, length)) = call_heading(lines, index).filter(|_| !in_history) {
            Some((Section::Call(heading), length))
        } else {
            other_section(lines, index, line, starts.last().map(|start| &start.0))
        };
        match found {
            Some((section, length)) => {
                starts.push((section, index, index + length));
                index += length.max(1);
            }
            None => index += 1,
        }
    }
    if starts.first().is_none_or(|start| start.1 > 0) {
        starts.insert(0, (Section::Prose, 0, 0));
    }
    let ends: Vec<_> = starts.iter().skip(1).map(|start| start.1).chain([lines.len()]).collect();
    starts.into_iter().zip(ends).map(|((section, first, body), end)| (section, first, body, end)).collect()
}

fn other_section(lines: &[Line], index: usize, line: &Line, current: Option<&Section>) -> Option<(Section, usize)> {
    let next = lines.get(index + 1).map_or("", |line| line.text.as_str());
    let text = line.text.as_str();
    if text == "Code Text Description" || text == "Result code Resources Description" {
        return Some((Section::Statuses, 1));
    }
    if next == "Code Description" {
        return Some((Section::Codes(text.to_owned()), 2));
    }
    if text == "Document version history" && next.ends_with('.') | next.contains("history") | next.starts_with("Doc") {
        return Some((Section::History, 1));
    }
    let chapter = next.starts_with("This chapter describes") || text.starts_with("APPENDIX");
    let after = ["References", "List of attachments"].contains(&text) || text.starts_with("Sample code");
    let in_table = match current {
        Some(Section::Codes(_)) => true,
        // If more rows follow, this is a description that looks like a heading.
        Some(Section::Statuses) => !lines.iter().skip(index).take(6).any(|line| status(&line.text).is_some()),
        _ => false,
    };
    let ended = in_table && is_title(lines, index);
    (chapter || after || ended).then_some((Section::Prose, 0))
}

/// Returns whether a line looks like a prose heading: short, without end punctuation, and not inside a sentence. Empty
/// lines are no indication, since the text of a PDF has none.
pub fn is_title(lines: &[Line], index: usize) -> bool {
    let Some(line) = lines.get(index) else { return false };
    let previous = index.checked_sub(1).and_then(|index| lines.get(index));
    let short = |text: &str| text.chars().count() <= 60 && !text.ends_with(['.', ':', ';', ',', '…', '?', '!']);
    let code = |text: &str| text.split(' ').next().is_some_and(|word| super::words::code_of_row(word).is_some());
    let title = |text: &str| starts_with_capital(text) && short(text) && !code(text);
    let ended = previous.is_none_or(|line| line.text.ends_with(ENDS) || title(&line.text));
    // A broken sentence continues in lower case, and a long line is not a heading.
    let goes_on = lines.get(index + 1).is_some_and(|next| next.text.starts_with(|c: char| c.is_lowercase()));
    let sentence = goes_on || line.text.split(' ').count() > 8;
    ended
        && !sentence
        && title(&line.text)
        && !line.text.contains(['{', '}', '=', '"', '<', ';'])
        && !line.text.contains("//")
}

/// The characters that end a sentence, a list or an example.
const ENDS: [char; 8] = ['.', ':', ';', ']', '}', ')', '"', '>'];

fn starts_with_capital(text: &str) -> bool {
    text.starts_with(|c: char| c.is_uppercase())
}

/// Returns the status at the start of a row.
pub fn status(text: &str) -> Option<&str> {
    let (status, rest) = text.split_once(' ')?;
    let digits = status.len() == 3 && status.chars().all(|c| c.is_ascii_digit());
    (digits && starts_with_capital(rest)).then_some(status)
}

/// Returns a call's heading, a line with a method and a path followed by a request part, and its number of lines.
fn call_heading(lines: &[Line], index: usize) -> Option<(String, usize)> {
    let (mut heading, mut length) = method_and_path(lines, index)?;
    while let Some(line) = lines.get(index + length) {
        let (piece, deprecated) = without_mark(&line.text);
        let pieces = piece.contains(['{', '=', '&', '?', '/']) || heading.ends_with(['/', '?', '&', '=', '-']);
        let goes_on = !line.starts && !piece.contains(' ') && (pieces || piece.is_empty());
        if heading.ends_with(DEPRECATED) || !goes_on {
            break;
        }
        heading = if deprecated { format!("{heading}{piece} {DEPRECATED}") } else { heading + piece };
        length += 1;
    }
    let rest = lines.get(index + length..)?;
    let request = rest.iter().position(|line| matches!(part(&line.text), Some(Part::Request(_))))?;
    let another = (index + length..lines.len()).position(|at| method_and_path(lines, at).is_some());
    another.is_none_or(|another| request < another).then_some((heading, length))
}

/// Returns text without the mark of a deprecated call, and whether it had the mark.
fn without_mark(text: &str) -> (&str, bool) {
    let split = text.len().checked_sub(DEPRECATED.len()).and_then(|at| text.split_at_checked(at));
    match split {
        Some((plain, end)) if end.eq_ignore_ascii_case(DEPRECATED) => (plain.trim_end(), true),
        _ => (text, false),
    }
}

/// Returns a method and a path, without a number before them, and the number of lines: the method may be on a line of
/// its own.
fn method_and_path(lines: &[Line], index: usize) -> Option<(String, usize)> {
    let text = &lines.get(index)?.text;
    let unnumbered = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ')').trim_start();
    let next = lines.get(index + 1).filter(|next| Method::of_name(unnumbered).is_some() && next.text.starts_with('/'));
    let (text, length) = next.map_or((unnumbered.to_owned(), 1), |next| (format!("{unnumbered} {}", next.text), 2));
    let (plain, deprecated) = without_mark(&text);
    let (method, path) = plain.split_once(' ')?;
    if Method::of_name(method).is_none() || !path.starts_with('/') || path.contains(' ') {
        return None;
    }
    // A line inside a sentence only mentions a call.
    let previous = index.checked_sub(1).and_then(|index| lines.get(index));
    let after_sentence = previous.is_none_or(|line| line.text.ends_with(ENDS));
    let after_title =
        previous.is_some_and(|line| part(&line.text).is_some()) || index > 0 && is_title(lines, index - 1);
    (after_sentence || after_title).then(|| {
        let heading = if deprecated { format!("{plain} {DEPRECATED}") } else { plain.to_owned() };
        (heading, length)
    })
}

/// Returns the part that a line starts.
pub fn part(text: &str) -> Option<Part> {
    let (head, version) = match text.rsplit_once(" version ") {
        Some((head, version)) if version.chars().all(|c| c.is_ascii_digit()) => (head, Some(version.to_owned())),
        _ => (text, None),
    };
    Some(match (head, version) {
        ("Request", version) => Part::Request(version),
        ("Response", version) => Part::Response(version),
        ("Example request", version) => Part::ExampleRequest(version),
        ("Example response", version) => Part::ExampleResponse(version),
        ("Headers", None) => Part::Headers,
        ("URL", None) => Part::Url,
        ("Body", None) => Part::Body,
        ("Flow chart", None) => Part::FlowChart,
        _ => return None,
    })
}

/// Returns the parts of a call in order, each with its lines.
pub fn parts(lines: &[Line]) -> Vec<(Part, &[Line])> {
    let mut starts = vec![(Part::Description, 0, 0)];
    for (index, line) in lines.iter().enumerate() {
        let Some(found) = part(&line.text) else { continue };
        // Inside an example, these words are captions.
        let caption = matches!(
            (starts.last().map(|start| &start.0), &found),
            (Some(Part::ExampleRequest(_)), Part::Request(None))
                | (Some(Part::ExampleResponse(_)), Part::Response(None))
        );
        if !caption {
            starts.push((found, index, index + 1));
        }
    }
    let ends: Vec<_> = starts.iter().skip(1).map(|start| start.1).chain([lines.len()]).collect();
    starts
        .into_iter()
        .zip(ends)
        .map(|((part, _, body), end)| (part, lines.get(body..end).unwrap_or_default()))
        .collect()
}
