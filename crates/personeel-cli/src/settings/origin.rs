//! Where each setting comes from, and everything that is missing or wrong at once. No value that is shown is a secret.

use std::time::Duration;

use personeel::endpoints::{API_URL, IDENTITY_URL};
use personeel::{FirstMonth, InstituteNumber};
use zeroize::Zeroizing;

use super::profile::{Profile, default_path};
use super::{Permission, Preferences, environment, environment_path, secret, wrong_variable};
use crate::cli::{self, Global};
use crate::failure::Failure;

const TIMEOUT: Duration = Duration::from_secs(300);
const RETRIES: u32 = 3;

/// A setting, what it is, and what said so.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) origin: String,
}

/// What is missing: a setting, how to give it, and whether it is one of the credentials.
pub(super) struct Missing {
    name: &'static str,
    how: &'static str,
    is_credential: bool,
}

/// What the addresses are called.
pub(crate) const API_ADDRESS: &str = "api url";
pub(crate) const IDENTITY_ADDRESS: &str = "identity url";

const FROM_PROFILE: &str = "the profile";
const DEFAULT: &str = "default";

/// Every setting, and every fault among them.
pub(crate) fn settings(global: &Global) -> (Vec<Setting>, Vec<Failure>) {
    let Found { settings, mut faults, missing: lacking, .. } = Found::look(global);
    // Where a place cannot be read, nobody knows what is missing.
    if faults.is_empty() && !lacking.is_empty() {
        faults.push(missing(&lacking));
    }
    (settings, faults)
}

/// One message for all that is missing.
pub(super) fn missing(lacking: &[Missing]) -> Failure {
    let names: Vec<_> = lacking.iter().map(|one| format!("no {}", one.name)).collect();
    let names = match names.as_slice() {
        [] => "a setting that is missing".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    let hows: Vec<_> = lacking.iter().map(|one| one.how).collect();
    let message = format!(
        "there is {names}: `personeel config init` asks for what is needed and writes a profile; or give {}",
        hows.join("; and ")
    );
    if lacking.iter().any(|one| one.is_credential) { Failure::credentials(message) } else { Failure::usage(message) }
}

/// What was found in all the places together.
pub(super) struct Found {
    settings: Vec<Setting>,
    pub(super) faults: Vec<Failure>,
    pub(super) missing: Vec<Missing>,
    /// What somebody who names a profile may not expect.
    pub(super) warnings: Vec<String>,
    pub(super) client_id: Option<String>,
    pub(super) secret: Option<Zeroizing<String>>,
    pub(super) institutes: Option<Vec<InstituteNumber>>,
    pub(super) api_url: String,
    pub(super) identity_url: String,
    pub(super) timeout: Duration,
    pub(super) retries: u32,
    pub(super) preferences: Preferences,
    /// The profile that a flag names.
    named: Option<String>,
}

/// The places that may say a setting.
struct Places<'a> {
    flag: Option<&'a String>,
    flag_name: &'static str,
    variable: &'static str,
    profile: Option<&'a String>,
}

