//! Where each setting comes from, and everything that is missing or invalid at once. No value here is a secret.

use std::time::Duration;

use personeel::endpoints::{API_URL, IDENTITY_URL};
use personeel::{FirstMonth, InstituteNumber};
use zeroize::Zeroizing;

use super::profile::{Profile, default_path};
use super::{Permission, Preferences, secret};
use crate::cli::{self, Global};
use crate::environment::{invalid_variable, read_path_variable, read_variable};
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

    fn add_client_id(&mut self, global: &Global, profile: &Profile) {
        let sources = Sources {
            flag: global.client_id.as_ref(),
            flag_name: "--client-id",
            variable: "PERSONEEL_CLIENT_ID",
            profile: profile.client_id.as_ref(),
        };
        let faults = self.faults.len();
        match self.find_text(&sources).filter(|(id, _)| !id.trim().is_empty()) {
            Some((id, origin)) => {
                self.add("client id", id.clone(), origin);
                self.client_id = Some(id);
            }
            None if faults == self.faults.len() => {
                self.add_missing("client id", "--client-id or PERSONEEL_CLIENT_ID", true);
            }
            None => {}
        }
    }

    fn add_secret(&mut self, global: &Global, profile: &Profile, permission: Permission) {
        let flag = global.client_secret_file.as_deref();
        match secret::read(flag, profile, self.profile_is_first(), permission) {
            Ok(Some((secret, origin))) => {
                if origin.starts_with("PERSONEEL_") {
                    self.warn_of(origin.split(':').next().unwrap_or_default());
                }
                self.add("client secret", "set", origin);
                self.secret = Some(secret);
            }
            Ok(None) => self.add_missing(
                "client secret",
                "PERSONEEL_CLIENT_SECRET, PERSONEEL_CLIENT_SECRET_FILE or --client-secret-file",
                true,
            ),
            Err(fault) => self.faults.push(fault),
        }
    }

    fn add_institutes(&mut self, global: &Global, profile: &Profile) {
        let (institutes, origin) = match self.find_institutes(global, profile) {
            Ok(Some(found)) => found,
            Ok(None) => {
                let how = "--institute with six digits, such as 011007, or PERSONEEL_INSTITUTE";
                return self.add_missing("institute", how, false);
            }
            Err(fault) => return self.faults.push(fault),
        };
        // Without duplicates, in the order given.
        let mut seen = std::collections::BTreeSet::new();
        let institutes: Vec<_> = institutes.into_iter().filter(|institute| seen.insert(*institute)).collect();
        let numbers: Vec<_> = institutes.iter().map(ToString::to_string).collect();
        self.add("institutes", numbers.join(", "), origin);
        self.institutes = Some(institutes);
    }

    fn find_institutes(
        &mut self,
        global: &Global,
        profile: &Profile,
    ) -> Result<Option<(Vec<InstituteNumber>, &'static str)>, Failure> {
        const VARIABLE: &str = "PERSONEEL_INSTITUTE";
        if !global.institute.is_empty() {
            return Ok(Some((global.institute.clone(), "--institute")));
        }
        let of_profile = || -> Result<Vec<InstituteNumber>, Failure> {
            let read = |number: &String| {
                cli::scalar(number).map_err(|expected| profile.invalid_value("institutes", number, &expected))
            };
            profile.institutes.iter().map(read).collect()
        };
        if self.profile_is_first() && !profile.institutes.is_empty() {
            return Ok(Some((of_profile()?, FROM_PROFILE)));
        }
        if let Some(text) = read_variable(VARIABLE)? {
            self.warn_of(VARIABLE);
            let numbers = text.split(',').filter(|number| !number.trim().is_empty());
            let read = numbers
                .map(|number| cli::scalar(number).map_err(|expected| invalid_variable(VARIABLE, number, &expected)));
            let institutes: Vec<_> = read.collect::<Result<_, _>>()?;
            if institutes.is_empty() {
                return Err(invalid_variable(VARIABLE, &text, "six digits, such as 011007"));
            }
            return Ok(Some((institutes, VARIABLE)));
        }
        Ok(Some((of_profile()?, FROM_PROFILE)).filter(|(institutes, _)| !institutes.is_empty()))
    }

    fn add_limits(&mut self, global: &Global, profile: &Profile) {
        let (timeout, origin) = match (global.timeout, &profile.timeout) {
            (Some(timeout), _) => (timeout, "--timeout"),
            (None, Some(text)) => {
                let read = cli::duration(text).map_err(|expected| profile.invalid_value("timeout", text, &expected));
                (self.or_fallback(read, TIMEOUT), FROM_PROFILE)
            }
            (None, None) => (TIMEOUT, DEFAULT),
        };
        let (retries, of_retries) = match (global.retries, profile.retries) {
            (Some(retries), _) => (retries, "--retries"),
            (None, Some(retries)) => (retries, FROM_PROFILE),
            (None, None) => (RETRIES, DEFAULT),
        };
        self.add("timeout", format!("{timeout:?}"), origin);
        self.add("retries", retries.to_string(), of_retries);
        (self.timeout, self.retries) = (timeout, retries);
    }

    fn add_preferences(&mut self, profile: &Profile) {
        let (first_month, origin) = match self.find_first_month(profile) {
            Ok(Some(found)) => found,
            Ok(None) => (FirstMonth::default(), DEFAULT),
            Err(fault) => return self.faults.push(fault),
        };
        self.add("first month", first_month.number().to_string(), origin);
        if !profile.columns.is_empty() {
            let names: Vec<_> = profile.columns.keys().map(String::as_str).collect();
            self.add("columns", names.join(", "), FROM_PROFILE);
        }
        self.preferences = Preferences { columns: profile.columns.clone(), first_month };
    }

    fn find_first_month(&mut self, profile: &Profile) -> Result<Option<(FirstMonth, &'static str)>, Failure> {
        const VARIABLE: &str = "PERSONEEL_FIRST_MONTH";
        let expected = "8 for August or 9 for September";
        let of_profile = || {
            let read = |number: u8| {
                FirstMonth::try_from(number)
                    .map_err(|_| profile.invalid_value("first_month", &number.to_string(), expected))
            };
            profile.first_month.map(read).transpose()
        };
        if self.profile_is_first()
            && let Some(month) = of_profile()?
        {
            return Ok(Some((month, FROM_PROFILE)));
        }
        if let Some(text) = read_variable(VARIABLE)? {
            self.warn_of(VARIABLE);
            let month = text.trim().parse::<u8>().ok().and_then(|number| FirstMonth::try_from(number).ok());
            let month = month.ok_or_else(|| invalid_variable(VARIABLE, &text, expected))?;
            return Ok(Some((month, VARIABLE)));
        }
        Ok(of_profile()?.map(|month| (month, FROM_PROFILE)))
    }
}
