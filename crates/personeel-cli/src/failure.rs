//! Errors as the program reports them: a message, an exit code, and the same as JSON.

use std::io;
use std::time::Duration;

use personeel::{Error, ErrorCode, ErrorKind, Guid, InstituteNumber, Operation, ResponseKind};

use crate::exit::Exit;
use crate::json::Json;

/// Why a command failed. It never holds a secret or personal data.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    exit: Exit,
    kind: &'static str,
    message: String,
    status: Option<u16>,
    operation: Option<Operation>,
    institute: Option<String>,
    codes: Vec<Code>,
    /// How long the service asked to wait.
    retry_after: Option<Duration>,
    broken_pipe: bool,
}

/// A violated rule.
#[derive(Clone, Debug)]
struct Code {
    code: ErrorCode,
    existing: Option<Guid>,
}

impl Failure {
    fn new(exit: Exit, kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            exit,
            kind,
            message: message.into(),
            status: None,
            operation: None,
            institute: None,
            codes: Vec::new(),
            retry_after: None,
            broken_pipe: false,
        }
    }

    /// A flag, an argument or a setting is missing or wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    /// The client id or secret is missing, or may not be used.
    pub(crate) fn credentials(message: impl Into<String>) -> Self {
        Self::new(Exit::Credentials, "credentials", message)
    }

    /// One record does not exist.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(Exit::NotFound, "not_found", message)
    }

    /// A response, or a part of it, cannot be decoded.
    pub(crate) fn decode(message: impl Into<String>) -> Self {
        Self::new(Exit::Undecodable, "decode", message)
    }

    /// A timeout expired.
    pub(crate) fn timeout(message: impl Into<String>) -> Self {
        Self::new(Exit::Unavailable, "timeout", message)
    }

    /// A host cannot be reached, or cannot be trusted.
    pub(crate) fn unavailable(message: impl Into<String>) -> Self {
        Self::new(Exit::Unavailable, "connection", message)
    }

    /// The service differs from the document.
    pub(crate) fn differs(message: impl Into<String>) -> Self {
        Self::new(Exit::Differs, "differs", message)
    }

    /// The result is incomplete.
    pub(crate) fn partial(message: impl Into<String>) -> Self {
        Self::new(Exit::Partial, "partial", message)
    }

    /// More changed than allowed.
    pub(crate) fn too_much_change(message: impl Into<String>) -> Self {
        Self::new(Exit::TooMuchChange, "too_much_change", message)
    }

    /// A bug in the program.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(Exit::Internal, "internal", message)
    }

    /// The program was interrupted at a point that the user should know of.
    pub(crate) fn interrupted(exit: Exit, message: impl Into<String>) -> Self {
        Self::new(exit, "interrupted", message)
    }

    /// A file or stream on this machine failed.
    pub(crate) fn io(what: impl std::fmt::Display, error: &io::Error) -> Self {
        let mut failure = Self::new(Exit::Internal, "io", format!("{what}: {error}"));
        failure.broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        failure
    }

    /// Standard output cannot be written.
    pub(crate) fn output(error: &io::Error) -> Self {
        Self::io("cannot write to standard output", error)
    }

    pub(crate) fn with_operation(mut self, operation: Option<Operation>) -> Self {
        self.operation = operation;
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    pub(crate) fn with_exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    pub(crate) fn with_institute(mut self, institute: InstituteNumber) -> Self {
        self.institute = Some(institute.to_string());
        self
    }

    /// Takes over the exit code and kind of these failures, which all agree, and the longest time to wait.
    pub(crate) fn with_kind_of<'a>(mut self, failures: impl Iterator<Item = &'a Self>) -> Self {
        for (index, failure) in failures.enumerate() {
            if index == 0 {
                (self.exit, self.kind) = (failure.exit, failure.kind);
            }
            self.retry_after = self.retry_after.max(failure.retry_after);
        }
        self
    }

    /// The rules that a body violates, found before sending.
    pub(crate) fn refused(codes: impl IntoIterator<Item = ErrorCode>) -> Self {
        let codes: Vec<_> = codes.into_iter().map(|code| Code { code, existing: None }).collect();
        let texts: Vec<_> = codes
            .iter()
            .map(|code| match code.code.info() {
                Some(info) => format!("{} ({}): {}", info.name, info.field, info.message),
                None => code.code.to_string(),
            })
            .collect();
        let failure = Self::new(Exit::Refused, "refused", format!("refused by the rules: {}", texts.join("; ")));
        Self { codes, ..failure }
    }

    /// Appends to the message. The failure is then reported even if it is a broken pipe.
    pub(crate) fn with_detail(mut self, more: &str) -> Self {
        self.broken_pipe = false;
        self.message.push_str("; ");
        self.message.push_str(more);
        self
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }

    pub(crate) fn is_broken_pipe(&self) -> bool {
        self.broken_pipe
    }

    /// Returns one line for people: the call, the institute and the message.
    pub(crate) fn line(&self) -> String {
        match (self.operation, &self.institute) {
            (Some(operation), Some(institute)) => {
                format!("{operation} for institute {institute}: {}", self.message)
            }
            (Some(operation), None) => format!("{operation}: {}", self.message),
            (None, Some(institute)) => format!("institute {institute}: {}", self.message),
            (None, None) => self.message.clone(),
        }
    }

    /// Returns the same line without the institute.
    pub(crate) fn without_institute(&self) -> String {
        match self.operation {
            Some(operation) => format!("{operation}: {}", self.message),
            None => self.message.clone(),
        }
    }

    /// Returns the error as scripts read it, without the envelope.
    pub(crate) fn to_json(&self) -> Json {
        let text = |text: Option<&str>| Json::from(text.map(str::to_owned));
        let codes = self.codes.iter().map(|Code { code, existing }| {
            Json::record([
                ("code", Json::text(code.as_str())),
                ("message", Json::text(code.info().map_or(code.as_str(), |info| info.message))),
                ("field", text(code.info().map(|info| info.field))),
                ("existingId", Json::from(existing.map(|id| id.to_string()))),
            ])
        });
        Json::record([
            ("kind", Json::text(self.kind)),
            ("status", self.status.map_or(Json::Null, |status| Json::from(u64::from(status)))),
            ("operation", text(self.operation.map(|operation| operation.info().id))),
            ("institute", Json::from(self.institute.clone())),
            ("message", Json::text(&self.message)),
            ("codes", Json::List(codes.collect())),
            ("retryAfter", self.retry_after.map_or(Json::Null, |time| Json::from(rounded_up_seconds(time)))),
        ])
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        // Call and institute have fields of their own.
        let mut message = error.message();
        if error.may_have_been_applied() && error.is_transient() && error.operation().is_some_and(is_write) {
            message.push_str("; it may have been carried out anyway");
        }
        if let Some(id) = error.existing_id() {
            message = format!("{message}; the existing record is {id}");
        }
        let codes =
            error.codes().iter().map(|refusal| Code { code: refusal.code().clone(), existing: refusal.existing_id() });
        Self {
            exit: exit_of(&error),
            kind: error.kind().as_str(),
            message,
            status: error.status(),
            operation: error.operation(),
            institute: error.institute().map(|number| number.to_string()),
            codes: codes.collect(),
            retry_after: error.retry_after(),
            broken_pipe: false,
        }
    }
}

