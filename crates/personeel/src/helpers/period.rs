//! Periods with a first and a last day.

use personeel_client::types::{Assignment, Interruption};
use personeel_wire::Date;

use super::real_date;

/// A period from a first to a last day, both included. If a day is missing or is the sentinel `1900-01-01`, the period
/// is open on that side.
#[doc(alias = "absence")]
#[doc(alias = "leave")]
pub trait Period {
    /// Returns the first day.
    fn first_day(&self) -> Option<Date>;

    /// Returns the last day.
    fn last_day(&self) -> Option<Date>;

    /// Returns whether a day falls within the period.
    fn is_active_at(&self, day: Date) -> bool {
        self.overlaps(day, day)
    }

    /// Returns whether the period shares a day with the days from `first` to `last`.
    fn overlaps(&self, first: Date, last: Date) -> bool {
        self.first_day().is_none_or(|begin| begin <= last) && self.last_day().is_none_or(|end| end >= first)
    }
}

impl Period for Assignment {
    fn first_day(&self) -> Option<Date> {
        real_date(self.begindatum)
    }

    fn last_day(&self) -> Option<Date> {
        real_date(self.einddatum)
    }
}

impl Period for Interruption {
    fn first_day(&self) -> Option<Date> {
        real_date(self.begindatum)
    }

    fn last_day(&self) -> Option<Date> {
        real_date(self.einddatum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leave(first: Option<&str>, last: Option<&str>) -> Interruption {
        serde_json::from_value(serde_json::json!({ "begindatum": first, "einddatum": last })).unwrap()
    }

    #[test]
    fn both_ends_count_and_a_missing_end_is_open() {
        let day = |text: &str| text.parse().unwrap();
        let closed = leave(Some("2024-01-10T00:00:00"), Some("2024-01-12"));
        for (date, active) in [("2024-01-09", false), ("2024-01-10", true), ("2024-01-12", true), ("2024-01-13", false)]
        {
            assert_eq!(closed.is_active_at(day(date)), active, "{date}");
        }
        assert!(closed.overlaps(day("2024-01-12"), day("2024-02-01")));
        assert!(!closed.overlaps(day("2024-01-13"), day("2024-02-01")));
        assert!(leave(None, Some("2024-01-12")).is_active_at(day("1990-01-01")));
        assert!(leave(Some("1900-01-01T00:00:00"), None).is_active_at(day("1890-01-01")));
        assert!(!leave(Some("2024-01-10"), None).is_active_at(day("2024-01-09")));
    }
}
