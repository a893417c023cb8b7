//! Things that have a first and a last day.

use personeel_client::types::{Assignment, Interruption};
use personeel_wire::Date;

use super::real_date;

/// Something with a first and a last day, both included. A day that is missing, or that stands for none, leaves that side
/// open.
pub trait Period {
    /// The first day.
    fn first_day(&self) -> Option<Date>;

    /// The last day.
    fn last_day(&self) -> Option<Date>;

    /// Whether a day falls within it.
    fn is_active_at(&self, day: Date) -> bool {
        self.overlaps(day, day)
    }

    /// Whether it has a day in common with the days from `first` to `last`.
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
        let leave_of = leave(Some("2024-01-10T00:00:00"), Some("2024-01-12"));
        for (date, active) in [("2024-01-09", false), ("2024-01-10", true), ("2024-01-12", true), ("2024-01-13", false)]
        {
            assert_eq!(leave_of.is_active_at(day(date)), active, "{date}");
        }
        assert!(leave_of.overlaps(day("2024-01-12"), day("2024-02-01")));
        assert!(!leave_of.overlaps(day("2024-01-13"), day("2024-02-01")));
        assert!(leave(None, Some("2024-01-12")).is_active_at(day("1990-01-01")));
        assert!(leave(Some("1900-01-01T00:00:00"), None).is_active_at(day("1890-01-01")));
        assert!(!leave(Some("2024-01-10"), None).is_active_at(day("2024-01-09")));
    }
}