/// Rounds up, so that waiting this many seconds is enough.
fn rounded_up_seconds(time: Duration) -> u64 {
    time.as_secs().saturating_add(u64::from(time.subsec_nanos() > 0))
}

fn is_write(operation: Operation) -> bool {
    operation.info().method != "GET"
}

fn exit_of(error: &Error) -> Exit {
    match error.kind() {
        ErrorKind::Configuration | ErrorKind::InvalidArgument => Exit::Usage,
        ErrorKind::Unauthorized => Exit::Credentials,
        ErrorKind::Forbidden => Exit::Forbidden,
        ErrorKind::Refused => Exit::Refused,
        ErrorKind::Connection | ErrorKind::Timeout | ErrorKind::Status => Exit::Unavailable,
        ErrorKind::Decode => Exit::Undecodable,
        // A list always exists, so this URL is not that of the service.
        ErrorKind::NotFound
            if error.operation().is_some_and(|operation| operation.info().response == ResponseKind::List) =>
        {
            Exit::Unavailable
        }
        ErrorKind::NotFound => Exit::NotFound,
        _ => Exit::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_always_has_every_member() {
        let json = Failure::usage("--school-year is missing").to_json();
        assert_eq!(
            json.to_text(),
            r#"{"kind":"usage","status":null,"operation":null,"institute":null,"message":"--school-year is missing","codes":[],"retryAfter":null}"#
        );
    }

    #[test]
    fn refusals_before_sending_carry_the_codes_of_the_service() {
        let failure = Failure::refused([ErrorCode::Br004A, ErrorCode::Br008B]);
        assert_eq!(failure.exit(), Exit::Refused);
        assert!(failure.to_json().to_text().contains(r#""code":"BR008B""#));
        assert!(failure.line().contains("BR004A (schooljaar)"), "{}", failure.line());
    }
}
