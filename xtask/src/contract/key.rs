//! Names of calls and parameters, and the keys that pair them with their counterparts.

/// Returns the name of a call for people. The older version of a call that exists twice has its version in the name.
pub fn call_name(method: &str, path: &str, older: Option<&str>) -> String {
    let version = older.map(|version| format!(" (version {version})")).unwrap_or_default();
    format!("{method} {path}{version}")
}

/// Returns the key that pairs calls. It ignores the names of path parameters, which never reach the wire.
pub fn call_key(method: &str, path: &str, older: Option<&str>) -> String {
    let segments: Vec<_> =
        path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect();
    format!("{method} {}{}", segments.join("/"), older.map(|version| format!("@{version}")).unwrap_or_default())
}

/// Returns the key that pairs parameters. Path parameters pair by position.
pub fn parameter_key(place: &str, name: &str, variables: &[&str]) -> String {
    match (place, variables.iter().position(|variable| *variable == name)) {
        ("path", Some(position)) => format!("path {position}"),
        ("header", _) => format!("header {}", name.to_lowercase()),
        _ => format!("{place} {name}"),
    }
}

/// Returns the variables of a path, in order.
pub fn path_variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}
