//! Parses YAML 1.2 (core schema) into JSON, with the position of every node.
//!
//! Anchors, aliases, tags and multiple documents in a file are refused. The document does not need them, and not all of
//! its readers, people and tools, understand them.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span};
use serde_json::{Map, Number, Value};

use super::{Pointer, Position};

/// A syntax error.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) position: Position,
    pub(super) message: String,
}

type Positions = HashMap<Pointer, Position>;

/// Parses text that contains one document.
///
/// JSON is valid YAML except for escaped surrogate pairs, which only a JSON parser joins. Text that looks like JSON is
/// therefore parsed as JSON if it is not valid YAML; the result then has no positions.
pub(super) fn parse(text: &str) -> Result<(Value, Positions), Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    parse_yaml(text).or_else(|fault| {
        let json = text.trim_start().starts_with('{').then(|| serde_json::from_str(text).ok()).flatten();
        json.map(|value| (value, Positions::new())).ok_or(fault)
    })
}

fn parse_yaml(text: &str) -> Result<(Value, Positions), Fault> {
    let mut reader = Reader { text, parser: Parser::new_from_str(text), positions: Positions::new(), depth: 0 };
    loop {
        let (event, span) = reader.next_event()?;
        match event {
            Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
            Event::StreamEnd => return Err(fault(span.start, "the file is empty; expected an OpenAPI document")),
            other => {
                let value = reader.read_node(other, span, &Pointer::root())?;
                reader.expect_end()?;
                return Ok((value, reader.positions));
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    positions: Positions,
    /// The number of open lists and mappings.
    depth: usize,
}

/// The maximum nesting: deeper than any sensible document, and far from overflowing the stack.
const MAX_DEPTH: usize = 200;

fn too_deep() -> String {
    format!("nested more than {MAX_DEPTH} levels deep; move the inner part to a component and use $ref")
}

impl<'a> Reader<'a> {
    fn next_event(&mut self) -> Result<(Event<'a>, Span), Fault> {
        match self.parser.next_event() {
            Some(Ok(next)) => Ok(next),
            Some(Err(error)) => Err(self.explain(*error.marker(), error.info())),
            None => Ok((Event::StreamEnd, Span::empty(Marker::default()))),
        }
    }

    /// Turns a parser error into a fault at the right line, with advice. The parser reports a missing colon a line
    /// late.
    fn explain(&self, marker: Marker, info: &str) -> Fault {
        let line =
            |number: usize| number.checked_sub(1).and_then(|index| self.text.lines().nth(index)).unwrap_or_default();
        let before = (1..marker.line()).rev().find(|number| !line(*number).trim().is_empty());
        let lacks = |number: &usize| {
            let text = line(*number).trim();
            !text.contains(':') && !text.starts_with(['-', '#', '"', '\''])
        };
        let lost = info.contains("mapping values are not allowed") || info.contains("expect ':'");
        if let Some(number) = before.filter(|number| lost && lacks(number)) {
            let text = line(number);
            let column = text.chars().take_while(|c| c.is_whitespace()).count() + 1;
            let message = format!("`{}` has no colon after its key", text.trim());
            return Fault { position: Position { line: number, column }, message };
        }
        if info.contains("recursion limit") {
            return fault(marker, &too_deep());
        }
        if info.contains("tabs disallowed") {
            return fault(marker, &format!("{info}; indent with spaces"));
        }
        fault(marker, info)
    }

    fn expect_end(&mut self) -> Result<(), Fault> {
        loop {
            match self.next_event()? {
                (Event::StreamEnd, _) => return Ok(()),
                (Event::DocumentEnd, _) => {}
                (_, span) => return Err(fault(span.start, "a second document starts here; expected only one")),
            }
        }
    }

    fn read_node(&mut self, event: Event<'a>, span: Span, pointer: &Pointer) -> Result<Value, Fault> {
        if self.depth == MAX_DEPTH {
            return Err(fault(span.start, &too_deep()));
        }
        self.depth += 1;
        let value = self.read_value(event, span, pointer);
        self.depth -= 1;
        value
    }

    fn read_value(&mut self, event: Event<'a>, span: Span, pointer: &Pointer) -> Result<Value, Fault> {
        self.positions.entry(pointer.clone()).or_insert(position(span.start));
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                refuse_extras(span, anchor, tag.is_some())?;
                Ok(if style == ScalarStyle::Plain { resolve_plain(&text) } else { Value::String(text.into_owned()) })
            }
            Event::SequenceStart(anchor, tag) => {
                refuse_extras(span, anchor, tag.is_some())?;
                let mut items = Vec::new();
                loop {
                    match self.next_event()? {
                        (Event::SequenceEnd, _) => return Ok(Value::Array(items)),
                        (event, span) => {
                            let pointer = pointer.child(&items.len().to_string());
                            items.push(self.read_node(event, span, &pointer)?);
                        }
                    }
                }
            }
            Event::MappingStart(anchor, tag) => {
                refuse_extras(span, anchor, tag.is_some())?;
                self.read_mapping(pointer)
            }
            Event::Alias(_) => Err(fault(span.start, "aliases are not supported; repeat the value or use $ref")),
            _ => Err(fault(span.start, "expected a value")),
        }
    }

    fn read_mapping(&mut self, pointer: &Pointer) -> Result<Value, Fault> {
        let mut members = Map::new();
        loop {
            let (event, span) = self.next_event()?;
            let key = match event {
                Event::MappingEnd => return Ok(Value::Object(members)),
                Event::Scalar(text, _, anchor, tag) => {
                    refuse_extras(span, anchor, tag.is_some())?;
                    text.into_owned()
                }
                _ => return Err(fault(span.start, "the key is not a string")),
            };
            if key == "<<" {
                return Err(fault(span.start, "merge keys are not supported; write out the members, or use $ref"));
            }
            let member = pointer.child(&key);
            if let Some(first) = self.positions.get(&member) {
                return Err(fault(span.start, &format!("duplicate key `{key}`, first used in line {}", first.line)));
            }
            self.positions.insert(member.clone(), position(span.start));
            let (event, span) = self.next_event()?;
            let value = self.read_node(event, span, &member)?;
            members.insert(key, value);
        }
    }
}

fn refuse_extras(span: Span, anchor: usize, tagged: bool) -> Result<(), Fault> {
    if anchor != 0 {
        return Err(fault(span.start, "anchors are not supported; repeat the value or use $ref"));
    }
    if tagged {
        return Err(fault(span.start, "tags are not supported; quote the value if it is a string"));
    }
    Ok(())
}

/// Resolves an unquoted scalar according to the core schema.
fn resolve_plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    if let Ok(number) = text.parse::<i64>() {
        return Value::Number(number.into());
    }
    let numeric = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E'));
    if numeric
        && let Ok(number) = text.parse::<f64>()
        && let Some(number) = Number::from_f64(number)
    {
        return Value::Number(number);
    }
    Value::String(text.to_owned())
}

