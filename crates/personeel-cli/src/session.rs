//! The client of a command, and its institutes.

use std::time::Duration;

use personeel::{Institute, InstituteNumber, Personeel, RetryCause, RetryEvent, RetryPolicy, Timeouts};

use crate::cli::{Format, Global};
use crate::failure::Failure;
use crate::output::{Output, note};
use crate::rows::Terms;
use crate::settings::{Preferences, Settings};

/// No record of staff comes near this: what does is a service gone wrong.
const MOST_RECORD_BYTES: usize = 256 * 1024 * 1024;

/// What a call by hand may answer, as a whole.
const MOST_BODY_BYTES: usize = 1024 * 1024 * 1024;

/// What a command works with.
pub(crate) struct Session {
    pub(crate) client: Personeel,
    pub(crate) institutes: Vec<InstituteNumber>,
    pub(crate) output: Output,
    pub(crate) timeout: Duration,
    pub(crate) concurrency: usize,
    pub(crate) preferences: Preferences,
    /// Whether standard error is to hold one JSON object and nothing else.
    pub(crate) is_told_as_json: bool,
    retries: u32,
    is_verbose: bool,
}

impl Session {
    /// A client with the settings; nothing is sent.
    pub(crate) fn open(global: &Global) -> Result<Self, Failure> {
        Self::with_limit(global, MOST_RECORD_BYTES)
    }

    /// The same, with room for a whole list in one piece.
    pub(crate) fn open_for_bodies(global: &Global) -> Result<Self, Failure> {
        Self::with_limit(global, MOST_BODY_BYTES)
    }

    fn with_limit(global: &Global, most_bytes: usize) -> Result<Self, Failure> {
        let settings = Settings::read(global)?;
        let mut timeouts = Timeouts::default();
        timeouts.call = settings.timeout;
        // Whoever waits longer for a call waits longer for each of its attempts too, and still has time for a second one.
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
            .max_body_bytes(most_bytes)
            .user_agent(concat!("personeel-cli/", env!("CARGO_PKG_VERSION")))
            .institutes(settings.institutes.iter().copied());
        // There standard error holds one JSON object and nothing else.
        let is_verbose = settings.verbose && global.format != Some(Format::Json);
        if is_verbose {
            builder = builder.on_retry(|event| note(&retried(event)));
        }
        let client = builder.build()?;
        Ok(Self {
            client,
            institutes: settings.institutes,
            output: Output::new(global),
            timeout: settings.timeout,
            concurrency: global.concurrency,
            preferences: settings.preferences,
            is_told_as_json: global.format == Some(Format::Json),
            retries: settings.retries,
            is_verbose,
        })
    }

    /// How lists are read.
    pub(crate) fn terms(&self) -> Terms {
        Terms { is_by_row: false, time: self.timeout, retries: self.retries, is_told: self.is_verbose }
    }

    /// The one institute of a call that can't be for several.
    pub(crate) fn institute(&self) -> Result<Institute, Failure> {
        match self.institutes.as_slice() {
            [only] => Ok(self.client.institute(*only)?),
            several => Err(Failure::usage(format!(
                "this command is for one institute, and {} are set; give one with --institute",
                several.len()
            ))),
        }
    }
}

fn retried(event: &RetryEvent) -> String {
    let call = event.operation.map_or("raw call", |operation| operation.info().id);
    let cause = match event.cause {
        RetryCause::Connection => "the connection failed".to_owned(),
        RetryCause::Timeout => "no answer in time".to_owned(),
        RetryCause::Status(status) => format!("status {status}"),
        RetryCause::Token => "no token could be had".to_owned(),
        RetryCause::Unauthorized => "the token was refused".to_owned(),
        _ => "it failed".to_owned(),
    };
    format!("{call} for institute {}: {cause}; again in {:.1?}", event.institute, event.pause)
}
