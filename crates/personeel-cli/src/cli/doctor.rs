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

The report holds no personal data and no setting: counts, paths of the document, and what the service is like. Exit 0 where
all is well, 11 where the service differs from the document, and else the code of the first section that fails.")]
pub(crate) struct Doctor {
    /// School year of the lists; the current one unless given
    #[arg(long, value_name = "YEAR", value_parser = scalar::<SchoolYear>)]
    pub(crate) school_year: Option<SchoolYear>,

    /// For so many people of each institute the calls for one person are made too
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(0..=1000))]
    pub(crate) people: u16,

    /// Write the report to this file, for its owner only
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,
}
