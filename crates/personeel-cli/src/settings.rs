//! Settings: a flag wins over the environment, the environment over the profile. A profile that a flag names wins over
//! the environment, too: whoever names it means what it says.

pub(crate) mod init;
pub(crate) mod origin;
mod profile;
mod secret;

pub(crate) use profile::{place, profile_names};

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use personeel::{ClientCredentials, FirstMonth, InstituteNumber};

use crate::cli::{Format, Global};
use crate::failure::Failure;
use crate::output::note;
use crate::permissions;
use crate::settings::origin::{Found, missing};

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
        let Found { preferences, faults, .. } = Found::look_for_preferences(global);
        faults.into_iter().next().map_or(Ok(preferences), Err)
    }
}

impl Settings {
    /// Reads all of them; nothing is sent. What is missing is told in one message.
    pub(crate) fn read(global: &Global) -> Result<Self, Failure> {
        let found = Found::look(global);
        for warning in &found.warnings {
            // With JSON standard error holds one object and nothing else.
            if global.format != Some(Format::Json) {
                note(warning);
            }
        }
        if let Some(fault) = found.faults.into_iter().next() {
            return Err(fault);
        }
        let (Some(client_id), Some(secret), Some(institutes)) = (found.client_id, found.secret, found.institutes)
        else {
            return Err(missing(&found.missing));
        };
        Ok(Self {
            credentials: ClientCredentials::new(client_id.trim(), secret.as_str()),
            institutes,
            api_url: found.api_url,
            identity_url: found.identity_url,
            timeout: found.timeout,
            retries: found.retries,
            verbose: global.verbose,
            preferences: found.preferences,
        })
    }
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
