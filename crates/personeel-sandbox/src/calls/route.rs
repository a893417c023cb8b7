//! Finds the call of a request by the document's paths, case-insensitively as in ASP.NET.

use std::sync::Arc;

use http::Method;
use percent_encoding::percent_decode_str;

use crate::document::{Described, Document};

/// The result of looking up a path and a method.
pub(super) enum Route {
    Calls(Matched),
    /// The methods that the path allows.
    WrongMethod(Vec<String>),
    Unknown,
}

/// The calls with one method and path, which differ in version, and the values of their path parameters.
#[derive(Debug)]
pub(super) struct Matched {
    versions: Vec<Arc<Described>>,
    pub(super) parameters: Parameters,
}

/// Path parameters by name.
#[derive(Clone, Debug)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

impl Matched {
    /// The call of a version: the exact one, or else the newest before it, or else the oldest after it. Most calls have
    /// only one version and are version-neutral.
    pub(super) fn of_version(&self, version: u32) -> Option<&Arc<Described>> {
        let before = self.versions.iter().filter(|call| call.version <= version).max_by_key(|call| call.version);
        before.or_else(|| self.versions.iter().min_by_key(|call| call.version))
    }
}

/// Finds the calls of a request. The `Api-Version` header selects one of them later.
pub(super) fn find_route(document: &Document, method: &Method, path: &str) -> Route {
    let Some(segments) = split_path(path) else { return Route::Unknown };
    let matched: Vec<(&Arc<Described>, Parameters)> = document
        .calls
        .iter()
        .filter_map(|call| Some((call, match_template(&split_template(&call.path), &segments)?)))
        .collect();
    // A literal segment wins over a parameter: `/employees/photos` is not an employee.
    let Some(fewest) = matched.iter().map(|(_, parameters)| parameters.0.len()).min() else { return Route::Unknown };
    let (found, others): (Vec<_>, Vec<_>) = matched
        .into_iter()
        .filter(|(_, parameters)| parameters.0.len() == fewest)
        .partition(|(call, _)| call.method == method.as_str());
    let versions = found.iter().map(|(call, _)| Arc::clone(call)).collect();
    if let Some((_, parameters)) = found.into_iter().next() {
        return Route::Calls(Matched { versions, parameters });
    }
    // The guide says that a call without one of its parameters is not found, even if the path is then another call's.
    if document.calls.iter().any(|call| call.method == method.as_str() && lacks_parameter(&call.path, &segments)) {
        return Route::Unknown;
    }
    let mut allowed: Vec<String> = others.iter().map(|(call, _)| call.method.clone()).collect();
    allowed.dedup();
    Route::WrongMethod(allowed)
}

/// Splits a path into its segments, none of which may be empty. One trailing `/` is ignored.
fn split_path(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix('/')?;
    let path = path.strip_suffix('/').unwrap_or(path);
    let decode = |segment| percent_decode_str(segment).decode_utf8().ok().map(String::from);
    path.split('/').map(|segment| decode(segment).filter(|segment| !segment.trim().is_empty())).collect()
}

fn split_template(template: &str) -> Vec<&str> {
    template.trim_start_matches('/').split('/').collect()
}

fn parameter_name(name: &str) -> Option<&str> {
    name.strip_prefix('{')?.strip_suffix('}')
}

fn match_template(names: &[&str], segments: &[String]) -> Option<Parameters> {
    if names.len() != segments.len() {
        return None;
    }
    let mut found = Vec::new();
    for (name, segment) in names.iter().zip(segments) {
        match parameter_name(name) {
            Some(parameter) => found.push((parameter.to_owned(), segment.clone())),
            None if name.eq_ignore_ascii_case(segment) => {}
            None => return None,
        }
    }
    Some(Parameters(found))
}

/// Whether a path matches a call's template except for one missing parameter.
fn lacks_parameter(template: &str, segments: &[String]) -> bool {
    let names = split_template(template);
    let without = |index: usize| [&names[..index], &names[index + 1..]].concat();
    let mut lacking = (0..names.len()).filter(|index| parameter_name(names[*index]).is_some());
    lacking.any(|index| match_template(&without(index), segments).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find_id(method: &Method, path: &str, version: u32) -> String {
        match find_route(&Document::of_this_crate(), method, path) {
            Route::Calls(matched) => matched.of_version(version).unwrap().id.clone(),
            Route::WrongMethod(_) => "wrong method".to_owned(),
            Route::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn every_call_is_found_by_its_own_path_and_version() {
        for call in &Document::of_this_crate().calls {
            let method = Method::from_bytes(call.method.as_bytes()).unwrap();
            assert_eq!(find_id(&method, &call.path.replace(['{', '}'], ""), call.version), call.id);
            assert_eq!(find_id(&Method::PATCH, &call.path, call.version), "wrong method");
        }
        for (method, path, expected) in [
            (Method::GET, "/Employees/PHOTOS/", "listPhotos"),
            (Method::DELETE, "/employees/photos", "wrong method"),
            (Method::GET, "/employees/1/2/3", "unknown"),
            (Method::GET, "/", "unknown"),
            (Method::GET, "/employees//photos", "unknown"),
            (Method::GET, "/employees//", "unknown"),
            (Method::GET, "/employees/photos//", "unknown"),
            (Method::GET, "//employees", "unknown"),
            (Method::GET, "/employees/%20/photos", "unknown"),
            // "If not provided at all a Not Found (404) error will be returned."
            (Method::DELETE, "/employees/interruptions", "unknown"),
            (Method::DELETE, "/employees/interruptions/", "unknown"),
            (Method::PUT, "/employees/interruptions/1", "unknown"),
            (Method::GET, "/employees/interruptions/1", "wrong method"),
        ] {
            assert_eq!(find_id(&method, path, 2), expected, "{method} {path}");
        }
    }

    #[test]
    fn versions_are_exact_or_the_newest_before_or_the_oldest() {
        let mut document = Document::read(Document::of_this_crate().value.clone());
        let third = Described { id: "third".to_owned(), version: 4, ..(*document.calls[1]).clone() };
        document.calls.push(Arc::new(third));
        let find = |version| match find_route(&document, &Method::GET, "/employees") {
            Route::Calls(matched) => matched.of_version(version).unwrap().id.clone(),
            _ => panic!("not found"),
        };
        let found: Vec<_> = (1..=5).map(find).collect();
        assert_eq!(found, ["listEmployeesV1", "listEmployees", "listEmployees", "third", "third"]);
        // The path's only call, in every version.
        assert_eq!(find_id(&Method::GET, "/employees/photos", 1), "listPhotos");
    }
}
