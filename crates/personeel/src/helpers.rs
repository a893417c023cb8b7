//! What people write by hand around this API.
//!
//! Sentinel dates: `Date::without_sentinel` takes `1900-01-01` for none, and [`real_date`] does so for an optional one.
//! School years: `SchoolYear` parses, formats, and tells which year a date is in.

mod own_fields;
mod people;
mod period;
mod substitutions;

pub use own_fields::own_fields_by_person;
pub use people::{Person, people};
pub use period::Period;
pub use substitutions::{Substitution, substitutions};

use personeel_wire::Date;

/// A date that the service gave, without the one that stands for none (`1900-01-01`).
pub fn real_date(date: Option<Date>) -> Option<Date> {
    date.and_then(Date::without_sentinel)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentinel_is_no_date() {
        assert_eq!(real_date(None), None);
        assert_eq!(real_date(Some(Date::SENTINEL)), None);
        let date = "2011-09-01".parse().unwrap();
        assert_eq!(real_date(Some(date)), Some(date));
    }
}
