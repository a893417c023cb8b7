//! The error of reading a scalar.

/// A text or a JSON value was not what the scalar calls for.
///
/// The message says what was expected, and never what was found: the value may be personal data.
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
