//! Faults as a text, for command lines.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::Faults;

/// Why a text does not name faults.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{part:?} is no fault: {expected}")]
pub struct FaultsParseError {
    part: String,
    expected: &'static str,
}

/// The names that a text may use.
const NAMES: &str = "use latency=20ms, drop=0.01, status500=, status502=, status503=, status429=, retry-after=1, \
                     expire-early=0.05, dirty, fail-institute=038281";

impl FromStr for Faults {
    type Err = FaultsParseError;

    fn from_str(text: &str) -> Result<Self, FaultsParseError> {
        let mut faults = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let refuse = |expected| FaultsParseError { part: part.to_owned(), expected };
            let (name, value) = part.split_once('=').map_or((part, None), |(name, value)| (name, Some(value.trim())));
            let probability = || {
                let number = value.and_then(|value| value.parse::<f64>().ok());
                number.filter(|number| (0.0..=1.0).contains(number)).ok_or(refuse("it needs a number from 0 to 1"))
            };
            match name.trim() {
                "latency" => {
                    let latency = value.and_then(read_duration);
                    faults.latency = latency.ok_or(refuse("it needs a time such as 20ms or 1.5s"))?;
                }
                "drop" => faults.drop = probability()?,
                "status500" => faults.status500 = probability()?,
                "status502" => faults.status502 = probability()?,
                "status503" => faults.status503 = probability()?,
                "status429" => faults.status429 = probability()?,
                "retry-after" => {
                    let seconds = value.and_then(|value| value.parse().ok());
                    faults.retry_after = seconds.ok_or(refuse("it needs a number of seconds"))?;
                }
                "expire-early" => faults.expire_early = probability()?,
                "dirty" => {
                    let dirty = value.map_or(Some(true), |value| value.parse().ok());
                    faults.dirty = dirty.ok_or(refuse("it needs true or false, or nothing"))?;
                }
                "fail-institute" => {
                    let institute = value.and_then(|value| value.parse().ok());
                    faults.fail_institute.insert(institute.ok_or(refuse("it needs six digits"))?);
                }
                _ => return Err(refuse(NAMES)),
            }
        }
        let total = faults.status500 + faults.status502 + faults.status503 + faults.status429;
        if total > 1.0 {
            return Err(FaultsParseError { part: text.to_owned(), expected: "the statuses add up to more than 1" });
        }
        Ok(faults)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let default = Self::default();
        let mut parts = Vec::new();
        if self.latency != default.latency {
            parts.push(format!("latency={}", write_duration(self.latency)));
        }
        for (name, probability) in [
            ("drop", self.drop),
            ("status500", self.status500),
            ("status502", self.status502),
            ("status503", self.status503),
            ("status429", self.status429),
            ("expire-early", self.expire_early),
        ] {
            if probability > 0.0 {
                parts.push(format!("{name}={probability}"));
            }
        }
        if self.retry_after != default.retry_after {
            parts.push(format!("retry-after={}", self.retry_after));
        }
        if self.dirty {
            parts.push("dirty".to_owned());
        }
        parts.extend(self.fail_institute.iter().map(|institute| format!("fail-institute={institute}")));
        formatter.write_str(&parts.join(","))
    }
}

fn read_duration(text: &str) -> Option<Duration> {
    let (number, seconds) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
        (Some(number), _) => (number, 0.001),
        (None, Some(number)) => (number, 1.0),
        (None, None) => return None,
    };
    Duration::try_from_secs_f64(number.trim().parse::<f64>().ok()? * seconds).ok()
}

fn write_duration(duration: Duration) -> String {
    format!("{}ms", duration.as_secs_f64() * 1000.0)
}

/// A duration in JSON, written as on a command line.
pub(super) mod duration {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(in crate::faults) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::write_duration(*duration))
    }

    pub(in crate::faults) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::read_duration(&text).ok_or_else(|| de::Error::custom("expected a time such as \"20ms\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in ["", "dirty", "latency=1.5s", "latency=20ms,drop=0.01,status500=0.1,status502=0.1,status503=0.02"] {
            let faults: Faults = text.parse().unwrap();
            assert_eq!(faults.to_string().parse::<Faults>().unwrap(), faults);
            let json = serde_json::to_string(&faults).unwrap();
            assert_eq!(serde_json::from_str::<Faults>(&json).unwrap(), faults, "{json}");
        }
        let all = "status429=0.02, retry-after=3, expire-early=0.05, dirty, fail-institute=038281";
        let faults: Faults = all.parse().unwrap();
        assert_eq!((faults.retry_after, faults.dirty, faults.fail_institute.len()), (3, true, 1));
        assert_eq!(faults.to_string(), "status429=0.02,expire-early=0.05,retry-after=3,dirty,fail-institute=038281");
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for text in [
            "drop",
            "drop=2",
            "drop=x",
            "latency=20",
            "latency=-1s",
            "retry-after=soon",
            "dirty=perhaps",
            "fail-institute=38281",
            "status=1",
            "status500=0.6,status503=0.6",
        ] {
            assert!(text.parse::<Faults>().is_err(), "{text}");
        }
        let error = "drop=2".parse::<Faults>().unwrap_err();
        assert_eq!(error.to_string(), "\"drop=2\" is no fault: it needs a number from 0 to 1");
    }
}
