//! What a snapshot holds of each institute.

/// A list of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Resource {
    Employees,
    Assignments,
    Interruptions,
    Diplomas,
    Appointments,
    OwnFields,
    Photos,
}

impl Resource {
    /// All of them; photos come where they are asked for.
    pub(crate) const ALL: [Self; 7] = [
        Self::Employees,
        Self::Assignments,
        Self::Interruptions,
        Self::Diplomas,
        Self::Appointments,
        Self::OwnFields,
        Self::Photos,
    ];

    /// Its name, as the commands have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Employees => "employees",
            Self::Assignments => "assignments",
            Self::Interruptions => "interruptions",
            Self::Diplomas => "diplomas",
            Self::Appointments => "appointments",
            Self::OwnFields => "own-fields",
            Self::Photos => "photos",
        }
    }

    /// The fields that identify a record among those of its list.
    pub(super) fn id_fields(self) -> &'static [&'static str] {
        match self {
            Self::Interruptions => &["doId"],
            Self::OwnFields => &["personId", "vvId"],
            // One photo for each person, whichever id it has this time.
            Self::Employees | Self::Photos => &["personId"],
            Self::Assignments | Self::Diplomas | Self::Appointments => &["id"],
        }
    }
}
