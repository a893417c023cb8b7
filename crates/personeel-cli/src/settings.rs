//! Settings: a flag wins over the environment, and the environment over the profile. A profile named by a flag wins
//! over the environment too, because the user asked for it explicitly.

pub(crate) mod init;
pub(crate) mod origin;
mod profile;
mod secret;

pub(crate) use profile::profile_names;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::time::Duration;

use personeel::{ClientCredentials, InstituteNumber};

use crate::cli::{Format, Global};
use crate::days::FirstMonth;
use crate::environment::{invalid_variable, read_variable};
use crate::failure::Failure;
use crate::output::print_note;
use crate::permissions;
use crate::settings::origin::{Found, report_missing};

/// Everything that a client needs.
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

/// Choices saved for every list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Preferences {
    /// Saved columns, by the name that `--columns` takes.
    pub(crate) columns: BTreeMap<String, String>,
    /// The month in which school years begin.
    pub(crate) first_month: FirstMonth,
}

impl Preferences {
    /// Reads only the preferences, which need no credentials.
    pub(crate) fn read(global: &Global) -> Result<Self, Failure> {
        let Found { preferences, faults, .. } = Found::read_preferences(global);
        faults.into_iter().next().map_or(Ok(preferences), Err)
    }
}

impl Settings {
    /// Reads all settings; nothing is sent.
    ///
    /// # Errors
    ///
    /// If settings are missing, one message names all of them.
    pub(crate) fn read(global: &Global) -> Result<Self, Failure> {
        let found = Found::read(global);
        for warning in &found.warnings {
            // With `--format json`, standard error holds one object and nothing else.
            if global.format != Some(Format::Json) {
                print_note(warning);
            }
        }
        if let Some(fault) = found.faults.into_iter().next() {
            return Err(fault);
        }
        let (Some(client_id), Some(secret), Some(institutes)) = (found.client_id, found.secret, found.institutes)
        else {
            return Err(report_missing(&found.missing));
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

/// Whether other users may be able to read files with secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Permission {
    ForOwner,
    Shared,
}

impl Permission {
    fn read(global: &Global) -> Result<Self, Failure> {
        const NAME: &str = "PERSONEEL_ALLOW_SHARED_SECRET";
        let is_allowed = global.allow_shared_secret
            || match read_variable(NAME)?.as_deref().map(str::trim) {
                None | Some("0" | "false" | "no") => false,
                Some("1" | "true" | "yes") => true,
                Some(other) => return Err(invalid_variable(NAME, other, "true or false")),
            };
        Ok(if is_allowed { Self::Shared } else { Self::ForOwner })
    }

    /// Refuses an open file that others can read.
    fn check(self, file: &File, path: &Path) -> Result<(), Failure> {
        if self == Self::Shared {
            return Ok(());
        }
        match permissions::find_exposure(file, path) {
            Ok(None) => Ok(()),
            Ok(Some(complaint)) => Err(Failure::credentials(format!(
                "{complaint}; if its mode cannot be changed, as on a read-only mount in a container, \
                 --allow-shared-secret accepts it as it is"
            ))),
            Err(error) => Err(Failure::credentials(format!("cannot check the mode of {}: {error}", path.display()))),
        }
    }
}
