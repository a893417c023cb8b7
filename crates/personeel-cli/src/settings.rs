//! Settings: a flag wins over the environment, the environment over the profile.

pub(crate) mod origin;
mod profile;
mod secret;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use personeel::endpoints::{API_URL, IDENTITY_URL};
use personeel::{ClientCredentials, FirstMonth, InstituteNumber};

use crate::cli::{self, Global};
use crate::failure::Failure;
use crate::permissions;
use crate::settings::profile::Profile;

/// What a client is made of.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) credentials: ClientCredentials,
    pub(crate) institutes: Vec<InstituteNumber>,
    pub(crate) api_url: String,
    pub(crate) identity_url: String,
    pub(crate) timeout: Duration,
    pub(crate) retries: u32,
    pub(crate) verbose: bool,
    pub(crate) preferences: Preferences,
}

/// What somebody chose once, for every list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Preferences {
    /// Columns by the name that `--columns` takes.
    pub(crate) columns: BTreeMap<String, String>,
    /// The month in which school years begin.
    pub(crate) first_month: FirstMonth,
}

impl Preferences {
    /// Reads them alone: they need no credentials.
    pub(crate) fn read(global: &Global) -> Result<Self, Failure> {
        Self::of(&profile_of(global, Permission::given(global)?)?)
    }

    fn of(profile: &Profile) -> Result<Self, Failure> {
        const NAME: &str = "PERSONEEL_FIRST_MONTH";
        let month = |text: &str| text.trim().parse::<u8>().ok().and_then(|number| FirstMonth::try_from(number).ok());
        let expected = "8 for August or 9 for September";
        let first_month = match (environment(NAME)?, profile.first_month) {
            (Some(text), _) => month(&text).ok_or_else(|| wrong_variable(NAME, &text, expected))?,
            (None, Some(number)) => {
                FirstMonth::try_from(number).map_err(|_| profile.wrong("first_month", &number.to_string(), expected))?
            }
            (None, None) => FirstMonth::default(),
        };
        Ok(Self { columns: profile.columns.clone(), first_month })
    }
}

fn profile_of(global: &Global, permission: Permission) -> Result<Profile, Failure> {
    let name = global.profile.clone().map_or_else(|| environment("PERSONEEL_PROFILE"), |name| Ok(Some(name)))?;
    Profile::read(name.as_deref(), permission)
}

const TIMEOUT: Duration = Duration::from_secs(300);
const RETRIES: u32 = 3;

impl Settings {
    /// Reads all of them; nothing is sent.
    pub(crate) fn read(global: &Global) -> Result<Self, Failure> {
        let permission = Permission::given(global)?;
        let profile = profile_of(global, permission)?;
        let institutes = institutes(global, &profile)?;
        let given = |flag: Option<&String>, variable: &str, profile: Option<&String>| match flag {
            Some(value) => Ok(Some(value.clone())),
            None => Ok::<_, Failure>(environment(variable)?.or_else(|| profile.cloned())),
        };
        let client_id = given(global.client_id.as_ref(), "PERSONEEL_CLIENT_ID", profile.client_id.as_ref())?;
        let client_id = client_id.filter(|id| !id.trim().is_empty()).ok_or_else(|| {
            Failure::credentials(
                "there is no client id: give --client-id or PERSONEEL_CLIENT_ID, or write client_id in a profile",
            )
        })?;
        let secret = secret::read(global.client_secret_file.as_deref(), &profile, permission)?;
        let url = |flag: Option<&String>, variable: &str, profile: Option<&String>, default: &str| {
            given(flag, variable, profile).map(|url| url.unwrap_or_else(|| default.to_owned()))
        };
        Ok(Self {
            credentials: ClientCredentials::new(client_id.trim(), secret.as_str()),
            institutes,
            api_url: url(global.api_url.as_ref(), "PERSONEEL_API_URL", profile.api_url.as_ref(), API_URL)?,
            identity_url: url(
                global.identity_url.as_ref(),
                "PERSONEEL_IDENTITY_URL",
                profile.identity_url.as_ref(),
                IDENTITY_URL,
            )?,
            timeout: match (global.timeout, &profile.timeout) {
                (Some(timeout), _) => timeout,
                (None, Some(text)) => {
                    cli::duration(text).map_err(|expected| profile.wrong("timeout", text, &expected))?
                }
                (None, None) => TIMEOUT,
            },
            retries: global.retries.or(profile.retries).unwrap_or(RETRIES),
            verbose: global.verbose,
            preferences: Preferences::of(&profile)?,
        })
    }
}