fn position(marker: Marker) -> Position {
    Position { line: marker.line(), column: marker.col() + 1 }
}

fn fault(marker: Marker, message: &str) -> Fault {
    Fault { position: position(marker), message: message.to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parse_error(text: &str) -> Fault {
        parse(text).expect_err("the text should be refused")
    }

    #[test]
    fn scalars_follow_the_core_schema() {
        let (value, _) = parse("a: 1\nb: \"1\"\nc: 2023-10-27\nd: 1.5\ne: null\nf: yes\ng: 011007\n").unwrap();
        assert_eq!(value, json!({"a": 1, "b": "1", "c": "2023-10-27", "d": 1.5, "e": null, "f": "yes", "g": 11007}));
    }

    #[test]
    fn members_know_the_position_of_their_key() {
        let (_, positions) = parse("a:\n  - x\n  - b: y\n").unwrap();
        assert_eq!(positions[&Pointer::of(&["a", "0"])], Position { line: 2, column: 5 });
        assert_eq!(positions[&Pointer::of(&["a", "1", "b"])], Position { line: 3, column: 5 });
    }

    #[test]
    fn faults_name_line_and_column() {
        assert_eq!(parse_error("a: [1\nb: 2\n").position.line, 2);
        let repeated = parse_error("a: 1\nb: 2\na: 3\n");
        assert_eq!(repeated.position, Position { line: 3, column: 1 });
        assert!(repeated.message.contains("line 1"), "{}", repeated.message);
        assert_eq!(parse_error("a: &x 1\n").position.line, 1);
        assert!(parse_error("a: !!str 1\n").message.contains("tag"));
        let lost = parse_error("info:\n  title Small\n  version: 1\n");
        assert_eq!((lost.position, lost.message.contains("no colon")), (Position { line: 2, column: 3 }, true));
        let lost = parse_error("info\n  title: Small\n");
        assert_eq!((lost.position.line, lost.message.contains("no colon")), (1, true));
        assert!(parse_error("a:\n\tb: 1\n").message.contains("indent with spaces"));
        assert!(parse_error("a:\n  <<: {b: 1}\n").message.contains("merge key"));
        assert!(parse_error(&"- ".repeat(300)).message.contains("deep"));
        assert!(parse_error("").message.contains("empty"));
        assert!(parse_error("a: 1\n---\nb: 2\n").message.contains("second document"));
    }
}
