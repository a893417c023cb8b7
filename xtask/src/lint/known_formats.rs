//! The formats that the document may use, with checks for their values.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::{Date, DateTime};
use uuid::Uuid;

use crate::model::{Format, JsonType};

const DATE: &str = "%Y-%m-%d";
const DATE_TIME: &str = "%Y-%m-%dT%H:%M:%S";

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
    // The crate also accepts a UUID without hyphens, in braces, or as a URN: all of other lengths.
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

/// Returns whether a text is a date `yyyy-MM-dd` that exists in the calendar.
pub fn is_date(text: &str) -> bool {
    // Parsing accepts more forms of a date than formatting writes.
    Date::strptime(DATE, text).is_ok_and(|date| date.strftime(DATE).to_string() == text)
}

fn is_date_time(text: &str) -> bool {
    DateTime::strptime(DATE_TIME, text).is_ok_and(|moment| moment.strftime(DATE_TIME).to_string() == text)
}

fn is_base64(text: &str) -> bool {
    STANDARD.decode(text).is_ok()
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
