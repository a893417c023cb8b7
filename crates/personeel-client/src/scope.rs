//! OAuth 2.0 scopes, in the form that the document gives.

use personeel_wire::InstituteNumber;

use crate::generated::endpoints::SCOPE_TEMPLATE;

/// Where the institute's number stands in the template.
const NUMBER: &str = "{instituteNo}";

/// The scope that lets a token read and write the staff of one institute.
pub fn scope(institute: InstituteNumber) -> String {
    SCOPE_TEMPLATE.replace(NUMBER, institute.as_str())
}

/// The institute that a scope stands for; `None` for a scope of something else.
pub fn institute_of_scope(scope: &str) -> Option<InstituteNumber> {
    let (before, after) = SCOPE_TEMPLATE.split_once(NUMBER)?;
    scope.strip_prefix(before)?.strip_suffix(after)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_gives_its_institute_back() {
        let institute = "011007".parse().unwrap();
        assert_eq!(institute_of_scope(&scope(institute)), Some(institute));
        for other in ["", "openid", "011007", &format!("{}0", scope(institute)), &format!("x{}", scope(institute))] {
            assert_eq!(institute_of_scope(other), None, "{other}");
        }
    }
}
