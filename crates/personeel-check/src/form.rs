//! The textual forms of values. What is told of a text is its form, never the text.

use crate::shape::Form;

/// How a text departs from a form; `None` where it has it.
pub(crate) fn departs(form: Form, text: &str) -> Option<&'static str> {
    match form {
        Form::Any => None,
        Form::Base64 => base64(text),
        _ if text.is_empty() => Some("empty"),
        _ => {
            let bare = text.trim();
            if bare.is_empty() {
                return Some("blank");
            }
            let seen = name(bare);
            let fits = match form {
                Form::Guid => "uuid",
                Form::Date => "date",
                Form::DateTimeLocal => "date-time-local",
                _ => "date-time",
            };
            match (seen == fits, bare.len() == text.len()) {
                (true, true) => None,
                (true, false) => Some("blanks"),
                (false, _) => Some(seen),
            }
        }
    }
}

/// The form of a text that nobody has described, as far as programs care.
pub(crate) fn name(text: &str) -> &'static str {
    let text = text.trim();
    let bytes = text.as_bytes();
    match bytes {
        [] => "empty",
        [b'{', inner @ .., b'}'] if is_guid(inner.trim_ascii()) => "uuid in braces",
        _ if is_guid(bytes) => "uuid",
        _ if bytes.len() == 32 && bytes.iter().all(u8::is_ascii_hexdigit) => "uuid without hyphens",
        _ if is_number(text) => "number in a string",
        _ => time(text).unwrap_or("string"),
    }
}

fn is_guid(bytes: &[u8]) -> bool {
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_number(text: &str) -> bool {
    let first = text.as_bytes().first().copied().unwrap_or_default();
    (first.is_ascii_digit() || first == b'-') && text.len() < 40 && text.parse::<f64>().is_ok()
}

/// The form of a date or a time of ISO 8601.
fn time(text: &str) -> Option<&'static str> {
    if !text.is_ascii() || text.len() < 10 || text.len() > 40 {
        return None;
    }
    let (date, rest) = text.split_at(10);
    if !like(date, "0000-00-00") {
        return None;
    }
    if rest.is_empty() {
        return Some("date");
    }
    let rest = rest.strip_prefix('T').or_else(|| rest.strip_prefix(' '))?;
    let blank = !text.contains('T');
    let (clock, rest) = rest.split_at_checked(8)?;
    if !like(clock, "00:00:00") {
        return None;
    }
    let fraction = rest.strip_prefix('.').map(|rest| rest.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    let zone = fraction.unwrap_or(rest);
    let has_zone = zone == "Z" || (zone.starts_with(['+', '-']) && like(&zone[1..], "00:00"));
    match (fraction.is_some(), has_zone, zone.is_empty()) {
        _ if blank => Some("date and time with a blank between"),
        (false, true, _) => Some("date-time"),
        (true, true, _) => Some("date-time with a fraction"),
        (false, false, true) => Some("date-time-local"),
        (true, false, true) => Some("date-time-local with a fraction"),
        _ => None,
    }
}

/// Whether a text has digits where the pattern has zeros, and the same bytes elsewhere.
fn like(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, like)| match like {
            b'0' => byte.is_ascii_digit(),
            _ => byte == like,
        })
}

/// Base64 with its padding; nothing at all is base64 too.
fn base64(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let padding = bytes.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    let digits = &bytes[..bytes.len() - padding];
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    if bytes.len().is_multiple_of(4) && digits.iter().all(is_digit) {
        return None;
    }
    Some(if text.trim().is_empty() { "blank" } else { "no base64" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        for (form, text, expected) in [
            (Form::Any, "", None),
            (Form::Guid, "42cd5a20-e22f-45d7-973c-fab8734dec50", None),
            (Form::Guid, "42CD5A20-E22F-45D7-973C-FAB8734DEC50", None),
            (Form::Guid, " 42cd5a20-e22f-45d7-973c-fab8734dec50", Some("blanks")),
            (Form::Guid, "{42CD5A20-E22F-45D7-973C-FAB8734DEC50}", Some("uuid in braces")),
            (Form::Guid, "{ 42cd5a20-e22f-45d7-973c-fab8734dec50}", Some("uuid in braces")),
            (Form::Guid, "42cd5a20e22f45d7973cfab8734dec50", Some("uuid without hyphens")),
            (Form::Guid, "17", Some("number in a string")),
            (Form::Guid, "", Some("empty")),
            (Form::Guid, "  ", Some("blank")),
            (Form::Guid, "Jan", Some("string")),
            (Form::DateTimeLocal, "1957-02-16T00:00:00", None),
            (Form::DateTimeLocal, "1900-01-01T00:00:00", None),
            (Form::DateTimeLocal, "1957-02-16", Some("date")),
            (Form::DateTimeLocal, "1957-02-16T00:00:00Z", Some("date-time")),
            (Form::DateTimeLocal, "1957-02-16T00:00:00+01:00", Some("date-time")),
            (Form::DateTimeLocal, "1957-02-16T00:00:00.0000000", Some("date-time-local with a fraction")),
            (Form::DateTimeLocal, "1957-02-16T00:00:00.123Z", Some("date-time with a fraction")),
            (Form::DateTimeLocal, "1957-02-16 00:00:00", Some("date and time with a blank between")),
            (Form::DateTimeLocal, "16/02/1957", Some("string")),
            (Form::DateTimeLocal, "null", Some("string")),
            (Form::Date, "1957-02-16", None),
            (Form::Date, "1957-02-16T00:00:00", Some("date-time-local")),
            (Form::DateTime, "1957-02-16T00:00:00Z", None),
            (Form::DateTime, "1957-02-16T00:00:00", Some("date-time-local")),
            (Form::Base64, "", None),
            (Form::Base64, "/9j/4AA=", None),
            (Form::Base64, " ", Some("blank")),
            (Form::Base64, "data:image/jpeg;base64,/9j/4AA=", Some("no base64")),
            (Form::Base64, "===", Some("no base64")),
        ] {
            assert_eq!(departs(form, text), expected, "{form:?} {text:?}");
        }
    }
}
