//! Flags of the commands that are not calls to a resource.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use personeel::{Date, Method, SchoolYear, endpoints};

use super::reads::ChoiceFlags;
use super::values::{duration, scalar};
use crate::days;

#[derive(Debug, Subcommand)]
pub(crate) enum Auth {
    /// Check that everything works: credentials, scopes, the remaining lifetime of the token, and the API
    ///
    /// Makes one call for each institute: the list of employees of the current school year, read up to its first
    /// record. A school without employees is a warning, since a wrong URL may respond that way too. The token is not
    /// shown.
    #[command(after_help = "\
Example:
  personeel auth check --institute 011007,038281")]
    Check,

    /// Print an access token
    ///
    /// Anyone who has the token can read and change the staff data of every institute in its scopes until it expires.
    #[command(after_help = "\
Example:
  personeel auth token --show --format table    only the token")]
    Token(AuthToken),
}

#[derive(Debug, Args)]
pub(crate) struct AuthToken {
    /// Confirm that the token may be printed
    #[arg(long)]
    pub(crate) show: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Ask for credentials and institutes, and save them as a profile
    ///
    /// Asks for whatever no flag gives, and adds the profile named by --profile to the configuration file, which only
    /// its owner can read. Without a terminal, the answers are the lines of standard input, in the order of the
    /// questions.
    #[command(after_help = "\
Examples:
  personeel config init
  personeel config init --profile test")]
    Init,

    /// Show every setting and where it comes from: a flag, a variable or a profile
    ///
    /// The secret is not shown. Missing and invalid settings are reported after the others.
    #[command(after_help = "\
Example:
  personeel config show --profile test")]
    Show,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel help
  personeel help employees list")]
pub(crate) struct Help {
    /// Command to describe, such as employees list
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel absent
  personeel absent --on 02/11/2026 --out absent.xlsx")]
pub(crate) struct Absent {
    /// Day, such as 2026-11-02 or 02/11/2026 [default: today]
    #[arg(long, value_name = "DATE", value_parser = days::parse_date)]
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
    #[arg(long, value_name = "YEAR", value_parser = days::parse_school_year)]
    pub(crate) school_year: Option<SchoolYear>,

    #[command(flatten)]
    pub(crate) choice: ChoiceFlags,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel codes          every code
  personeel codes BR013    its meaning and what to do
  personeel codes BR013 --lang nl")]
pub(crate) struct Codes {
    /// Code, such as BR013 or MNA005 [default: all codes]
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,

    /// Language of message and remedy [default: that of the locale in a table, English elsewhere]
    #[arg(long, value_enum, value_name = "LANG")]
    pub(crate) lang: Option<Language>,
}

/// A language in which the document has texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English
    En,
    /// Dutch
    Nl,
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

    /// Path and query, starting with a slash
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
  personeel sandbox --port 8080 --shell powershell
  personeel sandbox --port 8080 --employees 5000 --seed 7")]
pub(crate) struct Sandbox {
    /// Seed of the invented staff: the same seed gives the same people
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,

    /// Employees per institute
    #[arg(long, value_name = "N", default_value_t = 25)]
    pub(crate) employees: usize,

    /// Port of the API; 0 picks a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub(crate) port: u16,

    /// Port of the identity server [default: that of the API]
    #[arg(long, value_name = "PORT")]
    pub(crate) identity_port: Option<u16>,

    /// Port of the admin calls; 0 picks a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub(crate) admin_port: u16,

    /// Lifetime of a token
    #[arg(long, value_name = "TIME", value_parser = duration, default_value = "1h")]
    pub(crate) token_lifetime: Duration,

    /// Print the settings as lines for this shell [default on a terminal: powershell on Windows, bash elsewhere]
    #[arg(long, value_enum, value_name = "SHELL")]
    pub(crate) shell: Option<SettingsShell>,

    /// Faults to inject, such as latency=20ms,drop=0.01,status429=0.02,fail-institute=038281
    #[arg(long, value_name = "FAULTS", value_parser = scalar::<personeel_sandbox::Faults>)]
    pub(crate) faults: Option<personeel_sandbox::Faults>,

    /// Deviate from the document as this file describes; the README of personeel-sandbox explains its format
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) drift: Option<PathBuf>,

    /// Day that counts as today, such as 2026-11-23; it determines the current school year
    #[arg(long, value_name = "DATE", value_parser = days::parse_date)]
    pub(crate) today: Option<Date>,
}

/// A shell to print settings for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SettingsShell {
    /// Bash, and any other shell with `export`
    Bash,
    /// Windows PowerShell and PowerShell
    #[value(alias = "pwsh")]
    Powershell,
    /// Fish
    Fish,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel completions bash >> ~/.bash_completion
  personeel completions zsh > ~/.zfunc/_personeel
  personeel completions fish | source
  personeel completions powershell >> $PROFILE")]
pub(crate) struct Completions {
    /// Shell to complete commands in
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  personeel man | man -l -
  personeel man --out ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// Write a page for every command to this folder, instead of printing the main page
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: Option<PathBuf>,
}
