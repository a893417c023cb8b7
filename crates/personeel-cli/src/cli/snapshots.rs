//! Snapshots: taken, looked at, removed and compared.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use personeel::{SchoolYear, Structure};

use super::values::scalar;
use crate::days;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel snapshot --db staff.db
  personeel snapshot --db staff.db --school-year 2026-27 \\
    --institute 011007,038281 --photos
  personeel snapshot list --db staff.db
  personeel snapshot prune --db staff.db --keep 90d")]
#[command(subcommand_negates_reqs = true)]
pub(crate) struct Snapshot {
    #[command(subcommand)]
    pub(crate) look: Option<Snapshots>,

    #[command(flatten)]
    pub(crate) take: Option<Take>,
}

/// What is done with the snapshots that there are.
#[derive(Debug, Subcommand)]
pub(crate) enum Snapshots {
    /// List the snapshots of a file
    #[command(after_help = "\
Example:
  personeel snapshot list --db staff.db")]
    List(SnapshotFile),

    /// Show what a snapshot holds: its institutes, with how many records of each list, or why they failed
    #[command(after_help = "\
Examples:
  personeel snapshot show --db staff.db      the latest
  personeel snapshot show --db staff.db 3")]
    Show(SnapshotShow),

    /// Remove old snapshots, and give their space back
    ///
    /// Staff data must not accumulate for ever. What `diff` compares the next snapshot with always stays: for each institute
    /// the last whole one of each structure, in the school year of the latest snapshot. It asks on a terminal, and needs
    /// --yes elsewhere.
    #[command(after_help = "\
Examples:
  personeel snapshot prune --db s.db --keep 90d --dry-run
  personeel snapshot prune --db s.db --keep 30 --yes")]
    Prune(SnapshotPrune),
}

#[derive(Debug, Args)]
pub(crate) struct SnapshotFile {
    /// SQLite file that `personeel snapshot` made
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) db: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct SnapshotShow {
    #[command(flatten)]
    pub(crate) file: SnapshotFile,

    /// Number of the snapshot; the latest unless given
    #[arg(value_name = "ID")]
    pub(crate) id: Option<i64>,
}

#[derive(Debug, Args)]
pub(crate) struct SnapshotPrune {
    #[command(flatten)]
    pub(crate) file: SnapshotFile,

    /// How many of the latest snapshots stay, such as 30, or those of how long, such as 90d, 12w or 1y
    #[arg(long, value_name = "N|TIME", value_parser = keep)]
    pub(crate) keep: Keep,

    /// Tell what would be removed, and remove nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// What stays when snapshots are removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// So many of the latest.
    Latest(usize),
    /// What was taken within so many days.
    Days(u32),
}

fn keep(text: &str) -> Result<Keep, String> {
    let expected = || "expected a number of snapshots such as 30, or a time such as 90d, 12w or 1y".to_owned();
    let text = text.trim();
    let unit = text.chars().next_back().ok_or_else(expected)?;
    let days = match unit.to_ascii_lowercase() {
        'd' => 1,
        'w' => 7,
        'y' => 366,
        _ => {
            let count = text.parse().ok().filter(|count| *count > 0);
            return count.map(Keep::Latest).ok_or_else(expected);
        }
    };
    let number = text.strip_suffix(unit).and_then(|number| number.trim().parse::<u32>().ok());
    let days = number.filter(|number| *number > 0).and_then(|number| number.checked_mul(days));
    days.filter(|days| *days <= 36_600).map(Keep::Days).ok_or_else(expected)
}

/// A snapshot to take.
#[derive(Debug, Args)]
pub(crate) struct Take {
    /// SQLite file; it is made where there is none, for its owner only
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) db: PathBuf,

    /// School year, such as 2026-27 [default: the current one]
    #[arg(long, value_name = "YEAR", value_parser = days::school_year)]
    pub(crate) school_year: Option<SchoolYear>,

    /// Main structure, three characters such as 311
    #[arg(long, value_name = "CODE", value_parser = scalar::<Structure>)]
    pub(crate) structure: Option<Structure>,

    /// Store the photos as well
    #[arg(long)]
    pub(crate) photos: bool,

    /// Store an institute as whole that has no employees although it had some before, or no data in any list
    ///
    /// A wrong address, school year or structure answers that way too. Without this flag such an institute counts as
    /// failed.
    #[arg(long)]
    pub(crate) allow_empty: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel diff --db staff.db
  personeel diff --db staff.db 3 7 --format csv > c.csv
  personeel diff --db staff.db --max-change-pct 10    exits 10 where more than a tenth would change
  personeel diff --db staff.db --quiet                exits 12 where anything changed, and prints nothing")]
pub(crate) struct Diff {
    /// SQLite file that `personeel snapshot` made
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) db: PathBuf,

    /// Number of the older snapshot
    #[arg(value_name = "OLD", requires = "new")]
    pub(crate) old: Option<i64>,

    /// Number of the newer snapshot
    #[arg(value_name = "NEW")]
    pub(crate) new: Option<i64>,

    /// Exit with 12 where anything came, changed or left, and with 0 where nothing did
    #[arg(long)]
    pub(crate) exit_code: bool,

    /// Print nothing of what differs: the exit code tells, as with --exit-code
    #[arg(long, short = 'q')]
    pub(crate) quiet: bool,

    /// Compare partial snapshots too, without the institutes that failed in them
    #[arg(long)]
    pub(crate) allow_partial: bool,

    /// Exit with 10 where more than so many percent of the people of an institute came, changed or left in any list
    ///
    /// People are counted against the older snapshot, in each list apart: against everybody there, and against those
    /// who had records in that list, unless it is one of them. An ordinary night touches a few percent; where it is
    /// more than a quarter, a service or a setting gone wrong is as likely as news, and somebody should look before
    /// accounts are closed. 100 takes the guard off.
    #[arg(long, value_name = "N", value_parser = percentage, default_value = "25")]
    pub(crate) max_change_pct: f64,
}

fn percentage(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| "expected a percentage from 0 to 100, such as 10 or 2.5".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_is_a_number_or_a_time() {
        for (text, kept) in [
            ("30", Keep::Latest(30)),
            (" 1 ", Keep::Latest(1)),
            ("90d", Keep::Days(90)),
            ("2W", Keep::Days(14)),
            ("1y", Keep::Days(366)),
        ] {
            assert_eq!(keep(text).unwrap(), kept, "{text}");
        }
        for text in ["", "0", "0d", "d", "-1", "1.5d", "90m", "4000000000w", "alles", "3\u{20ac}"] {
            assert!(keep(text).is_err(), "{text}");
        }
    }
}
