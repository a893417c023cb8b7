//! Where each setting comes from, and everything that is missing or invalid at once. No value here is a secret.

mod each;

use std::time::Duration;

use personeel::InstituteNumber;
use personeel::endpoints::{API_URL, IDENTITY_URL};
use zeroize::Zeroizing;

use super::profile::{Profile, default_path};
use super::{Permission, Preferences};
use crate::cli::Global;
use crate::environment::{read_path_variable, read_variable};
use crate::failure::Failure;

const TIMEOUT: Duration = Duration::from_secs(300);
const RETRIES: u32 = 3;

/// A setting with its value and its origin.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) origin: String,
}

/// A missing setting, how to provide it, and whether it is one of the credentials.
pub(super) struct Missing {
    name: &'static str,
    how: &'static str,
    is_credential: bool,
}

/// The names of the settings that hold URLs.
pub(crate) const API_URL_SETTING: &str = "api url";
pub(crate) const IDENTITY_URL_SETTING: &str = "identity url";

const FROM_PROFILE: &str = "the profile";
const DEFAULT: &str = "default";

/// Returns every setting, and every fault among them.
pub(crate) fn settings(global: &Global) -> (Vec<Setting>, Vec<Failure>) {
    let Found { settings, mut faults, missing, .. } = Found::read(global);
    // While a source cannot be read, it is unknown what is missing.
    if faults.is_empty() && !missing.is_empty() {
        faults.push(report_missing(&missing));
    }
    (settings, faults)
}

/// Reports all missing settings in one message.
pub(super) fn report_missing(missing: &[Missing]) -> Failure {
    let names: Vec<_> = missing.iter().map(|setting| format!("no {}", setting.name)).collect();
    let names = match names.as_slice() {
        [] => "missing settings".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let hows: Vec<_> = missing.iter().map(|setting| setting.how).collect();
    let message = format!(
        "{names}: `personeel config init` asks for what is needed and saves a profile; or give {}",
        hows.join("; and ")
    );
    if missing.iter().any(|setting| setting.is_credential) {
        Failure::credentials(message)
    } else {
        Failure::usage(message)
    }
}

/// The settings found in all sources.
pub(super) struct Found {
    settings: Vec<Setting>,
    pub(super) faults: Vec<Failure>,
    pub(super) missing: Vec<Missing>,
    /// What a user who names a profile may not expect.
    pub(super) warnings: Vec<String>,
    pub(super) client_id: Option<String>,
    pub(super) secret: Option<Zeroizing<String>>,
    pub(super) institutes: Option<Vec<InstituteNumber>>,
    pub(super) api_url: String,
    pub(super) identity_url: String,
    pub(super) timeout: Duration,
    pub(super) retries: u32,
    pub(super) preferences: Preferences,
    /// The profile named by a flag.
    named: Option<String>,
}

/// The sources of one setting.
struct Sources<'a> {
    flag: Option<&'a String>,
    flag_name: &'static str,
    variable: &'static str,
    profile: Option<&'a String>,
}

impl Found {
    fn empty(global: &Global) -> Self {
        Self {
            settings: Vec::new(),
            faults: Vec::new(),
            missing: Vec::new(),
            warnings: Vec::new(),
            client_id: None,
            secret: None,
            institutes: None,
            api_url: API_URL.to_owned(),
            identity_url: IDENTITY_URL.to_owned(),
            timeout: TIMEOUT,
            retries: RETRIES,
            preferences: Preferences::default(),
            named: global.profile.clone(),
        }
    }

    /// Reads only the preferences, and no secret.
    pub(super) fn read_preferences(global: &Global) -> Self {
        let mut found = Self::empty(global);
        let permission = found.or_fallback(Permission::read(global), Permission::ForOwner);
        let profile = found.read_profile(permission);
        found.add_preferences(&profile);
        found
    }

