//! The client and the institutes that a command works with.

use std::time::Duration;

use personeel::{Institute, InstituteNumber, Personeel, RetryCause, RetryEvent, RetryPolicy, Timeouts};

use crate::cli::{Format, Global};
use crate::failure::Failure;
use crate::output::{Output, print_note};
use crate::rows::Terms;
use crate::settings::{Preferences, Settings};

/// Maximum size of a record. No staff record comes near it; one that does means that the service is broken.
const MAX_RECORD_BYTES: usize = 256 * 1024 * 1024;

/// Maximum size of the complete response to `api`.
const MAX_BODY_BYTES: usize = 1024 * 1024 * 1024;

/// The client of a command, with its settings.
pub(crate) struct Session {
    pub(crate) client: Personeel,
    pub(crate) institutes: Vec<InstituteNumber>,
    pub(crate) output: Output,
    pub(crate) timeout: Duration,
    pub(crate) concurrency: usize,
    pub(crate) preferences: Preferences,
    /// Whether standard error must hold one JSON object and nothing else.
    pub(crate) has_json_errors: bool,
    retries: u32,
    is_verbose: bool,
}

impl Session {
    /// Creates a client from the settings; nothing is sent.
    pub(crate) fn open(global: &Global) -> Result<Self, Failure> {
        Self::with_limit(global, MAX_RECORD_BYTES)
    }

    /// Does the same, with room for a complete list in one response.
    pub(crate) fn open_for_bodies(global: &Global) -> Result<Self, Failure> {
        Self::with_limit(global, MAX_BODY_BYTES)
    }

    fn with_limit(global: &Global, max_bytes: usize) -> Result<Self, Failure> {
        let settings = Settings::read(global)?;
        let mut timeouts = Timeouts::default();
        timeouts.call = settings.timeout;
        // A longer timeout also gives each attempt more time, and still leaves time for a second one.
        timeouts.attempt = timeouts.attempt.max(settings.timeout / 2).min(settings.timeout);
        timeouts.connect = timeouts.connect.min(settings.timeout);
        let policy = RetryPolicy::default()
            .with_max_attempts(settings.retries.saturating_add(1))
            .with_max_elapsed(settings.timeout);
        let mut builder = Personeel::builder()
            .credentials(settings.credentials)
            .api_url(settings.api_url)
            .identity_url(settings.identity_url)
            .timeouts(timeouts)
            .retry(policy)
            .max_body_bytes(max_bytes)
            .user_agent(concat!("personeel-cli/", env!("CARGO_PKG_VERSION")))
            .institutes(settings.institutes.iter().copied());
        // With `--format json`, standard error holds one JSON object and nothing else.
        let is_verbose = settings.verbose && global.format != Some(Format::Json);
        if is_verbose {
            builder = builder.on_retry(|event| print_note(&describe_retry(event)));
        }
        let client = builder.build()?;
        Ok(Self {
            client,
            institutes: settings.institutes,
            output: Output::new(global),
            timeout: settings.timeout,
            concurrency: global.concurrency,
            preferences: settings.preferences,
            has_json_errors: global.format == Some(Format::Json),
            retries: settings.retries,
            is_verbose,
        })
    }

    /// Returns how lists are read.
    pub(crate) fn terms(&self) -> Terms {
        Terms { per_row: false, timeout: self.timeout, retries: self.retries, reports_retries: self.is_verbose }
    }

    /// Returns the only institute, for a command that cannot take several.
    pub(crate) fn institute(&self) -> Result<Institute, Failure> {
        match self.institutes.as_slice() {
            [only] => Ok(self.client.institute(*only)?),
            several => Err(Failure::usage(format!(
                "this command takes one institute, but {} are set; choose one with --institute",
                several.len()
            ))),
        }
    }
}

fn describe_retry(event: &RetryEvent) -> String {
    let call = event.operation.map_or("raw call", |operation| operation.info().id);
    let cause = match event.cause {
        RetryCause::Connection => "the connection failed".to_owned(),
        RetryCause::Timeout => "no response in time".to_owned(),
        RetryCause::Status(status) => format!("status {status}"),
        RetryCause::Token => "no token could be obtained".to_owned(),
        RetryCause::Unauthorized => "the token was refused".to_owned(),
        _ => "the request failed".to_owned(),
    };
    format!("{call} for institute {}: {cause}; retrying in {:.1?}", event.institute, event.pause)
}
