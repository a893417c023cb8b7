//! Faults as a string, for command lines.

use std::fmt;
use std::str::FromStr;

use super::duration;
use super::error::FaultsError;
use super::settings::Faults;

/// The names that a string may use.
const NAMES: &str = "expected latency=20ms, drop=0.01, status500=, status502=, status503=, status429=, retry-after=1, \
                     expire-early=0.05, dirty or fail-institute=038281";

impl FromStr for Faults {
    type Err = FaultsError;

    fn from_str(text: &str) -> Result<Self, FaultsError> {
        let mut faults = Self::default();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let refuse = |expected| FaultsError::new(part, expected);
            let (name, value) = part.split_once('=').map_or((part, None), |(name, value)| (name, Some(value.trim())));
            let probability =
                || value.and_then(|value| value.parse().ok()).ok_or(refuse("expected a number from 0 to 1"));
            match name.trim() {
                "latency" => {
                    let latency = value.and_then(duration::parse_duration);
                    faults.latency = latency.ok_or(refuse("expected a duration such as 20ms or 1.5s"))?;
                }
                "drop" => faults.drop = probability()?,
                "status500" => faults.status500 = probability()?,
                "status502" => faults.status502 = probability()?,
                "status503" => faults.status503 = probability()?,
                "status429" => faults.status429 = probability()?,
                "retry-after" => {
                    let seconds = value.and_then(|value| value.parse().ok());
                    faults.retry_after = seconds.ok_or(refuse("expected a number of seconds"))?;
                }
                "expire-early" => faults.expire_early = probability()?,
                "dirty" => {
                    let dirty = value.map_or(Some(true), |value| value.parse().ok());
                    faults.dirty = dirty.ok_or(refuse("expected true, false or no value"))?;
                }
                "fail-institute" => {
                    let institute = value.and_then(|value| value.parse().ok());
                    faults.fail_institute.insert(institute.ok_or(refuse("expected six digits"))?);
                }
                _ => return Err(refuse(NAMES)),
            }
        }
        faults.check()?;
        Ok(faults)
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let default = Self::default();
        let mut parts = Vec::new();
        if self.latency != default.latency {
            parts.push(format!("latency={}", duration::format_duration(self.latency)));
        }
        for (name, probability) in self.probabilities() {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_round_trip_as_strings_and_json() {
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
    fn invalid_faults_are_refused() {
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
        assert_eq!(error.to_string(), "invalid fault \"drop=2\": expected a number from 0 to 1");
    }
}
