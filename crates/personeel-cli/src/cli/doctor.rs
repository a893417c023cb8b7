//! The command `doctor`.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use personeel::SchoolYear;

use super::values::scalar;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel doctor --institute 011007
  personeel doctor --people 10 --report report.json

Report and exit codes:
The report holds no personal data and no settings: only counts, paths
in the document, and how the service behaves.
The exit code is 0 if all is well, 11 if the service differs from the
document, and otherwise that of the first section that fails.")]
pub(crate) struct Doctor {
    /// School year of the lists, such as 2026-27 [default: the current one]
    #[arg(long, value_name = "YEAR", value_parser = scalar::<SchoolYear>)]
    pub(crate) school_year: Option<SchoolYear>,

    /// How many people of each institute to include in the calls for one person
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(0..=1000))]
    pub(crate) people: u16,

    /// Write the report to this file, readable by its owner only
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,
}
