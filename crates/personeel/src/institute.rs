//! One institute, off which every call hangs.

use std::fmt;
use std::sync::Arc;

use personeel_wire::InstituteNumber;
use reqwest::Method;

use crate::client::Shared;
use crate::error::Result;
use crate::raw::RawCall;
use crate::resources::{
    Appointments, Assignments, Attachments, CommunicationNumbers, Diplomas, Employees, Interruptions, OwnFields, Photos,
};

/// A handle for one institute: its number goes out with every call. Clones are cheap.
#[derive(Clone)]
pub struct Institute {
    shared: Arc<Shared>,
    number: InstituteNumber,
}

impl Institute {
    pub(crate) fn new(shared: Arc<Shared>, number: InstituteNumber) -> Self {
        Self { shared, number }
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// The institute's number.
    pub fn number(&self) -> InstituteNumber {
        self.number
    }

    /// A call that is written by hand: for what a newer guide brings. `path` begins with a slash and may hold a query.
    /// It is sent as API version 2.
    ///
    /// # Errors
    ///
    /// `InvalidArgument` where the path is none.
    pub fn raw(&self, method: Method, path: &str) -> Result<RawCall> {
        RawCall::new(self, method, path)
    }

    /// Employees.
    pub fn employees(&self) -> Employees<'_> {
        Employees(self)
    }

    /// Assignments.
    pub fn assignments(&self) -> Assignments<'_> {
        Assignments(self)
    }

    /// Interruptions: absences and leaves.
    pub fn interruptions(&self) -> Interruptions<'_> {
        Interruptions(self)
    }

    /// Diplomas.
    pub fn diplomas(&self) -> Diplomas<'_> {
        Diplomas(self)
    }

    /// Appointments, as open JSON.
    pub fn appointments(&self) -> Appointments<'_> {
        Appointments(self)
    }

    /// Photos.
    pub fn photos(&self) -> Photos<'_> {
        Photos(self)
    }

    /// Own fields.
    pub fn own_fields(&self) -> OwnFields<'_> {
        OwnFields(self)
    }

    /// Attachments of interruptions.
    pub fn attachments(&self) -> Attachments<'_> {
        Attachments(self)
    }

    /// Communication numbers.
    pub fn communication_numbers(&self) -> CommunicationNumbers<'_> {
        CommunicationNumbers(self)
    }
}

impl fmt::Debug for Institute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Institute").field("number", &self.number).finish_non_exhaustive()
    }
}
