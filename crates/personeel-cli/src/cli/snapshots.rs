//! Flags of the commands that take, show, prune and compare snapshots.

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

/// Commands on existing snapshots.
#[derive(Debug, Subcommand)]
pub(crate) enum Snapshots {
    /// List the snapshots in a file
    #[command(after_help = "\
Example:
  personeel snapshot list --db staff.db")]
    List(SnapshotFile),

    /// Show the contents of a snapshot: the number of records in each list of each institute, or why it failed
    #[command(after_help = "\
Examples:
  personeel snapshot show --db staff.db      the latest
  personeel snapshot show --db staff.db 3")]
    Show(SnapshotShow),

    /// Remove old snapshots and free their space
    ///
    /// Staff data must not accumulate for ever. Snapshots that `diff` needs for the next comparison are always kept:
    /// for each institute, the last complete one of each structure in the school year of the latest snapshot. Asks for
    /// confirmation on a terminal; elsewhere --yes is required.
    #[command(after_help = "\
Examples:
  personeel snapshot prune --db s.db --keep 90d --dry-run
  personeel snapshot prune --db s.db --keep 30 --yes")]
    Prune(SnapshotPrune),
}

#[derive(Debug, Args)]
pub(crate) struct SnapshotFile {
    /// SQLite file created by `personeel snapshot`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) db: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct SnapshotShow {
    #[command(flatten)]
    pub(crate) file: SnapshotFile,

    /// Number of the snapshot [default: the latest]
    #[arg(value_name = "ID")]
    pub(crate) id: Option<i64>,
}

#[derive(Debug, Args)]
pub(crate) struct SnapshotPrune {
    #[command(flatten)]
    pub(crate) file: SnapshotFile,

    /// How many of the latest snapshots to keep, such as 30, or how long to keep them, such as 90d, 12w or 1y
    #[arg(long, value_name = "N|TIME", value_parser = parse_keep)]
    pub(crate) keep: Keep,

    /// Show what would be removed, without removing anything
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Which snapshots to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    /// This many of the latest.
    Latest(usize),
    /// Those taken within this many days.
    Days(u32),
}

fn parse_keep(text: &str) -> Result<Keep, String> {
    let expected = || "expected a number of snapshots such as 30, or a period such as 90d, 12w or 1y".to_owned();
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

/// Flags of `snapshot` without a subcommand.
#[derive(Debug, Args)]
pub(crate) struct Take {
    /// SQLite file; created if missing, readable by its owner only
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) db: PathBuf,

    /// School year, such as 2026-27 [default: the current one]
    #[arg(long, value_name = "YEAR", value_parser = days::parse_school_year)]
    pub(crate) school_year: Option<SchoolYear>,

    /// Main structure, three characters such as 311
    #[arg(long, value_name = "CODE", value_parser = scalar::<Structure>)]
    pub(crate) structure: Option<Structure>,

    /// Store the photos too
    #[arg(long)]
    pub(crate) photos: bool,

    /// Store an institute even if it has lost all its employees, or has no data in any list
    ///
    /// A wrong URL, school year or structure looks the same. Without this flag, such an institute counts as failed.
    #[arg(long)]
    pub(crate) allow_empty: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel diff --db staff.db
  personeel diff --db staff.db 3 7 --format csv > c.csv
  personeel diff --db staff.db --max-change-pct 10    exits 10 if more than a tenth changed
  personeel diff --db staff.db --quiet                exits 12 if anything changed, and prints nothing")]
pub(crate) struct Diff {
    /// SQLite file created by `personeel snapshot`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) db: PathBuf,

    /// Number of the older snapshot
    #[arg(value_name = "OLD", requires = "new")]
    pub(crate) old: Option<i64>,

    /// Number of the newer snapshot
    #[arg(value_name = "NEW")]
    pub(crate) new: Option<i64>,

    /// Exit with 12 if anything came, changed or left, and with 0 if nothing did
    #[arg(long)]
    pub(crate) exit_code: bool,

    /// Print no differences, and set the exit code as with --exit-code
    #[arg(long, short = 'q')]
    pub(crate) quiet: bool,

    /// Compare partial snapshots too, leaving out the institutes that failed in them
    #[arg(long)]
    pub(crate) allow_partial: bool,

    /// Exit with 10 if more than this percentage of an institute's people came, changed or left in any list
    ///
    /// The percentage is taken of the older snapshot, for each list separately: of everyone in it, and of those who had
    /// records in that list, unless that was one person. An ordinary night affects a few percent; beyond a quarter, a
    /// faulty service or a wrong setting is as likely as real changes, and someone should look before accounts are
    /// closed. 100 disables the limit.
    #[arg(long, value_name = "N", value_parser = parse_percentage, default_value = "25")]
    pub(crate) max_change_pct: f64,
}

fn parse_percentage(text: &str) -> Result<f64, String> {
    let number = text.trim().parse::<f64>().ok().filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| "expected a percentage from 0 to 100, such as 10 or 2.5".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keep_is_a_number_or_a_period() {
        for (text, kept) in [
            ("30", Keep::Latest(30)),
            (" 1 ", Keep::Latest(1)),
            ("90d", Keep::Days(90)),
            ("2W", Keep::Days(14)),
            ("1y", Keep::Days(366)),
        ] {
            assert_eq!(parse_keep(text).unwrap(), kept, "{text}");
        }
        for text in ["", "0", "0d", "d", "-1", "1.5d", "90m", "4000000000w", "alles", "3\u{20ac}"] {
            assert!(parse_keep(text).is_err(), "{text}");
        }
    }
}
