//! The question before all others: does it work for this institute?

use personeel_wire::jiff::{Timestamp, tz::TimeZone};
use personeel_wire::{Date, SchoolYear};

use crate::error::Result;
use crate::institute::Institute;

/// What a look at the service showed: address, token and scope are right as far as it can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Access {
    /// The list of employees has a first record, and it decodes.
    Confirmed,
    /// The service says that the institute has no employees in this school year. A wrong address may say the same, so
    /// look at the settings before this is taken for an answer.
    NoEmployees {
        /// The current school year.
        school_year: SchoolYear,
    },
}

impl Access {
    /// Whether there was a record to see.
    pub fn is_confirmed(self) -> bool {
        self == Self::Confirmed
    }
}

impl Institute {
    /// Checks that calls for this institute work, with one call: the list of employees of the current school year, read
    /// up to its first record. No more of it is read, however long it is.
    ///
    /// ```no_run
    /// # async fn example(school: personeel::Institute) -> personeel::Result<()> {
    /// use personeel::Access;
    ///
    /// match school.check_access().await? {
    ///     Access::Confirmed => println!("{} can be read", school.number()),
    ///     other => println!("{}: {other:?}: is the address right?", school.number()),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the call: `Unauthorized` and `Forbidden` where client or scope are not granted, `Connection` where the
    /// identity server or the API cannot be reached, `Decode` where something else answers.
    pub async fn check_access(&self) -> Result<Access> {
        // A school year changes once a year; that the day begins an hour or two earlier in Belgium is no matter.
        let today = TimeZone::UTC.to_datetime(Timestamp::now()).date();
        let school_year = SchoolYear::at(Date::from(today));
        match self.employees().list(school_year).stream().next().await {
            Some(Ok(_)) => Ok(Access::Confirmed),
            Some(Err(error)) => Err(error),
            None => Ok(Access::NoEmployees { school_year }),
        }
    }
}
