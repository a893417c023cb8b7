//! OAuth 2.0 scopes, in the form that the document declares.

use personeel_wire::InstituteNumber;

use crate::generated::endpoints::SCOPE_TEMPLATE;

/// The placeholder for the institute number in the template.
const PLACEHOLDER: &str = "{instituteNo}";

/// Returns the scope that lets a token read and write the staff of one institute.
pub fn scope(institute: InstituteNumber) -> String {
    SCOPE_TEMPLATE.replace(PLACEHOLDER, institute.as_str())
}

/// Returns the institute of a scope, or `None` if it is a different kind of scope.
pub fn institute_of_scope(scope: &str) -> Option<InstituteNumber> {
    let (before, after) = SCOPE_TEMPLATE.split_once(PLACEHOLDER)?;
    scope.strip_prefix(before)?.strip_suffix(after)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_round_trips_to_its_institute() {
        let institute = "011007".parse().unwrap();
        assert_eq!(institute_of_scope(&scope(institute)), Some(institute));
        for other in ["", "openid", "011007", &format!("{}0", scope(institute)), &format!("x{}", scope(institute))] {
            assert_eq!(institute_of_scope(other), None, "{other}");
        }
    }
}
