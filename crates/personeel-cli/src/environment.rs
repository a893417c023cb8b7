//! Variables of the environment.

use std::path::PathBuf;

use crate::failure::Failure;

/// Makes the error for a variable with an invalid value.
pub(crate) fn invalid_variable(name: &str, value: &str, expected: &str) -> Failure {
    Failure::usage(format!("invalid value '{value}' for {name}: {expected}"))
}

/// Reads a variable. One that is set but blank is an error, since the default must not replace what was intended, such
/// as the URL of a test service.
pub(crate) fn read_variable(name: &str) -> Result<Option<String>, Failure> {
    let Some(value) = std::env::var_os(name) else { return Ok(None) };
    match value.into_string() {
        Ok(value) if value.trim().is_empty() => Err(unusable_variable(name, "is set but empty")),
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(unusable_variable(name, "is not valid UTF-8")),
    }
}

/// Reads a path from a variable.
pub(crate) fn read_path_variable(name: &str) -> Result<Option<PathBuf>, Failure> {
    match std::env::var_os(name) {
        Some(value) if value.to_str().is_some_and(|value| value.trim().is_empty()) => {
            Err(unusable_variable(name, "is set but empty"))
        }
        value => Ok(value.map(PathBuf::from)),
    }
}

fn unusable_variable(name: &str, why: &str) -> Failure {
    let failure =
        |message| if name.contains("SECRET") { Failure::credentials(message) } else { Failure::usage(message) };
    failure(format!("the variable {name} {why}: unset it or give it a value"))
}

/// Reads a path from a variable of the system, where by convention an empty one counts as unset.
pub(crate) fn read_system_path(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
