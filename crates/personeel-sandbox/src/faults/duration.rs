//! Durations, which have the same format in JSON and on a command line.

use std::time::Duration;

use serde::{Deserialize, Deserializer, Serializer, de};

pub(super) fn parse_duration(text: &str) -> Option<Duration> {
    let (number, seconds) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
        (Some(number), _) => (number, 0.001),
        (None, Some(number)) => (number, 1.0),
        (None, None) => return None,
    };
    Duration::try_from_secs_f64(number.trim().parse::<f64>().ok()? * seconds).ok()
}

pub(super) fn format_duration(duration: Duration) -> String {
    format!("{}ms", duration.as_secs_f64() * 1000.0)
}

pub(super) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&format_duration(*duration))
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_duration(&text).ok_or_else(|| de::Error::custom("expected a duration such as \"20ms\""))
}