impl Found {
    fn nothing(global: &Global) -> Self {
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

    /// Looks for the preferences, and for nothing that is secret.
    pub(super) fn look_for_preferences(global: &Global) -> Self {
        let mut found = Self::nothing(global);
        let permission = found.or(Permission::given(global), Permission::ForOwner);
        let profile = found.profile(permission);
        found.preferences(&profile);
        found
    }

    /// Looks everywhere; nothing is sent.
    pub(super) fn look(global: &Global) -> Self {
        let mut found = Self::nothing(global);
        let permission = found.or(Permission::given(global), Permission::ForOwner);
        let profile = found.profile(permission);
        found.client_id(global, &profile);
        found.secret(global, &profile, permission);
        found.institutes(global, &profile);
        let api = Places {
            flag: global.api_url.as_ref(),
            flag_name: "--api-url",
            variable: "PERSONEEL_API_URL",
            profile: profile.api_url.as_ref(),
        };
        found.api_url = found.text_or(API_ADDRESS, &api, API_URL);
        let identity = Places {
            flag: global.identity_url.as_ref(),
            flag_name: "--identity-url",
            variable: "PERSONEEL_IDENTITY_URL",
            profile: profile.identity_url.as_ref(),
        };
        found.identity_url = found.text_or(IDENTITY_ADDRESS, &identity, IDENTITY_URL);
        found.limits(global, &profile);
        found.preferences(&profile);
        found
    }

    fn add(&mut self, name: &'static str, value: impl Into<String>, origin: impl Into<String>) {
        self.settings.push(Setting { name, value: value.into(), origin: origin.into() });
    }

    fn lack(&mut self, name: &'static str, how: &'static str, is_credential: bool) {
        self.missing.push(Missing { name, how, is_credential });
    }

    /// What was read, or what stands in for it once the fault is noted.
    fn or<T>(&mut self, read: Result<T, Failure>, instead: T) -> T {
        read.unwrap_or_else(|fault| {
            self.faults.push(fault);
            instead
        })
    }

    /// Whether a setting of the profile wins over a variable.
    fn profile_is_first(&self) -> bool {
        self.named.is_some()
    }

    /// A variable that counts although a flag names a profile, which is silent on it.
    fn warn_of(&mut self, variable: &str) {
        if let Some(name) = &self.named {
            self.warnings.push(format!("profile {name} does not set what {variable} says, so {variable} counts"));
        }
    }

    fn profile(&mut self, permission: Permission) -> Profile {
        let name = match self.named.clone() {
            Some(name) => Some((name, "--profile")),
            None => self.or(environment("PERSONEEL_PROFILE"), None).map(|name| (name, "PERSONEEL_PROFILE")),
        };
        let read = Profile::read(name.as_ref().map(|(name, _)| name.as_str()), permission);
        let faults = self.faults.len();
        let profile = self.or(read, Profile::default());
        // One that cannot be read was met already.
        if faults == self.faults.len() {
            let given = self.or(environment_path("PERSONEEL_CONFIG"), None);
            let origin = if given.is_some() { "PERSONEEL_CONFIG" } else { "the usual place" };
            if let Some(path) = given.or_else(default_path) {
                let there = if path.exists() { "" } else { " (not there)" };
                let shared = if permission == Permission::Shared { ", which others may read" } else { "" };
                self.add("configuration file", format!("{}{there}", path.display()), format!("{origin}{shared}"));
            }
        }
        if let Some((name, origin)) = name {
            self.add("profile", name, origin);
        }
        profile
    }

    /// A text from the strongest place that has one, and what that is called.
    fn text(&mut self, places: &Places<'_>) -> Option<(String, &'static str)> {
        if let Some(text) = places.flag {
            return Some((text.clone(), places.flag_name));
        }
        if let Some(text) = places.profile.filter(|_| self.profile_is_first()) {
            return Some((text.clone(), FROM_PROFILE));
        }
        if let Some(text) = self.or(environment(places.variable), None) {
            self.warn_of(places.variable);
            return Some((text, places.variable));
        }
        places.profile.map(|text| (text.clone(), FROM_PROFILE))
    }

    fn text_or(&mut self, name: &'static str, places: &Places<'_>, default: &str) -> String {
        let (text, origin) = self.text(places).unwrap_or_else(|| (default.to_owned(), DEFAULT));
        self.add(name, text.clone(), origin);
        text
    }

    fn client_id(&mut self, global: &Global, profile: &Profile) {
        let places = Places {
            flag: global.client_id.as_ref(),
            flag_name: "--client-id",
            variable: "PERSONEEL_CLIENT_ID",
            profile: profile.client_id.as_ref(),
        };
        let faults = self.faults.len();
        match self.text(&places).filter(|(id, _)| !id.trim().is_empty()) {
            Some((id, origin)) => {
                self.add("client id", id.clone(), origin);
                self.client_id = Some(id);
            }
            None if faults == self.faults.len() => self.lack("client id", "--client-id or PERSONEEL_CLIENT_ID", true),
            None => {}
        }
    }

    fn secret(&mut self, global: &Global, profile: &Profile, permission: Permission) {
        let flag = global.client_secret_file.as_deref();
        match secret::read(flag, profile, self.profile_is_first(), permission) {
            Ok(Some((secret, origin))) => {
                if origin.starts_with("PERSONEEL_") {
                    self.warn_of(origin.split(':').next().unwrap_or_default());
                }
                self.add("client secret", "set", origin);
                self.secret = Some(secret);
            }
            Ok(None) => self.lack(
                "client secret",
                "PERSONEEL_CLIENT_SECRET, PERSONEEL_CLIENT_SECRET_FILE or --client-secret-file",
                true,
            ),
            Err(fault) => self.faults.push(fault),
        }
    }

    fn institutes(&mut self, global: &Global, profile: &Profile) {
        let (institutes, origin) = match self.institutes_of(global, profile) {
            Ok(Some(found)) => found,
            Ok(None) => {
                let how = "--institute with six digits, such as 011007, or PERSONEEL_INSTITUTE";
                return self.lack("institute", how, false);
            }
            Err(fault) => return self.faults.push(fault),
        };
        // Each once, in the order given.
        let mut seen = std::collections::BTreeSet::new();
        let institutes: Vec<_> = institutes.into_iter().filter(|institute| seen.insert(*institute)).collect();
        let numbers: Vec<_> = institutes.iter().map(ToString::to_string).collect();
        self.add("institutes", numbers.join(", "), origin);
        self.institutes = Some(institutes);
    }

    fn institutes_of(
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
                cli::scalar(number).map_err(|expected| profile.wrong("institutes", number, &expected))
            };
            profile.institutes.iter().map(read).collect()
        };
        if self.profile_is_first() && !profile.institutes.is_empty() {
            return Ok(Some((of_profile()?, FROM_PROFILE)));
        }
        if let Some(text) = environment(VARIABLE)? {
            self.warn_of(VARIABLE);
            let numbers = text.split(',').filter(|number| !number.trim().is_empty());
            let read = numbers
                .map(|number| cli::scalar(number).map_err(|expected| wrong_variable(VARIABLE, number, &expected)));
            let institutes: Vec<_> = read.collect::<Result<_, _>>()?;
            if institutes.is_empty() {
                return Err(wrong_variable(VARIABLE, &text, "six digits, such as 011007"));
            }
            return Ok(Some((institutes, VARIABLE)));
        }
        Ok(Some((of_profile()?, FROM_PROFILE)).filter(|(institutes, _)| !institutes.is_empty()))
    }

    fn limits(&mut self, global: &Global, profile: &Profile) {
        let (timeout, origin) = match (global.timeout, &profile.timeout) {
            (Some(timeout), _) => (timeout, "--timeout"),
            (None, Some(text)) => {
                let read = cli::duration(text).map_err(|expected| profile.wrong("timeout", text, &expected));
                (self.or(read, TIMEOUT), FROM_PROFILE)
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

    fn preferences(&mut self, profile: &Profile) {
        let (first_month, origin) = match self.first_month_of(profile) {
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

    fn first_month_of(&mut self, profile: &Profile) -> Result<Option<(FirstMonth, &'static str)>, Failure> {
        const VARIABLE: &str = "PERSONEEL_FIRST_MONTH";
        let expected = "8 for August or 9 for September";
        let of_profile = || {
            let read = |number: u8| {
                FirstMonth::try_from(number).map_err(|_| profile.wrong("first_month", &number.to_string(), expected))
            };
            profile.first_month.map(read).transpose()
        };
        if self.profile_is_first()
            && let Some(month) = of_profile()?
        {
            return Ok(Some((month, FROM_PROFILE)));
        }
        if let Some(text) = environment(VARIABLE)? {
            self.warn_of(VARIABLE);
            let month = text.trim().parse::<u8>().ok().and_then(|number| FirstMonth::try_from(number).ok());
            let month = month.ok_or_else(|| wrong_variable(VARIABLE, &text, expected))?;
            return Ok(Some((month, VARIABLE)));
        }
        Ok(of_profile()?.map(|month| (month, FROM_PROFILE)))
    }
}
