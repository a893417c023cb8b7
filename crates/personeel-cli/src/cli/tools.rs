//! Commands around the calls.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use personeel::{Date, Method, SchoolYear, Structure, endpoints};

use super::reads::ChoiceFlags;
use super::values::{duration, scalar};
use crate::days;

#[derive(Debug, Subcommand)]
pub(crate) enum Auth {
    /// Check that it works: credentials, scopes, what is left of the token's life, and the API
    ///
    /// For each institute one call is made: the list of employees of the current school year, read up to its first
    /// record. A school without one is a warning, since a wrong address may answer so too. The token is not shown.
    #[command(after_help = "\
Example:
  personeel auth check --institute 011007,038281")]
    Check,

    /// Print an access token
    ///
    /// Whoever has it can read and write the staff of every institute in its scopes for as long as it lives.
    #[command(after_help = "\
Example:
  personeel auth token --show --format table    the token alone")]
    Token(AuthToken),
}

#[derive(Debug, Args)]
pub(crate) struct AuthToken {
    /// Yes, print it
    #[arg(long)]
    pub(crate) show: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel absent
  personeel absent --on 02/11/2026 --out absent.xlsx")]
pub(crate) struct Absent {
    /// The day, such as 2026-11-02 or 02/11/2026 [default: today]
    #[arg(long, value_name = "DATE", value_parser = days::date)]
    pub(crate) on: Option<Date>,

    #[command(flatten)]
    pub(crate) choice: ChoiceFlags,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel people --institute 011007,038281
  personeel people --where 'geboortedatum month of today' \\
    --columns naam,voornaam,geboortedatum")]
pub(crate) struct People {
    /// School year, such as 2026-27 [default: the current one]
    #[arg(long, value_name = "YEAR", value_parser = days::school_year)]
    pub(crate) school_year: Option<SchoolYear>,

    #[command(flatten)]
    pub(crate) choice: ChoiceFlags,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel codes          every code
  personeel codes BR013    what one means and what to do")]
pub(crate) struct Codes {
    /// One code, such as BR013 or MNA005
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel snapshot --db staff.db
  personeel snapshot --db staff.db --school-year 2026-27 \\
    --institute 011007,038281 --photos")]
pub(crate) struct Snapshot {
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
  personeel diff --db staff.db --max-change-pct 10")]
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

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel api GET '/employees?schoolyear=2026-27'
  personeel api GET '/employees?schoolyear=2026-27' | jq .")]
pub(crate) struct Api {
    /// HTTP method
    #[arg(value_enum, ignore_case = true, value_name = "METHOD")]
    pub(crate) method: ApiMethod,

    /// Path with its query, beginning with a slash
    #[arg(value_name = "PATH")]
    pub(crate) path: String,

    /// File with a JSON body, or - for standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) body: Option<PathBuf>,

    /// Value of the Api-Version header
    #[arg(long = "api-version", value_name = "VERSION", default_value = endpoints::API_VERSION)]
    pub(crate) version: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "UPPER")]
pub(crate) enum ApiMethod {
    Get,
    Put,
    Post,
    Patch,
    Delete,
}

impl From<ApiMethod> for Method {
    fn from(method: ApiMethod) -> Self {
        match method {
            ApiMethod::Get => Self::GET,
            ApiMethod::Put => Self::PUT,
            ApiMethod::Post => Self::POST,
            ApiMethod::Patch => Self::PATCH,
            ApiMethod::Delete => Self::DELETE,
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel sandbox
  personeel sandbox --port 8080 --employees 5000 --seed 7")]
pub(crate) struct Sandbox {
    /// What the invented staff follows from: the same seed gives the same people
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,

    /// Employees of each institute
    #[arg(long, value_name = "N", default_value_t = 25)]
    pub(crate) employees: usize,

    /// Port of the API; any free one unless given
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub(crate) port: u16,

    /// Port of an identity server apart from the API
    #[arg(long, value_name = "PORT")]
    pub(crate) identity_port: Option<u16>,

    /// Port of the admin calls; any free one unless given
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub(crate) admin_port: u16,

    /// How long a token lives
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "1h")]
    pub(crate) token_lifetime: Duration,

    /// What goes wrong on purpose, such as latency=20ms,drop=0.01,status429=0.02,fail-institute=038281
    #[arg(long, value_name = "FAULTS", value_parser = scalar::<personeel_sandbox::Faults>)]
    pub(crate) faults: Option<personeel_sandbox::Faults>,

    /// Answer as a service that has moved on, by this file; its form is in the README of personeel-sandbox
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) drift: Option<PathBuf>,

    /// The day that counts as today, such as 2026-11-23; it decides which school year is the current one
    #[arg(long, value_name = "DATE", value_parser = days::date)]
    pub(crate) today: Option<Date>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel completions bash >> ~/.bash_completion
  personeel completions zsh > ~/.zfunc/_personeel
  personeel completions fish | source
  personeel completions powershell >> $PROFILE")]
pub(crate) struct Completions {
    /// Which shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel man | man -l -
  personeel man --out ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// Write a page for every command into this folder, in place of printing the main one
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
}
