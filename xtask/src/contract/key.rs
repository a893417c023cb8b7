//! What calls and parameters are called, and what pairs them with their counterparts.

/// The name of a call as people say it. An older version of a call that exists twice says so.
pub fn call_name(method: &str, path: &str, older: Option<&str>) -> String {
    let version = older.map(|version| format!(" (version {version})")).unwrap_or_default();
    format!("{method} {path}{version}")
}

/// What pairs calls: names of path parameters never reach the wire.
pub fn call_key(method: &str, path: &str, older: Option<&str>) -> String {
    let segments: Vec<_> =
        path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect();
    format!("{method} {}{}", segments.join("/"), older.map(|version| format!("@{version}")).unwrap_or_default())
}

/// What pairs parameters: those of a path by their position.
pub fn parameter_key(place: &str, name: &str, variables: &[&str]) -> String {
    match (place, variables.iter().position(|variable| *variable == name)) {
        ("path", Some(position)) => format!("path {position}"),
        ("header", _) => format!("header {}", name.to_lowercase()),
        _ => format!("{place} {name}"),
    }
}

/// The variables of a path, in order.
pub fn path_variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}
