//! Flags that every command takes.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum, ValueHint};
use personeel::InstituteNumber;

use super::values::{duration, scalar};

const SETTINGS: &str = "Settings";

/// Flags that every command takes.
#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    /// Institute, six digits; repeat it or separate with commas for several [env: PERSONEEL_INSTITUTE]
    #[arg(long, short = 'i', global = true, value_name = "N", value_delimiter = ',',
          value_parser = scalar::<InstituteNumber>, help_heading = SETTINGS)]
    pub(crate) institute: Vec<InstituteNumber>,

    /// Form of the output; a table on a terminal and JSON elsewhere, unless given
    #[arg(long, short = 'f', global = true, value_enum, value_name = "FORMAT", help_heading = SETTINGS)]
    pub(crate) format: Option<Format>,

    /// Which CSV: RFC 4180, or one that a Belgian Excel opens right
    #[arg(long, global = true, value_enum, value_name = "DIALECT", default_value = "rfc4180", help_heading = SETTINGS)]
    pub(crate) csv_dialect: CsvDialect,

    /// Limit on one whole call, retries included, such as 30s, 2m or 1m30s [default: 5m]
    #[arg(long, global = true, value_name = "TIME", value_parser = duration, help_heading = SETTINGS)]
    pub(crate) timeout: Option<Duration>,

    /// How often a failed call is tried again [default: 3]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=100),
          help_heading = SETTINGS)]
    pub(crate) retries: Option<u32>,

    /// How many of several institutes are asked at a time
    #[arg(long, global = true, value_name = "N", default_value_t = 8, value_parser = at_a_time, help_heading = SETTINGS)]
    pub(crate) concurrency: usize,

    /// Answer yes to every question; what removes something needs it where nobody can be asked
    #[arg(long, short = 'y', global = true, help_heading = SETTINGS)]
    pub(crate) yes: bool,

    /// Tell on standard error of every attempt that is repeated; not with --format json
    #[arg(long, short = 'v', global = true, help_heading = SETTINGS)]
    pub(crate) verbose: bool,

    /// Profile of the configuration file [env: PERSONEEL_PROFILE] [default: default]
    #[arg(long, global = true, value_name = "NAME", help_heading = SETTINGS)]
    pub(crate) profile: Option<String>,

    /// Client id that Informat issued [env: PERSONEEL_CLIENT_ID]
    #[arg(long, global = true, value_name = "ID", help_heading = SETTINGS)]
    pub(crate) client_id: Option<String>,

    /// File that holds the client secret [env: PERSONEEL_CLIENT_SECRET_FILE; the secret: PERSONEEL_CLIENT_SECRET]
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = SETTINGS)]
    pub(crate) client_secret_file: Option<PathBuf>,

    /// Take a secret or configuration file that others can read, as on a read-only mount whose modes cannot be changed
    /// [env: PERSONEEL_ALLOW_SHARED_SECRET=true]
    #[arg(long, global = true, help_heading = SETTINGS)]
    pub(crate) allow_shared_secret: bool,

    /// Where the API is [env: PERSONEEL_API_URL] [default: production]
    #[arg(long, global = true, value_name = "URL", value_hint = ValueHint::Url, help_heading = SETTINGS)]
    pub(crate) api_url: Option<String>,

    /// Where the identity server is [env: PERSONEEL_IDENTITY_URL] [default: production]
    #[arg(long, global = true, value_name = "URL", value_hint = ValueHint::Url, help_heading = SETTINGS)]
    pub(crate) identity_url: Option<String>,
}

/// Institutes at a time: one at least, and no more than a service can take for anything but an attack.
fn at_a_time(text: &str) -> Result<usize, String> {
    let number = text.trim().parse().ok().filter(|number| (1..=256).contains(number));
    number.ok_or_else(|| "expected a number from 1 to 256".to_owned())
}

/// Form of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: chosen columns, as wide as the terminal
    Table,
    /// The wire's own records, complete
    Json,
    /// The same, one record a line
    Ndjson,
    /// Complete, with nested values flattened
    Csv,
}

/// Which CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CsvDialect {
    /// Commas, as RFC 4180 has it
    Rfc4180,
    /// For a Belgian Excel: semicolons, decimal commas, dates that it knows, and no text that it would change or run
    ExcelBe,
}