/// The institutes of the call, each once, in the order given.
fn institutes(global: &Global, profile: &Profile) -> Result<Vec<InstituteNumber>, Failure> {
    let mut institutes = global.institute.clone();
    if institutes.is_empty()
        && let Some(text) = environment("PERSONEEL_INSTITUTE")?
    {
        for number in text.split(',').filter(|number| !number.trim().is_empty()) {
            institutes.push(
                cli::scalar(number).map_err(|expected| wrong_variable("PERSONEEL_INSTITUTE", number, &expected))?,
            );
        }
        if institutes.is_empty() {
            return Err(wrong_variable("PERSONEEL_INSTITUTE", &text, "six digits, such as 011007"));
        }
    }
    if institutes.is_empty() {
        for number in &profile.institutes {
            institutes.push(cli::scalar(number).map_err(|expected| profile.wrong("institutes", number, &expected))?);
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    institutes.retain(|institute| seen.insert(*institute));
    if institutes.is_empty() {
        return Err(Failure::usage(
            "there is no institute: give --institute with six digits, such as 011007, or PERSONEEL_INSTITUTE, or write \
             institutes in a profile",
        ));
    }
    Ok(institutes)
}

fn wrong_variable(name: &str, value: &str, expected: &str) -> Failure {
    Failure::usage(format!("invalid value '{value}' for {name}: {expected}"))
}

/// What a variable says. One that is set, and says nothing that can be read, is a fault in whatever set it: what it was
/// to say, such as which service, must not become the default.
pub(crate) fn environment(name: &str) -> Result<Option<String>, Failure> {
    let Some(value) = std::env::var_os(name) else { return Ok(None) };
    match value.into_string() {
        Ok(value) if value.trim().is_empty() => Err(unusable(name, "is set, and empty")),
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(unusable(name, "is no text in UTF-8")),
    }
}

/// The path that a variable gives.
fn environment_path(name: &str) -> Result<Option<PathBuf>, Failure> {
    match std::env::var_os(name) {
        Some(value) if value.to_str().is_some_and(|value| value.trim().is_empty()) => {
            Err(unusable(name, "is set, and empty"))
        }
        value => Ok(value.map(PathBuf::from)),
    }
}

fn unusable(name: &str, why: &str) -> Failure {
    let failure =
        |message| if name.contains("SECRET") { Failure::credentials(message) } else { Failure::usage(message) };
    failure(format!("the variable {name} {why}: unset it, or give it a value"))
}

/// The path that a variable of the system gives; by its conventions an empty one gives none.
fn system_path(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// Whether files with a secret may be ones that others can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Permission {
    ForOwner,
    Shared,
}

impl Permission {
    fn given(global: &Global) -> Result<Self, Failure> {
        const NAME: &str = "PERSONEEL_ALLOW_SHARED_SECRET";
        let is_allowed = global.allow_shared_secret
            || match environment(NAME)?.as_deref().map(str::trim) {
                None | Some("0" | "false" | "no") => false,
                Some("1" | "true" | "yes") => true,
                Some(other) => return Err(wrong_variable(NAME, other, "true or false")),
            };
        Ok(if is_allowed { Self::Shared } else { Self::ForOwner })
    }

    /// Refuses an open file that others may read.
    fn check(self, file: &File, path: &Path) -> Result<(), Failure> {
        if self == Self::Shared {
            return Ok(());
        }
        match permissions::complaint(file, path) {
            Ok(None) => Ok(()),
            Ok(Some(complaint)) => Err(Failure::credentials(format!(
                "{complaint}; where its mode cannot be changed, as on the read-only mount of a container, \
                 --allow-shared-secret takes it as it is"
            ))),
            Err(error) => Err(Failure::credentials(format!("{} cannot be looked at: {error}", path.display()))),
        }
    }
}
