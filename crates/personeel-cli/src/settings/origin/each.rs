//! How each setting is found.

use personeel::InstituteNumber;

use super::{DEFAULT, FROM_PROFILE, Found, RETRIES, Sources, TIMEOUT};
use crate::cli::{self, Global};
use crate::days::FirstMonth;
use crate::environment::{invalid_variable, read_variable};
use crate::failure::Failure;
use crate::settings::profile::Profile;
use crate::settings::{Permission, Preferences, secret};

impl Found {
    pub(super) fn add_client_id(&mut self, global: &Global, profile: &Profile) {
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

    pub(super) fn add_secret(&mut self, global: &Global, profile: &Profile, permission: Permission) {
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

    pub(super) fn add_institutes(&mut self, global: &Global, profile: &Profile) {
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

    pub(super) fn add_limits(&mut self, global: &Global, profile: &Profile) {
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

    pub(super) fn add_preferences(&mut self, profile: &Profile) {
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
                let month = i8::try_from(number).ok().and_then(FirstMonth::new);
                month.ok_or_else(|| profile.invalid_value("first_month", &number.to_string(), expected))
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
            let month = text.trim().parse().ok().and_then(FirstMonth::new);
            let month = month.ok_or_else(|| invalid_variable(VARIABLE, &text, expected))?;
            return Ok(Some((month, VARIABLE)));
        }
        Ok(of_profile()?.map(|month| (month, FROM_PROFILE)))
    }
}
