//! Helpers for code that most programs around this API need.
//!
//! Sentinel dates: the service writes `1900-01-01` for "no date". `Date::without_sentinel` turns that into `None`, and
//! [`real_date`] does the same for an optional date.
//!
//! School years: [`SchoolYear`](crate::SchoolYear) parses and formats them, and finds the school year of a date.

mod own_fields;
mod people;
mod period;
mod substitutions;

pub use own_fields::own_fields_by_person;
pub use people::{Person, people};
pub use period::Period;
pub use substitutions::{Substitution, substitutions};

use personeel_wire::Date;

/// Returns a date from the service, or `None` for the sentinel `1900-01-01`, which stands for "no date".
#[doc(alias = "1900-01-01")]
#[doc(alias = "sentinel")]
pub fn real_date(date: Option<Date>) -> Option<Date> {
    date.and_then(Date::without_sentinel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentinel_is_not_a_date() {
        assert_eq!(real_date(None), None);
        assert_eq!(real_date(Some(Date::SENTINEL)), None);
        let date = "2011-09-01".parse().unwrap();
        assert_eq!(real_date(Some(date)), Some(date));
    }
}
