//! Settings: a flag wins over the environment, the environment over the profile.

mod profile;
mod secret;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use personeel::endpoints::{API_URL, IDENTITY_URL};
use personeel::{ClientCredentials, InstituteNumber};

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
}

const TIMEOUT: Duration = Duration::from_secs(300);
const RETRIES: u32 = 3;

impl Settings {
    /// Reads all of them; nothing is sent.
    pub(crate) fn read(global: &Global) -> Result<Self, Failure> {
        let profile = Profile::read(global.profile.clone().or_else(|| environment("PERSONEEL_PROFILE")).as_deref())?;
        let institutes = institutes(global, &profile)?;
        let given = |flag: Option<&String>, variable: &str, profile: Option<&String>| {
            flag.cloned().or_else(|| environment(variable)).or_else(|| profile.cloned())
        };
        let client_id = given(global.client_id.as_ref(), "PERSONEEL_CLIENT_ID", profile.client_id.as_ref());
        let client_id = client_id.filter(|id| !id.trim().is_empty()).ok_or_else(|| {
            Failure::credentials(
                "there is no client id: give --client-id or PERSONEEL_CLIENT_ID, or write client_id in a profile",
            )
        })?;
        let secret = secret::read(global.client_secret_file.as_deref(), &profile)?;
        let url = |flag: Option<&String>, variable: &str, profile: Option<&String>, default: &str| {
            given(flag, variable, profile).unwrap_or_else(|| default.to_owned())
        };
        Ok(Self {
            credentials: ClientCredentials::new(client_id.trim(), secret.as_str()),
            institutes,
            api_url: url(global.api_url.as_ref(), "PERSONEEL_API_URL", profile.api_url.as_ref(), API_URL),
            identity_url: url(
                global.identity_url.as_ref(),
                "PERSONEEL_IDENTITY_URL",
                profile.identity_url.as_ref(),
                IDENTITY_URL,
            ),
            timeout: match (global.timeout, &profile.timeout) {
                (Some(timeout), _) => timeout,
                (None, Some(text)) => {
                    cli::duration(text).map_err(|expected| profile.wrong("timeout", text, &expected))?
                }
                (None, None) => TIMEOUT,
            },
            retries: global.retries.or(profile.retries).unwrap_or(RETRIES),
            verbose: global.verbose,
        })
    }
}

/// The institutes of the call, each once, in the order given.
fn institutes(global: &Global, profile: &Profile) -> Result<Vec<InstituteNumber>, Failure> {
    let mut institutes = global.institute.clone();
    if institutes.is_empty()
        && let Some(text) = environment("PERSONEEL_INSTITUTE")
    {
        for number in text.split(',').filter(|number| !number.trim().is_empty()) {
            institutes.push(
                cli::scalar(number).map_err(|expected| wrong_variable("PERSONEEL_INSTITUTE", number, &expected))?,
            );
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

/// A variable that is set to something.
pub(crate) fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// Refuses an open file that others may read.
fn refuse_if_shared(file: &File, path: &Path) -> Result<(), Failure> {
    match permissions::complaint(file, path) {
        Ok(None) => Ok(()),
        Ok(Some(complaint)) => Err(Failure::credentials(complaint)),
        Err(error) => Err(Failure::credentials(format!("{} cannot be looked at: {error}", path.display()))),
    }
}

/// The path that a variable gives.
fn environment_path(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
