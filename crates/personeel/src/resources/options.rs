//! Optional arguments that many calls take.

use std::fmt;

use personeel_wire::{SchoolYear, Structure};

use crate::call::{Call, Request};
use crate::error::Error;

/// A call that can be narrowed to one structure.
#[doc(hidden)]
pub trait TakesStructure {
    fn structure(&mut self) -> &mut Option<Structure>;
}

/// A call that can be narrowed to one school year.
#[doc(hidden)]
pub trait TakesSchoolYear {
    fn school_year(&mut self) -> &mut Option<SchoolYear>;
}

/// A call that lists hours, subsidised or not.
#[doc(hidden)]
pub trait TakesNonSubsidised {
    fn incl_non_sub_hours(&mut self) -> &mut Option<bool>;
}

impl<R: Request + TakesStructure> Call<R> {
    /// Narrows the call to one main structure, for example `"311"`. A text that is none fails the call before it is
    /// sent.
    pub fn structure<S>(mut self, structure: S) -> Self
    where
        S: TryInto<Structure>,
        S::Error: fmt::Display,
    {
        match structure.try_into() {
            Ok(structure) => {
                self.doubt_structure(structure.is_valid());
                *self.request.structure() = Some(structure);
            }
            Err(error) => self.refuse("structure", &error),
        }
        self
    }
}

impl<R: Request + TakesSchoolYear> Call<R> {
    /// Narrows the call to one school year.
    pub fn school_year(mut self, year: SchoolYear) -> Self {
        *self.request.school_year() = Some(year);
        self
    }
}

impl<R: Request + TakesNonSubsidised> Call<R> {
    /// Leaves out assignments whose hours are not subsidised.
    pub fn exclude_non_subsidised(mut self) -> Self {
        *self.request.incl_non_sub_hours() = Some(false);
        self
    }
}

impl<R> Call<R> {
    /// A structure that was decoded may be any text; the service takes three characters.
    pub(super) fn doubt_structure(&mut self, valid: bool) {
        if !valid {
            self.doubtful.get_or_insert_with(|| Error::invalid_argument("structure: three characters are expected"));
        }
    }

    fn refuse(&mut self, argument: &str, error: &dyn fmt::Display) {
        self.invalid.get_or_insert_with(|| Error::invalid_argument(format!("{argument}: {error}")));
    }
}

/// Implements [`TakesStructure`] for calls with a field `structure`.
macro_rules! takes_structure {
    ($($call:ty),+ $(,)?) => {$(
        impl crate::resources::options::TakesStructure for $call {
            fn structure(&mut self) -> &mut Option<personeel_wire::Structure> {
                &mut self.structure
            }
        }
    )+};
}

/// Implements [`TakesNonSubsidised`] for calls with a field `incl_non_sub_hours`.
macro_rules! takes_non_subsidised {
    ($($call:ty),+ $(,)?) => {$(
        impl crate::resources::options::TakesNonSubsidised for $call {
            fn incl_non_sub_hours(&mut self) -> &mut Option<bool> {
                &mut self.incl_non_sub_hours
            }
        }
    )+};
}

pub(super) use {takes_non_subsidised, takes_structure};
