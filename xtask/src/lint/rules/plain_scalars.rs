//! Unquoted texts that YAML 1.1 readers interpret as something else: dates, times, `yes`, numbers with leading zeros.

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::document::Pointer;
use crate::lint::known_formats::is_date;
use crate::lint::rule::{Report, Rule, Subject};

pub const RULE: Rule = Rule {
    id: "plain-scalars",
    about: "values that some YAML readers take for a date, a time, a boolean or an unusual number are in quotes",
    check,
    #[cfg(test)]
    faults: tests::FAULTS,
};

const BOOLEANS: [&str; 8] = ["y", "n", "yes", "no", "on", "off", "true", "false"];

fn check(subject: &Subject<'_>, report: &mut Report<'_>) {
    // The parsed document no longer distinguishes `0011` from `11`, or a plain key from a quoted one. The text does.
    let mut open: Vec<Level> = Vec::new();
    let mut parser = Parser::new_from_str(&subject.document.text);
    while let Some(Ok((event, _))) = parser.next_event() {
        match event {
            Event::Scalar(text, style, ..) => {
                let plain = style == ScalarStyle::Plain;
                let is_key = open.last().is_some_and(Level::awaits_key);
                if is_key && let Some(level) = open.last_mut() {
                    level.key = Some(text.to_string());
                }
                if let Some(other) = plain.then(|| other_reading(&text, is_key)).flatten() {
                    report.add(&current_place(&open), format!("`{text}` is {other} to some YAML readers: add quotes"));
                }
                if !is_key {
                    end_value(&mut open);
                }
            }
            Event::MappingStart(..) => open.push(Level { key: None, index: None }),
            Event::SequenceStart(..) => open.push(Level { key: None, index: Some(0) }),
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                end_value(&mut open);
            }
            _ => {}
        }
    }
}

/// A mapping or sequence that is being read.
struct Level {
    key: Option<String>,
    index: Option<usize>,
}

impl Level {
    fn awaits_key(&self) -> bool {
        self.index.is_none() && self.key.is_none()
    }
}

/// Moves on to the next key or item after a value.
fn end_value(open: &mut [Level]) {
    if let Some(level) = open.last_mut() {
        level.key = None;
        level.index = level.index.map(|index| index + 1);
    }
}

fn current_place(open: &[Level]) -> Pointer {
    let keys = open.iter().filter_map(|level| level.key.clone().or(level.index.map(|index| index.to_string())));
    keys.fold(Pointer::root(), |pointer, key| pointer.child(&key))
}

/// Returns what some YAML readers take a plain scalar for, if not for what YAML 1.2 says.
fn other_reading(text: &str, is_key: bool) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    let is_boolean = BOOLEANS.contains(&lower.as_str());
    // Every reader takes `true` and `false` for booleans, so they need no quotes as values.
    if is_boolean && (is_key || !matches!(text, "true" | "false")) {
        return Some("a boolean");
    }
    if is_key && matches!(text, "null" | "~" | "") {
        return Some("null");
    }
    if text.get(..10).is_some_and(is_date) || (text.len() >= 8 && is_loose_date(text)) {
        return Some("a date");
    }
    let digits = text.trim_start_matches(['-', '+']);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let only = |allowed: &str| digits.chars().all(|c| c.is_ascii_digit() || allowed.contains(c));
    if digits.contains(':') && only(":.") {
        return Some("a time");
    }
    if digits.len() > 1 && digits.starts_with('0') && only("_") {
        return Some("an octal number");
    }
    if is_key && only(".") {
        return Some("a number");
    }
    let radix = digits.starts_with("0x") || digits.starts_with("0o") || digits.starts_with("0b");
    let special = digits.contains('_') && only("_.") || matches!(lower.trim_start_matches(['-', '+']), ".inf" | ".nan");
    (radix || special).then_some("a number")
}

/// Returns whether a text is a date with one-digit months or days, which YAML 1.1 allows before a time.
fn is_loose_date(text: &str) -> bool {
    let date = text.split(['T', 't', ' ']).next().unwrap_or_default();
    let parts: Vec<_> = date.split('-').collect();
    let digits = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    parts.len() == 3 && parts[0].len() == 4 && parts.iter().all(digits)
}

#[cfg(test)]
mod tests {
    use super::other_reading;
    use crate::lint::fault::Fault;

    pub const FAULTS: &[Fault] = &[
        Fault {
            after: "    PutInterruption:\n      summary:",
            old: "begindatum: \"2023-09-10\"",
            new: "begindatum: 2023-09-10",
            pointer: "#/components/examples/PutInterruption/value/begindatum",
            line: "begindatum: 2023-09-10",
            says: "is a date",
        },
        Fault {
            after: "    EmployeesV1:\n      summary:",
            old: "ambtcode: \"00000236\"",
            new: "ambtcode: 00000236",
            pointer: "#/components/examples/EmployeesV1/value/1/ambtcode",
            line: "ambtcode: 00000236",
            says: "octal",
        },
        Fault {
            after: "    MandaatCode:\n",
            old: "- \"01\"",
            new: "- 01",
            pointer: "#/components/schemas/MandaatCode/x-extensible-enum/1",
            line: "- 01",
            says: "octal",
        },
        Fault {
            after: "    Opleidingsvorm:\n",
            old: "- Ov4",
            new: "- No",
            pointer: "#/components/schemas/Opleidingsvorm/x-enum-varnames/3",
            line: "- No",
            says: "a boolean",
        },
        Fault {
            after: "operationId: listPhotos\n",
            old: "'404':",
            new: "404:",
            pointer: "#/paths/~1employees~1photos/get/responses/404",
            line: "404:",
            says: "is a number",
        },
        Fault {
            after: "    Bank:\n",
            old: "        bic:\n",
            new: "        on:\n",
            pointer: "#/components/schemas/Bank/properties/on",
            line: "on:",
            says: "a boolean",
        },
    ];

    #[test]
    fn ordinary_texts_and_numbers_are_left_alone() {
        for text in
            ["2023", "1.5", "-1", "0", "0.5", "true", "null", "date", "3.0.3", "2023-24", "north", "BR001", "0a"]
        {
            assert_eq!(other_reading(text, false), None, "{text}");
        }
        for text in [
            "2023-10-27",
            "2023-10-27T00:00:00",
            "2001-1-1 0:00",
            "12:30",
            "Yes",
            "OFF",
            "007",
            "0x1F",
            "1_000",
            ".inf",
        ] {
            assert!(other_reading(text, false).is_some(), "{text}");
        }
        for text in ["200", "true", "null", "on"] {
            assert!(other_reading(text, true).is_some(), "{text}");
        }
    }
}
