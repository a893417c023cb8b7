//! Reads tables of fields and parameters.

use super::lines::Line;
use super::words::{is_name, shape};

/// A row.
#[derive(Debug)]
pub struct Row {
    /// The first cell.
    pub name: String,
    /// The type as printed.
    pub type_word: String,
    /// Whether it is required, if the table says so.
    pub required: Option<bool>,
    /// The word in the requirement column, if it means neither required nor optional.
    pub conditional: Option<String>,
    /// The indentation of the name.
    pub indent: usize,
    /// The number of the line where the row starts.
    pub line: usize,
    /// The number of the line where the cells before the description end.
    pub until: usize,
    /// The description.
    pub text: Vec<Line>,
}

/// The words of table headers.
const HEADER: [&str; 9] = [
    "type",
    "required/optional",
    "required/",
    "optional",
    "description",
    "required",
    "mandatory/optional",
    "mandatory/",
    "mandatory",
];

/// The words that start a table header.
const FIRST: [&str; 6] = ["field", "name", "parameter", "property", "attribute", "key"];

/// English words that may start a line of a description and precede the name of a type. They are not field names.
const PROSE: [&str; 30] = [
    "a", "an", "the", "this", "that", "these", "of", "or", "and", "as", "to", "in", "by", "for", "with", "any", "each",
    "no", "own", "given", "provided", "valid", "single", "optional", "required", "possible", "its", "new", "default",
    "encoded",
];

/// Returns whether a line belongs to a table header.
pub fn is_header(line: &Line) -> bool {
    line.text.to_lowercase().split(' ').all(|word| HEADER.contains(&word) || FIRST.contains(&word))
}

/// Returns whether a line starts like a table header.
fn starts_header(line: &Line) -> bool {
    line.text.split(' ').next().is_some_and(|word| FIRST.contains(&word.to_lowercase().as_str()))
}

/// Finds the first table among lines: the index of its header and of its first row, and whether it has a requirement
/// column.
pub fn find_header(lines: &[Line]) -> Option<(usize, usize, bool)> {
    let start = lines.iter().position(|line| is_header(line) && starts_header(line))?;
    let rows = lines.iter().skip(start).take_while(|line| is_header(line));
    let rows: Vec<_> = rows.map(|line| line.text.to_lowercase()).collect();
    let words = rows.join(" ");
    let has_required = words.contains("required") || words.contains("mandatory");
    (words.contains("type") && words.contains("description")).then_some((start, start + rows.len(), has_required))
}

/// Finds a table header with unknown columns.
pub fn find_unknown_header(lines: &[Line]) -> Option<&Line> {
    lines.iter().find(|line| {
        if !starts_header(line) || is_header(line) {
            return false;
        }
        let words: Vec<_> = line.text.split(' ').map(str::to_lowercase).collect();
        let capitals = line.text.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count();
        words.iter().any(|word| word == "type") && capitals >= 3 && words.len() <= 8
    })
}

/// Returns the rows of a table, and the lines before the first row.
pub fn rows(lines: &[Line], has_required: bool) -> (Vec<Row>, Vec<Line>) {
    let mut rows: Vec<Row> = Vec::new();
    let mut before = Vec::new();
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        // The header is repeated where a table continues on the next page.
        if let Some((0, length, _)) = find_header(lines.get(index..).unwrap_or_default()) {
            index += length;
            continue;
        }
        if let Some((mut row, length)) = read_row(lines, index, has_required) {
            // The description starts where the other cells end.
            row.until = lines.get(index + length - 1).map_or(row.line, |line| line.number);
            row.text.iter_mut().for_each(|line| line.number = row.until);
            rows.push(row);
            index += length;
            continue;
        }
        match rows.last_mut() {
            Some(row) => row.text.push(line.clone()),
            None => before.push(line.clone()),
        }
        index += 1;
    }
    (rows, before)
}

/// Reads the row that starts at a line. Also returns the number of lines up to the description.
fn read_row(lines: &[Line], index: usize, has_required: bool) -> Option<(Row, usize)> {
    let line = lines.get(index)?;
    let next = lines.get(index + 1);
    let previous = index.checked_sub(1).and_then(|index| lines.get(index));
    let begins = line.starts || previous.is_none_or(|line| line.text.ends_with(['.', '"', ')', ']']));
    if let Some(row) = read_cells(line, &line.text, begins, has_required) {
        return Some((row, 1));
    }
    let next = next?;
    let both = format!("{} {}", line.text, next.text);
    let words = line.text.split(' ').count();
    // The type, or the cell after it, is on the next line.
    if words <= 2 && (begins || words == 2) && (words == 1 || has_required) {
        let first = next.text.split(' ').next().unwrap_or_default();
        let continues = if words == 1 { shape(first).is_some() } else { is_requirement(first) };
        if continues && let Some(row) = read_cells(line, &both, begins, has_required) {
            return Some((row, 2));
        }
    }
    // The name itself is broken at the column edge, once or twice. A word this long does not end a sentence.
    if words == 1 && (begins || line.text.len() >= 12) {
        let mut whole = line.text.trim_end_matches('-').to_owned();
        for (more, next) in lines.iter().skip(index + 1).take(3).enumerate() {
            // If the type is on a line of its own, the name is complete.
            let first = next.text.split(' ').next().unwrap_or_default();
            let glue = if more > 0 && shape(first).is_some() { " " } else { "" };
            whole = format!("{whole}{glue}{}", next.text);
            if let Some(row) = read_cells(line, &whole, begins, has_required) {
                return Some((row, more + 2));
            }
            if next.starts || next.text.contains(' ') {
                return None;
            }
            whole.truncate(whole.trim_end_matches('-').len());
        }
    }
    None
}

