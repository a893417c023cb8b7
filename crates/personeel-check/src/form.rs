//! Text formats of values. Reports contain the format of a text, never the text itself.

use crate::shape::Form;

/// Describes how a text deviates from a format, or returns `None` if it doesn't.
pub(crate) fn find_deviation(form: Form, text: &str) -> Option<&'static str> {
    match form {
        Form::Any => None,
        Form::Base64 => find_base64_deviation(text),
        _ if text.is_empty() => Some("empty"),
        _ => {
            let bare = text.trim();
            if bare.is_empty() {
                return Some("blank");
            }
            let seen = describe(bare);
            let fits = match form {
                Form::Guid => "uuid",
                Form::Date => "date",
                Form::DateTimeLocal => "date-time-local",
                _ => "date-time",
            };
            match (seen == fits, bare.len() == text.len()) {
                (true, true) => None,
                (true, false) => Some("surrounding whitespace"),
                (false, _) => Some(seen),
            }
        }
    }
}

/// Describes the format of a text that the document doesn't have, as far as it matters to programs.
pub(crate) fn describe(text: &str) -> &'static str {
    let text = text.trim();
    let bytes = text.as_bytes();
    match bytes {
        [] => "empty",
        [b'{', inner @ .., b'}'] if is_guid(inner.trim_ascii()) => "uuid in braces",
        _ if is_guid(bytes) => "uuid",
        _ if bytes.len() == 32 && bytes.iter().all(u8::is_ascii_hexdigit) => "uuid without hyphens",
        _ if is_number(text) => "number in a string",
        _ => describe_date_time(text).unwrap_or("string"),
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

/// Describes the format of an ISO 8601 date or date-time.
fn describe_date_time(text: &str) -> Option<&'static str> {
    if !text.is_ascii() || text.len() < 10 || text.len() > 40 {
        return None;
    }
    let (date, rest) = text.split_at(10);
    if !matches_pattern(date, "0000-00-00") {
        return None;
    }
    if rest.is_empty() {
        return Some("date");
    }
    let rest = rest.strip_prefix('T').or_else(|| rest.strip_prefix(' '))?;
    let has_space = !text.contains('T');
    let (clock, rest) = rest.split_at_checked(8)?;
    if !matches_pattern(clock, "00:00:00") {
        return None;
    }
    let fraction = rest.strip_prefix('.').map(|rest| rest.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    let zone = fraction.unwrap_or(rest);
    let has_zone = zone == "Z" || (zone.starts_with(['+', '-']) && matches_pattern(&zone[1..], "00:00"));
    match (fraction.is_some(), has_zone, zone.is_empty()) {
        _ if has_space => Some("date and time separated by a space"),
        (false, true, _) => Some("date-time"),
        (true, true, _) => Some("date-time with a fraction"),
        (false, false, true) => Some("date-time-local"),
        (true, false, true) => Some("date-time-local with a fraction"),
        _ => None,
    }
}

/// Returns whether a text has digits where the pattern has zeros, and the same bytes elsewhere.
fn matches_pattern(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, expected)| match expected {
            b'0' => byte.is_ascii_digit(),
            _ => byte == expected,
        })
}

/// Describes why a text is not padded base64, or returns `None` if it is. An empty text is valid.
fn find_base64_deviation(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let padding = bytes.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    let digits = &bytes[..bytes.len() - padding];
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    if bytes.len().is_multiple_of(4) && digits.iter().all(is_digit) {
        return None;
    }
    Some(if text.trim().is_empty() { "blank" } else { "not base64" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_is_recognised() {
        for (form, text, expected) in [
            (Form::Any, "", None),
            (Form::Guid, "42cd5a20-e22f-45d7-973c-fab8734dec50", None),
            (Form::Guid, "42CD5A20-E22F-45D7-973C-FAB8734DEC50", None),
            (Form::Guid, " 42cd5a20-e22f-45d7-973c-fab8734dec50", Some("surrounding whitespace")),
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
            (Form::DateTimeLocal, "1957-02-16 00:00:00", Some("date and time separated by a space")),
            (Form::DateTimeLocal, "16/02/1957", Some("string")),
            (Form::DateTimeLocal, "null", Some("string")),
            (Form::Date, "1957-02-16", None),
            (Form::Date, "1957-02-16T00:00:00", Some("date-time-local")),
            (Form::DateTime, "1957-02-16T00:00:00Z", None),
            (Form::DateTime, "1957-02-16T00:00:00", Some("date-time-local")),
            (Form::Base64, "", None),
            (Form::Base64, "/9j/4AA=", None),
            (Form::Base64, " ", Some("blank")),
            (Form::Base64, "data:image/jpeg;base64,/9j/4AA=", Some("not base64")),
            (Form::Base64, "===", Some("not base64")),
        ] {
            assert_eq!(find_deviation(form, text), expected, "{form:?} {text:?}");
        }
    }
}
