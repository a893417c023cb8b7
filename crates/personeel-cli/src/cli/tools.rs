//! Commands around the calls.

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

#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Ask for credentials and institutes, and write them as a profile
    ///
    /// It asks for what no flag gives, and adds the profile that --profile names to the configuration file, which is for
    /// its owner only. Where nobody can be asked, lines of standard input are the answers, in the order of the questions.
    #[command(after_help = "\
Examples:
  personeel config init
  personeel config init --profile test")]
    Init,

    /// Show every setting and what said so: a flag, a variable or a profile
    ///
    /// The secret is not shown. What is missing or wrong is told after what there is.
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
    /// A command, word by word
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
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
  personeel codes BR013    what one means and what to do
  personeel codes BR013 --lang nl")]
pub(crate) struct Codes {
    /// One code, such as BR013 or MNA005
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,

    /// Language of message and remedy; in a table that of the locale, and English elsewhere, unless given
    #[arg(long, value_enum, value_name = "LANG")]
    pub(crate) lang: Option<Language>,
}

/// A language that the document has texts in.
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
  personeel sandbox --port 8080 --shell powershell
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

    /// Print the settings as lines for this shell; on a terminal it is powershell on Windows and bash elsewhere, unless given
    #[arg(long, value_enum, value_name = "SHELL")]
    pub(crate) shell: Option<SettingsShell>,

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

/// A shell that is told settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SettingsShell {
    /// Bash, and any other that knows `export`
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