fn is_requirement(word: &str) -> bool {
    requirement(word).is_some()
}

/// The content of a requirement cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Requirement {
    Required,
    Optional,
    /// Required in some cases only.
    Conditional,
}

/// Returns the requirement that a word stands for, if any.
fn requirement(word: &str) -> Option<Requirement> {
    match word.trim_end_matches(['*', ',']).to_lowercase().as_str() {
        "required" | "mandatory" | "verplicht" => Some(Requirement::Required),
        "optional" | "optioneel" | "facultatief" => Some(Requirement::Optional),
        "conditional" | "conditionally" => Some(Requirement::Conditional),
        _ => None,
    }
}

fn read_cells(line: &Line, text: &str, begins: bool, has_required: bool) -> Option<Row> {
    let mut words = text.splitn(if has_required { 4 } else { 3 }, ' ');
    let (name, type_word) = (words.next()?, words.next()?);
    let third = if has_required { Some(words.next()?) } else { None };
    let rest = words.next().unwrap_or_default();
    if !is_name(name) || !type_word.chars().all(|c| c.is_ascii_alphanumeric() || "-<>[](),?/*".contains(c)) {
        return None;
    }
    let sentence = rest.is_empty() || rest.starts_with(|c: char| c.is_uppercase() || c == '"');
    // These are also English words: `end date of the leave`, `the list of`.
    let word = type_word.to_lowercase();
    let english = ["number", "list", "text", "file", "long", "short", "date", "object"].contains(&word.as_str());
    if english && !sentence {
        return None;
    }
    if let Some(third) = third {
        // This cell identifies a row even if the type is unknown.
        if !is_requirement(third) {
            return None;
        }
    } else {
        let lower = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
        // A capitalised name could be the first word of a sentence.
        let prose = PROSE.contains(&name.to_lowercase().as_str());
        let clear = begins && sentence && !english;
        let known = shape(type_word).is_some()
            && if prose { clear && !rest.is_empty() } else { clear || (lower && (sentence || !english)) };
        // An unknown type: a compound name, one word, and a sentence.
        let camel = name.chars().skip(1).any(|c| c.is_ascii_uppercase() || c == '_');
        let unknown = begins && lower && camel && sentence && !prose;
        if !known && !unknown {
            return None;
        }
    }
    let mut described = line.clone();
    rest.clone_into(&mut described.text);
    Some(Row {
        name: name.to_owned(),
        type_word: type_word.to_owned(),
        required: third.and_then(requirement).and_then(|requirement| match requirement {
            Requirement::Required => Some(true),
            Requirement::Optional => Some(false),
            Requirement::Conditional => None,
        }),
        conditional: third.filter(|word| requirement(word) == Some(Requirement::Conditional)).map(ToOwned::to_owned),
        indent: line.indent,
        line: line.number,
        until: line.number,
        text: if rest.is_empty() { Vec::new() } else { vec![described] },
    })
}

#[cfg(test)]
mod tests {
    use super::super::lines::read;
    use super::*;

    fn rows_of(text: &str) -> Vec<String> {
        let lines = read(text).0;
        let (_, first, has_required) = find_header(&lines).expect("a table");
        let (rows, before) = rows(&lines[first..], has_required);
        assert!(before.is_empty(), "{before:?}");
        let required = |row: &Row| row.required.map(|required| if required { " required" } else { " optional" });
        rows.iter().map(|row| format!("{} {}{}", row.name, row.type_word, required(row).unwrap_or(""))).collect()
    }

    #[test]
    fn cells_may_be_broken_anywhere() {
        let plain = "Field Type Required/optional Description \n\nfirstName string required \nThe name.\n\nage int optional Years.";
        let broken = "Field Type Required/ \noptional Description \nfirst\nName string required The \nname.\n\n\
                      age int \noptional Years.";
        let again =
            "Field Type Required/optional Description \nfirstName\nstring required The name.\nage int optional Years.";
        let twice =
            "Field Type Required/optional Description\nfirst\nName\nstring required The name.\nage int optional Years.";
        for text in [plain, broken, again, twice] {
            assert_eq!(rows_of(text), ["firstName string required", "age int optional"], "{text}");
        }
    }

    #[test]
    fn prose_is_not_a_row() {
        let text = "Field Type Description \n\nbank object \nSingle object for the bank. \nthe list of things.\n\nnewType colour A new type.";
        assert_eq!(rows_of(text), ["bank object", "newType colour"]);
    }
}
