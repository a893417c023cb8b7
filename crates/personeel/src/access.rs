//! Checks whether calls for an institute work at all.

use personeel_wire::jiff::{Timestamp, tz::TimeZone};
use personeel_wire::{Date, SchoolYear};

use crate::error::Result;
use crate::institute::Institute;

/// The result of [`Institute::check_access`]: URL, token and scope are right, as far as one call can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// The list of employees has at least one record, and it decodes.
    Confirmed,
    /// The service reports no employees for this institute in this school year. A wrong URL may give the same result,
    /// so check the settings before relying on it.
    NoEmployees {
        /// The current school year.
        school_year: SchoolYear,
    },
}

impl Access {
    /// Returns whether a record was read.
    pub fn is_confirmed(self) -> bool {
        self == Self::Confirmed
    }
}

impl Institute {
    /// Checks that calls for this institute work, by requesting the list of employees of the current school year and
    /// reading it up to its first record. The rest of the list is not read.
    ///
    /// ```no_run
    /// # async fn example(school: personeel::Institute) -> personeel::Result<()> {
    /// use personeel::Access;
    ///
    /// match school.check_access().await? {
    ///     Access::Confirmed => println!("{} can be read", school.number()),
    ///     other => println!("{}: {other:?}: is the URL right?", school.number()),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of the call: `Unauthorized` or `Forbidden` if the client or the scope is not granted, `Connection` if
    /// the identity server or the API cannot be reached, `Decode` if the response comes from something else.
    #[doc(alias = "ping")]
    #[doc(alias = "health")]
    pub async fn check_access(&self) -> Result<Access> {
        // UTC is close enough: the day begins an hour or two earlier in Belgium, and the school year changes once a
        // year.
        let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
        let school_year = SchoolYear::at(Date::from(today));
        match self.employees().list(school_year).stream().next().await {
            Some(Ok(_)) => Ok(Access::Confirmed),
            Some(Err(error)) => Err(error),
            None => Ok(Access::NoEmployees { school_year }),
        }
    }
}
