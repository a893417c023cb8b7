//! Flags that every command accepts.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum, ValueHint};
use personeel::InstituteNumber;

use super::values::{duration, scalar};

const SETTINGS: &str = "Settings";

/// Flags that every command accepts.
#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    /// Institute number, six digits; repeat it or separate several with commas [env: PERSONEEL_INSTITUTE]
    #[arg(long, short = 'i', global = true, value_name = "N", value_delimiter = ',',
          value_parser = scalar::<InstituteNumber>, help_heading = SETTINGS)]
    pub(crate) institute: Vec<InstituteNumber>,

    /// Output format [default: table on a terminal, json elsewhere]
    #[arg(long, short = 'f', global = true, value_enum, value_name = "FORMAT", help_heading = SETTINGS)]
    pub(crate) format: Option<Format>,

    /// CSV dialect: RFC 4180, or one that a Belgian Excel opens correctly
    #[arg(long, global = true, value_enum, value_name = "DIALECT", default_value = "rfc4180", help_heading = SETTINGS)]
    pub(crate) csv_dialect: CsvDialect,

    /// Timeout of one call, including its retries, such as 30s, 2m or 1m30s [default: 5m]
    #[arg(long, global = true, value_name = "TIME", value_parser = duration, help_heading = SETTINGS)]
    pub(crate) timeout: Option<Duration>,

    /// How often to retry a failed call [default: 3]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=100),
          help_heading = SETTINGS)]
    pub(crate) retries: Option<u32>,

    /// How many institutes to read at a time
    #[arg(long, global = true, value_name = "N", default_value_t = 8, value_parser = concurrency,
          help_heading = SETTINGS)]
    pub(crate) concurrency: usize,

    /// Answer yes to every question; required for removals when not on a terminal
    #[arg(long, short = 'y', global = true, help_heading = SETTINGS)]
    pub(crate) yes: bool,

    /// Report every retry on standard error; not with --format json
    #[arg(long, short = 'v', global = true, help_heading = SETTINGS)]
    pub(crate) verbose: bool,

    /// Profile in the configuration file [env: PERSONEEL_PROFILE] [default: default]
    #[arg(long, global = true, value_name = "NAME", help_heading = SETTINGS)]
    pub(crate) profile: Option<String>,

    /// Client id issued by Informat [env: PERSONEEL_CLIENT_ID]
    #[arg(long, global = true, value_name = "ID", help_heading = SETTINGS)]
    pub(crate) client_id: Option<String>,

    /// File with the client secret [env: PERSONEEL_CLIENT_SECRET_FILE; the secret itself: PERSONEEL_CLIENT_SECRET]
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = SETTINGS)]
    pub(crate) client_secret_file: Option<PathBuf>,

    /// Accept a secret or configuration file that others can read, as on a read-only mount whose modes cannot be
    /// changed [env: PERSONEEL_ALLOW_SHARED_SECRET=true]
    #[arg(long, global = true, help_heading = SETTINGS)]
    pub(crate) allow_shared_secret: bool,

    /// URL of the API [env: PERSONEEL_API_URL] [default: production]
    #[arg(long, global = true, value_name = "URL", value_hint = ValueHint::Url, help_heading = SETTINGS)]
    pub(crate) api_url: Option<String>,

    /// URL of the identity server [env: PERSONEEL_IDENTITY_URL] [default: production]
    #[arg(long, global = true, value_name = "URL", value_hint = ValueHint::Url, help_heading = SETTINGS)]
    pub(crate) identity_url: Option<String>,
}

/// Parses the number of institutes to read at a time. The upper limit keeps the load from looking like an attack.
fn concurrency(text: &str) -> Result<usize, String> {
    let number = text.trim().parse().ok().filter(|number| (1..=256).contains(number));
    number.ok_or_else(|| "expected a number from 1 to 256".to_owned())
}

/// Output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: the main columns, fitted to the terminal
    Table,
    /// The service's own records, complete
    Json,
    /// The same, one record per line
    Ndjson,
    /// Complete, with nested values flattened
    Csv,
}

/// CSV dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CsvDialect {
    /// Commas, according to RFC 4180
    Rfc4180,
    /// For a Belgian Excel: semicolons, decimal commas, dates that it recognises, and no text that it would change or
    /// run
    ExcelBe,
}
