//! The formats that the document may use, with checks for their values.

use crate::model::{Format, JsonType};

/// The formats that the document may use.
pub const FORMATS: [Format; 7] =
    [Format::Uuid, Format::Date, Format::DateTimeLocal, Format::Byte, Format::Decimal, Format::Int32, Format::Int64];

/// Returns whether a text is a valid value of a format.
type IsValid = fn(&str) -> bool;

/// Returns the JSON type of a format and a check for its values, or `None` if the document may not use the format. The
/// check takes a number as it is written.
pub fn type_and_check(format: &Format) -> Option<(JsonType, IsValid)> {
    Some(match format {
        Format::Uuid => (JsonType::String, is_uuid),
        Format::Date => (JsonType::String, is_date),
        Format::DateTimeLocal => (JsonType::String, is_date_time),
        Format::Byte => (JsonType::String, is_base64),
        Format::Decimal => (JsonType::Number, |_| true),
        Format::Int32 => (JsonType::Integer, |text| text.parse::<i32>().is_ok()),
        Format::Int64 => (JsonType::Integer, |text| text.parse::<i64>().is_ok()),
        Format::DateTime | Format::Float | Format::Double | Format::Other(_) => return None,
    })
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<_> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

/// Returns whether a text is a date `yyyy-MM-dd` that exists in the calendar.
pub fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let parts: Vec<_> = time.split(':').map(|part| number(part, 2)).collect();
    is_date(date) && matches!(parts[..], [Some(0..=23), Some(0..=59), Some(0..=59)])
}

fn is_base64(text: &str) -> bool {
    let content = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - content.len() <= 2
        && content.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/'))
}

fn number(digits: &str, length: usize) -> Option<u32> {
    (digits.len() == length && digits.chars().all(|c| c.is_ascii_digit())).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_exist_in_the_calendar() {
        assert!(["2024-02-29", "2000-02-29", "2023-12-31"].into_iter().all(is_date));
        assert!(
            !["2023-02-29", "1900-02-29", "2023-13-01", "2023-00-01", "2023-4-1", "2023-04-31"]
                .into_iter()
                .any(is_date)
        );
        assert!(is_date_time("1957-02-16T00:00:00"));
        assert!(
            !["1957-02-16", "1957-02-16T24:00:00", "1957-02-16T00:00", "1957-02-30T00:00:00"]
                .into_iter()
                .any(is_date_time)
        );
    }

    #[test]
    fn uuids_and_base64_are_complete() {
        assert!(is_uuid("00000000-0000-4000-8000-000000000001"));
        assert!(
            !["0000000-00000-4000-8000-000000000001", "{00000000-0000-4000-8000-000000000001}", ""]
                .into_iter()
                .any(is_uuid)
        );
        assert!(["", "YQ==", "YXR0ZXN0Cg=="].into_iter().all(is_base64));
        assert!(!["YQ", "YQ=", "Y===", "a-b_"].into_iter().any(is_base64));
    }
}
