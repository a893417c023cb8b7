//! Commands that read lists.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use personeel::{Date, Guid, SchoolYear, Structure};

use super::values::scalar;

/// Which employees or records.
#[derive(Clone, Debug, Args)]
pub(crate) struct Filter {
    /// School year, such as 2026-27
    #[arg(long, value_name = "YEAR", value_parser = scalar::<SchoolYear>)]
    pub(crate) school_year: SchoolYear,

    /// Main structure, three characters such as 311
    #[arg(long, value_name = "CODE", value_parser = scalar::<Structure>)]
    pub(crate) structure: Option<Structure>,
}

/// Records of everybody or of one person.
#[derive(Clone, Debug, Args)]
pub(crate) struct PersonFilter {
    /// Only this person's: the `personId` of an employee
    #[arg(long, value_name = "PERSON", value_parser = scalar::<Guid>)]
    pub(crate) person: Option<Guid>,

    #[command(flatten)]
    pub(crate) filter: Filter,

    /// Read each row by itself: print those that decode, tell the places of the others, and exit with 8
    #[arg(long)]
    pub(crate) per_row: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Employees {
    /// List the employees of a school year
    #[command(after_help = "\
Examples:
  personeel employees list --school-year 2026-27
  personeel employees list --school-year 2026-27 --structure 311 --format csv --csv-dialect excel-be > staff.csv
  personeel employees list --api-version 1 --structure 311    everybody who ever worked there")]
    List(EmployeesList),

    /// Get one employee
    #[command(after_help = "\
Example:
  personeel employees get 42cd5a20-e22f-45d7-973c-fab8734dec50 --school-year 2026-27")]
    Get(EmployeesGet),
}

#[derive(Debug, Args)]
pub(crate) struct EmployeesList {
    /// School year, such as 2026-27; version 1 does without
    #[arg(long, value_name = "YEAR", value_parser = scalar::<SchoolYear>, required_unless_present = "api_version")]
    pub(crate) school_year: Option<SchoolYear>,

    /// Main structure, three characters such as 311; version 1 requires it
    #[arg(long, value_name = "CODE", value_parser = scalar::<Structure>, required_if_eq("api_version", "1"))]
    pub(crate) structure: Option<Structure>,

    /// The short list of API version 1
    #[arg(long, value_name = "VERSION", value_parser = ["1"])]
    pub(crate) api_version: Option<String>,

    /// Read each row by itself: print those that decode, tell the places of the others, and exit with 8
    #[arg(long)]
    pub(crate) per_row: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EmployeesGet {
    /// The `personId` of the employee
    #[arg(value_name = "PERSON", value_parser = scalar::<Guid>)]
    pub(crate) person: Guid,

    #[command(flatten)]
    pub(crate) filter: Filter,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Assignments {
    /// List the assignments of a school year
    #[command(after_help = "\
Examples:
  personeel assignments list --school-year 2026-27
  personeel assignments list --school-year 2026-27 --person 42cd5a20-e22f-45d7-973c-fab8734dec50")]
    List(AssignmentsList),
}

#[derive(Debug, Args)]
pub(crate) struct AssignmentsList {
    #[command(flatten)]
    pub(crate) of: PersonFilter,

    /// Leave out assignments whose hours are not subsidised
    #[arg(long)]
    pub(crate) exclude_non_subsidised: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Diplomas {
    /// List the diplomas of the employees of a school year
    #[command(after_help = "\
Example:
  personeel diplomas list --school-year 2026-27")]
    List(PersonFilter),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Appointments {
    /// List the appointments of the employees of a school year, or of one person
    #[command(after_help = "\
Examples:
  personeel appointments list --school-year 2026-27
  personeel appointments list --person 42cd5a20-e22f-45d7-973c-fab8734dec50")]
    List(AppointmentsList),
}

#[derive(Debug, Args)]
pub(crate) struct AppointmentsList {
    /// Only this person's: the `personId` of an employee
    #[arg(long, value_name = "PERSON", value_parser = scalar::<Guid>)]
    pub(crate) person: Option<Guid>,

    /// School year, such as 2026-27; there is none with --person
    #[arg(long, value_name = "YEAR", value_parser = scalar::<SchoolYear>, required_unless_present = "person",
          conflicts_with = "person")]
    pub(crate) school_year: Option<SchoolYear>,

    /// Main structure, three characters such as 311
    #[arg(long, value_name = "CODE", value_parser = scalar::<Structure>)]
    pub(crate) structure: Option<Structure>,

    /// Read each row by itself: print those that decode, tell the places of the others, and exit with 8
    #[arg(long)]
    pub(crate) per_row: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OwnFields {
    /// List the own fields of a school year
    #[command(after_help = "\
Example:
  personeel own-fields list --school-year 2026-27 --format csv")]
    List(PersonFilter),
}

#[derive(Debug, Subcommand)]
pub(crate) enum Photos {
    /// List the photos of the employees of a school year, in base64
    #[command(after_help = "\
Example:
  personeel photos list --school-year 2026-27 --changed-since 2026-09-01 --format ndjson")]
    List(PhotosList),

    /// Save the photos of the employees of a school year as files
    ///
    /// One file for each person, named after the `personId`, with the extension of what its bytes are; with several
    /// institutes in a folder for each. A file is written only where its bytes changed, and whole or not at all, so
    /// that a run that was broken off can simply be run again. Nothing is ever removed but the same person's photo of
    /// another format.
    #[command(after_help = "\
Example:
  personeel photos save --out photos --school-year 2026-27")]
    Save(PhotosSave),
}

#[derive(Clone, Debug, Args)]
pub(crate) struct PhotosFilter {
    /// Only this person's: the `personId` of an employee
    #[arg(long, value_name = "PERSON", value_parser = scalar::<Guid>, conflicts_with_all = ["changed_since", "structure"])]
    pub(crate) person: Option<Guid>,

    /// School year, such as 2026-27; not needed with --person
    #[arg(long, value_name = "YEAR", value_parser = scalar::<SchoolYear>, required_unless_present = "person")]
    pub(crate) school_year: Option<SchoolYear>,

    /// Main structure, three characters such as 311
    #[arg(long, value_name = "CODE", value_parser = scalar::<Structure>)]
    pub(crate) structure: Option<Structure>,

    /// Only photos that changed since this date, such as 2026-09-01
    #[arg(long, value_name = "DATE", value_parser = scalar::<Date>)]
    pub(crate) changed_since: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct PhotosList {
    #[command(flatten)]
    pub(crate) filter: PhotosFilter,

    /// Read each row by itself: print those that decode, tell the places of the others, and exit with 8
    #[arg(long)]
    pub(crate) per_row: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PhotosSave {
    /// Folder for the files; it is made where there is none
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,

    #[command(flatten)]
    pub(crate) filter: PhotosFilter,
}
