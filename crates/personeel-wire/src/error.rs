//! The error for invalid scalars.

/// The error returned when a text or a JSON value is not a valid scalar.
///
/// The message states what was expected but never what was found, because the value may be personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct ParseError {
    expected: &'static str,
}

impl ParseError {
    pub(crate) const fn expected(expected: &'static str) -> Self {
        Self { expected }
    }
}

#[cfg(test)]
mod tests {
    use super::ParseError;

    #[test]
    fn says_what_was_expected() {
        let error = ParseError::expected("a GUID");
        assert_eq!(error.to_string(), "expected a GUID");
        let _: &(dyn std::error::Error + Send + Sync) = &error;
    }
}
