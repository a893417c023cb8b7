//! Which call a request is for: by the paths of the document, in either case as ASP.NET does.

use http::Method;
use percent_encoding::percent_decode_str;
use personeel_client::operations::Operation;

/// What a path and a method name.
pub(super) enum Route {
    Call(Matched),
    /// The methods that the path does know.
    WrongMethod(Vec<&'static str>),
    Unknown,
}

/// A call and the values of the parameters in its path.
#[derive(Debug)]
pub(super) struct Matched {
    pub(super) operation: Operation,
    parameters: Vec<(&'static str, String)>,
}

impl Matched {
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.parameters.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }
}

/// The call of a request. `GET /employees` is found as version 2; the header decides later.
pub(super) fn find(method: &Method, path: &str) -> Route {
    let Some(segments) = segments(path) else { return Route::Unknown };
    let mut matched: Vec<(usize, bool, Matched)> = Operation::all()
        .filter(|operation| *operation != Operation::ListEmployeesV1)
        .filter_map(|operation| {
            let parameters = parameters(operation.info().path, &segments)?;
            let fits = operation.info().method == method.as_str();
            Some((parameters.len(), fits, Matched { operation, parameters }))
        })
        .collect();
    // A fixed word wins over a parameter: `/employees/photos` is no employee.
    let Some(fewest) = matched.iter().map(|(count, ..)| *count).min() else { return Route::Unknown };
    let found = matched.iter().position(|(count, fits, _)| *count == fewest && *fits);
    if let Some(index) = found {
        return Route::Call(matched.swap_remove(index).2);
    }
    matched.retain(|(count, ..)| *count == fewest);
    Route::WrongMethod(matched.iter().map(|(.., matched)| matched.operation.info().method).collect())
}

fn segments(path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix('/')?;
    let path = path.strip_suffix('/').unwrap_or(path);
    path.split('/').map(|segment| percent_decode_str(segment).decode_utf8().ok().map(|text| text.to_string())).collect()
}

fn parameters(template: &'static str, segments: &[String]) -> Option<Vec<(&'static str, String)>> {
    let names: Vec<&'static str> = template.trim_start_matches('/').split('/').collect();
    if names.len() != segments.len() {
        return None;
    }
    let mut found = Vec::new();
    for (name, segment) in names.into_iter().zip(segments) {
        match name.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(parameter) => found.push((parameter, segment.clone())),
            None if name.eq_ignore_ascii_case(segment) => {}
            None => return None,
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(method: &Method, path: &str) -> String {
        match find(method, path) {
            Route::Call(matched) => matched.operation.to_string(),
            Route::WrongMethod(_) => "wrong method".to_owned(),
            Route::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn every_call_is_found_by_its_own_path() {
        for operation in Operation::all().filter(|operation| *operation != Operation::ListEmployeesV1) {
            let info = operation.info();
            let method = Method::from_bytes(info.method.as_bytes()).unwrap();
            assert_eq!(name(&method, &info.path.replace(['{', '}'], "")), info.id);
            assert_eq!(name(&Method::PATCH, info.path), "wrong method");
        }
        assert_eq!(name(&Method::GET, "/Employees/PHOTOS/"), "listPhotos");
        assert_eq!(name(&Method::DELETE, "/employees/photos"), "wrong method");
        assert_eq!(name(&Method::GET, "/employees/1/2/3"), "unknown");
        assert_eq!(name(&Method::GET, "/"), "unknown");
    }
}
