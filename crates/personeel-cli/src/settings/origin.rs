//! Where each setting comes from, and everything that is wrong with them at once. No value here is a secret.

use std::path::PathBuf;

use personeel::endpoints::{API_URL, IDENTITY_URL};

use super::profile::{Profile, default_path};
use super::{Permission, RETRIES, TIMEOUT, environment, environment_path, institutes, secret};
use crate::cli::Global;
use crate::failure::Failure;

/// A setting, what it is, and what said so.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) origin: String,
}

/// Every setting, and every fault among them.
pub(crate) fn settings(global: &Global) -> (Vec<Setting>, Vec<Failure>) {
    let mut found = Found { settings: Vec::new(), faults: Vec::new() };
    let permission = found.or(Permission::given(global), Permission::ForOwner);
    let named = match &global.profile {
        Some(name) => Some((name.clone(), "--profile")),
        None => found.or(environment("PERSONEEL_PROFILE"), None).map(|name| (name, "PERSONEEL_PROFILE")),
    };
    let profile = Profile::read(named.as_ref().map(|(name, _)| name.as_str()), permission);
    let profile = found.or(profile, Profile::default());
    found.file(permission);
    if let Some((name, origin)) = named {
        found.add("profile", name, origin);
    }
    found.given(
        "client id",
        global.client_id.as_ref(),
        "--client-id",
        "PERSONEEL_CLIENT_ID",
        profile.client_id.as_ref(),
        None,
    );
    found.secret(global, &profile, permission);
    found.institutes(global, &profile);
    let (api, identity) = (profile.api_url.as_ref(), profile.identity_url.as_ref());
    found.given(API_ADDRESS, global.api_url.as_ref(), "--api-url", "PERSONEEL_API_URL", api, Some(API_URL));
    let flag = global.identity_url.as_ref();
    found.given(IDENTITY_ADDRESS, flag, "--identity-url", "PERSONEEL_IDENTITY_URL", identity, Some(IDENTITY_URL));
    let timeout = global.timeout.map(|time| format!("{time:?}"));
    found.plain("timeout", "--timeout", timeout, profile.timeout.clone(), format!("{TIMEOUT:?}"));
    if let (None, Some(text)) = (global.timeout, &profile.timeout)
        && let Err(expected) = crate::cli::duration(text)
    {
        found.faults.push(profile.wrong("timeout", text, &expected));
    }
    let (flag, written) =
        (global.retries.map(|count| count.to_string()), profile.retries.map(|count| count.to_string()));
    found.plain("retries", "--retries", flag, written, RETRIES.to_string());
    (found.settings, found.faults)
}

struct Found {
    settings: Vec<Setting>,
    faults: Vec<Failure>,
}

const FROM_PROFILE: &str = "the profile";
const DEFAULT: &str = "default";

/// What the addresses are called.
pub(crate) const API_ADDRESS: &str = "api url";
pub(crate) const IDENTITY_ADDRESS: &str = "identity url";

impl Found {
    fn add(&mut self, name: &'static str, value: impl Into<String>, origin: impl Into<String>) {
        self.settings.push(Setting { name, value: value.into(), origin: origin.into() });
    }

    /// What was read, or what stands in for it once the fault is noted.
    fn or<T>(&mut self, read: Result<T, Failure>, instead: T) -> T {
        read.unwrap_or_else(|fault| {
            // One bad file is met by everybody who looks for it.
            if !self.faults.iter().any(|known| known.line() == fault.line()) {
                self.faults.push(fault);
            }
            instead
        })
    }

    fn file(&mut self, permission: Permission) {
        let given = self.or(environment_path("PERSONEEL_CONFIG"), None);
        let origin = if given.is_some() { "PERSONEEL_CONFIG" } else { "the usual place" };
        let Some(path) = given.or_else(default_path) else { return };
        let there = if path.exists() { "" } else { " (not there)" };
        let shared = if permission == Permission::Shared { ", which others may read" } else { "" };
        self.add("configuration file", format!("{}{there}", path.display()), format!("{origin}{shared}"));
    }

    fn given(
        &mut self,
        name: &'static str,
        flag: Option<&String>,
        flag_name: &str,
        variable: &str,
        profile: Option<&String>,
        default: Option<&str>,
    ) {
        let by_variable = self.or(environment(variable), None);
        match (flag, by_variable, profile, default) {
            (Some(value), ..) => self.add(name, value, flag_name),
            (None, Some(value), ..) => self.add(name, value, variable),
            (None, None, Some(value), _) => self.add(name, value, FROM_PROFILE),
            (None, None, None, Some(value)) => self.add(name, value, DEFAULT),
            (None, None, None, None) => self.faults.push(Failure::credentials(format!(
                "there is no {name}: give {flag_name} or {variable}, or write {} in a profile",
                name.replace(' ', "_")
            ))),
        }
    }

    fn plain(
        &mut self,
        name: &'static str,
        flag: &str,
        given: Option<String>,
        profile: Option<String>,
        default: String,
    ) {
        match (given, profile) {
            (Some(value), _) => self.add(name, value, flag),
            (None, Some(value)) => self.add(name, value, FROM_PROFILE),
            (None, None) => self.add(name, default, DEFAULT),
        }
    }

    fn secret(&mut self, global: &Global, profile: &Profile, permission: Permission) {
        let file = |path: PathBuf, origin: &str| format!("{origin}: {}", path.display());
        // The faults of these are those of reading the secret itself.
        let by_variable = environment("PERSONEEL_CLIENT_SECRET").ok().flatten().is_some();
        let in_file = environment_path("PERSONEEL_CLIENT_SECRET_FILE").ok().flatten();
        let origin = match (&global.client_secret_file, by_variable, in_file) {
            (Some(path), ..) => file(path.clone(), "--client-secret-file"),
            (None, true, _) => "PERSONEEL_CLIENT_SECRET".to_owned(),
            (None, false, Some(path)) => file(path, "PERSONEEL_CLIENT_SECRET_FILE"),
            (None, false, None) if profile.client_secret.is_some() => FROM_PROFILE.to_owned(),
            (None, false, None) => match &profile.client_secret_file {
                Some(path) => file(path.clone(), FROM_PROFILE),
                None => "the system's secret".to_owned(),
            },
        };
        match secret::read(global.client_secret_file.as_deref(), profile, permission) {
            Ok(_) => self.add("client secret", "set", origin),
            Err(fault) => self.faults.push(fault),
        }
    }

    fn institutes(&mut self, global: &Global, profile: &Profile) {
        let by_variable = environment("PERSONEEL_INSTITUTE").ok().flatten().is_some();
        let origin = match (global.institute.is_empty(), by_variable) {
            (false, _) => "--institute",
            (true, true) => "PERSONEEL_INSTITUTE",
            (true, false) => FROM_PROFILE,
        };
        match institutes(global, profile) {
            Ok(institutes) => {
                let numbers: Vec<_> = institutes.iter().map(ToString::to_string).collect();
                self.add("institutes", numbers.join(", "), origin);
            }
            Err(fault) => self.faults.push(fault),
        }
    }
}