    /// Reads every source; nothing is sent.
    pub(super) fn read(global: &Global) -> Self {
        let mut found = Self::empty(global);
        let permission = found.or_fallback(Permission::read(global), Permission::ForOwner);
        let profile = found.read_profile(permission);
        found.add_client_id(global, &profile);
        found.add_secret(global, &profile, permission);
        found.add_institutes(global, &profile);
        let api = Sources {
            flag: global.api_url.as_ref(),
            flag_name: "--api-url",
            variable: "PERSONEEL_API_URL",
            profile: profile.api_url.as_ref(),
        };
        found.api_url = found.add_text_or(API_URL_SETTING, &api, API_URL);
        let identity = Sources {
            flag: global.identity_url.as_ref(),
            flag_name: "--identity-url",
            variable: "PERSONEEL_IDENTITY_URL",
            profile: profile.identity_url.as_ref(),
        };
        found.identity_url = found.add_text_or(IDENTITY_URL_SETTING, &identity, IDENTITY_URL);
        found.add_limits(global, &profile);
        found.add_preferences(&profile);
        found
    }

    fn add(&mut self, name: &'static str, value: impl Into<String>, origin: impl Into<String>) {
        self.settings.push(Setting { name, value: value.into(), origin: origin.into() });
    }

    fn add_missing(&mut self, name: &'static str, how: &'static str, is_credential: bool) {
        self.missing.push(Missing { name, how, is_credential });
    }

    /// Returns the value, or the fallback after recording the fault.
    fn or_fallback<T>(&mut self, read: Result<T, Failure>, fallback: T) -> T {
        read.unwrap_or_else(|fault| {
            self.faults.push(fault);
            fallback
        })
    }

    /// Whether the profile wins over variables.
    fn profile_is_first(&self) -> bool {
        self.named.is_some()
    }

    /// Warns of a variable that applies although a flag names a profile, because the profile lacks the setting.
    fn warn_of(&mut self, variable: &str) {
        if let Some(name) = &self.named {
            self.warnings
                .push(format!("profile {name} lacks the setting that {variable} gives, so {variable} applies"));
        }
    }

    fn read_profile(&mut self, permission: Permission) -> Profile {
        let name = match self.named.clone() {
            Some(name) => Some((name, "--profile")),
            None => self.or_fallback(read_variable("PERSONEEL_PROFILE"), None).map(|name| (name, "PERSONEEL_PROFILE")),
        };
        let read = Profile::read(name.as_ref().map(|(name, _)| name.as_str()), permission);
        let faults = self.faults.len();
        let profile = self.or_fallback(read, Profile::default());
        // An unreadable variable has already been reported.
        if faults == self.faults.len() {
            let given = self.or_fallback(read_path_variable("PERSONEEL_CONFIG"), None);
            let origin = if given.is_some() { "PERSONEEL_CONFIG" } else { "default location" };
            if let Some(path) = given.or_else(default_path) {
                let found = if path.exists() { "" } else { " (not found)" };
                let shared = if permission == Permission::Shared { ", readable by others" } else { "" };
                self.add("configuration file", format!("{}{found}", path.display()), format!("{origin}{shared}"));
            }
        }
        if let Some((name, origin)) = name {
            self.add("profile", name, origin);
        }
        profile
    }

    /// Returns the text from the strongest source that has one, and the name of that source.
    fn find_text(&mut self, sources: &Sources<'_>) -> Option<(String, &'static str)> {
        if let Some(text) = sources.flag {
            return Some((text.clone(), sources.flag_name));
        }
        if let Some(text) = sources.profile.filter(|_| self.profile_is_first()) {
            return Some((text.clone(), FROM_PROFILE));
        }
        if let Some(text) = self.or_fallback(read_variable(sources.variable), None) {
            self.warn_of(sources.variable);
            return Some((text, sources.variable));
        }
        sources.profile.map(|text| (text.clone(), FROM_PROFILE))
    }

    fn add_text_or(&mut self, name: &'static str, sources: &Sources<'_>, default: &str) -> String {
        let (text, origin) = self.find_text(sources).unwrap_or_else(|| (default.to_owned(), DEFAULT));
        self.add(name, text.clone(), origin);
        text
    }
}
