//! What the formats of the document mean.

/// A format, the JSON type that it belongs to, and whether a text is one. Numbers are checked as they are written.
type Format = (&'static str, &'static str, fn(&str) -> bool);

/// Every format that the document may use.
pub const FORMATS: [Format; 7] = [
    ("uuid", "string", is_uuid),
    ("date", "string", is_date),
    ("date-time-local", "string", is_date_time),
    ("byte", "string", is_base64),
    ("decimal", "number", |_| true),
    ("int32", "integer", |text| text.parse::<i32>().is_ok()),
    ("int64", "integer", |text| text.parse::<i64>().is_ok()),
];

fn is_uuid(text: &str) -> bool {
    let groups: Vec<_> = text.split('-').map(str::len).collect();
    groups == [8, 4, 4, 4, 12] && text.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
}

/// A day that the calendar has.
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
    fn days_are_those_of_the_calendar() {
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
    fn ids_and_base64_are_whole() {
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
