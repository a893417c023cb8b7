//! Profiles in the configuration file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::{Deserialize, Deserializer};

use super::Permission;
use crate::environment::{read_path_variable, read_system_path};
use crate::failure::Failure;
use crate::files;

/// One profile: the table `[NAME]` of the file. Unknown keys are refused, so that a typo does not silently mean the
/// default.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Profile {
    pub(super) client_id: Option<String>,
    #[serde(default, deserialize_with = "secret")]
    pub(super) client_secret: Option<SecretString>,
    pub(super) client_secret_file: Option<PathBuf>,
    #[serde(default, deserialize_with = "one_or_more")]
    pub(super) institutes: Vec<String>,
    pub(super) api_url: Option<String>,
    pub(super) identity_url: Option<String>,
    pub(super) timeout: Option<String>,
    pub(super) retries: Option<u32>,
    pub(super) first_month: Option<u8>,
    /// Saved columns of lists, by the name that `--columns` takes.
    #[serde(default)]
    pub(super) columns: BTreeMap<String, String>,
    /// The profile and its file, for messages.
    #[serde(skip)]
    origin: String,
}

/// The profile that applies if none is named.
const DEFAULT: &str = "default";

/// Maximum size of a configuration file.
const MAX_BYTES: u64 = 1024 * 1024;

impl Profile {
    /// Reads the named profile, or the default one if the file has it.
    pub(super) fn read(name: Option<&str>, permission: Permission) -> Result<Self, Failure> {
        let given = read_path_variable("PERSONEEL_CONFIG")?;
        let Some(path) = given.clone().or_else(default_path) else { return Ok(Self::default()) };
        let file = match files::open_regular(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && given.is_none() && name.is_none() => {
                return Ok(Self::default());
            }
            Err(error) => {
                return Err(Failure::usage(format!("cannot read the configuration file {}: {error}", path.display())));
            }
        };
        permission.check(&file, &path)?;
        let text = files::read_text(file, MAX_BYTES)
            .map_err(|error| Failure::usage(format!("the configuration file {}: {error}", path.display())))?;
        Self::choose(&text, &path, name)
    }

    fn choose(text: &str, path: &Path, name: Option<&str>) -> Result<Self, Failure> {
        // The full message of toml quotes the line, which may hold the secret.
        let mut profiles: BTreeMap<String, Self> = toml::from_str(text).map_err(|error| {
            let line =
                error.span().map_or(1, |span| 1 + text.get(..span.start).map_or(0, |text| text.matches('\n').count()));
            let message = error.message();
            // For a value of the wrong type, the message quotes the value.
            let message = if message.starts_with("invalid ") { "a value has the wrong type" } else { message };
            Failure::usage(format!("{}, line {line}: {message}", path.display()))
        })?;
        match profiles.remove(name.unwrap_or(DEFAULT)) {
            Some(profile) => {
                let origin = format!("profile {} of {}", name.unwrap_or(DEFAULT), path.display());
                let folder = path.parent().unwrap_or(Path::new(""));
                let client_secret_file = profile.client_secret_file.map(|file| folder.join(file));
                Ok(Self { client_secret_file, origin, ..profile })
            }
            None if name.is_none() => Ok(Self::default()),
            None => {
                let known: Vec<_> = profiles.into_keys().collect();
                let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                let name = name.unwrap_or(DEFAULT);
                Err(Failure::usage(format!("no profile '{name}' in {}; existing profiles: {known}", path.display())))
            }
        }
    }

    /// Reports a value of the profile that is not of the expected form.
    pub(super) fn invalid_value(&self, key: &str, value: &str, expected: &str) -> Failure {
        Failure::usage(format!("invalid value '{value}' for {key} in {}: {expected}", self.origin))
    }
}

/// Reads a list, or a string with one item or several separated by commas.
fn one_or_more<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "institutes must be a list of strings such as [\"011007\"]")]
    enum OneOrMore {
        One(String),
        More(Vec<String>),
    }
    Ok(match OneOrMore::deserialize(deserializer)? {
        OneOrMore::One(text) => text.split(',').map(|number| number.trim().to_owned()).collect(),
        OneOrMore::More(institutes) => institutes,
    })
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SecretString>, D::Error> {
    String::deserialize(deserializer).map(|text| Some(SecretString::from(text)))
}

/// Returns the path of the configuration file, whether it exists or not.
pub(super) fn path() -> Result<Option<PathBuf>, Failure> {
    Ok(read_path_variable("PERSONEEL_CONFIG")?.or_else(default_path))
}

/// Returns the names of the profiles, with their institutes, as far as they can be read. Completions use them.
pub(crate) fn profile_names() -> BTreeMap<String, Vec<String>> {
    let file = path().ok().flatten().and_then(|path| files::open_regular(&path).ok());
    let text = file.and_then(|file| files::read_text(file, MAX_BYTES).ok());
    let profiles = text.and_then(|text| toml::from_str::<BTreeMap<String, Profile>>(&text).ok()).unwrap_or_default();
    profiles.into_iter().map(|(name, profile)| (name, profile.institutes)).collect()
}

/// Returns `personeel/config.toml` in the platform's folder for configuration files.
pub(super) fn default_path() -> Option<PathBuf> {
    let folder = if cfg!(windows) {
        read_system_path("APPDATA")
    } else if cfg!(target_os = "macos") {
        std::env::home_dir().map(|home| home.join("Library").join("Application Support"))
    } else {
        // The XDG base directory specification says to ignore relative paths.
        read_system_path("XDG_CONFIG_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| std::env::home_dir().map(|home| home.join(".config")))
    };
    folder.map(|folder| folder.join("personeel").join("config.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
[default]
client_id = 'informat_customer_x'
client_secret = 'geheim'
institutes = ['011007', '038281']
timeout = '45s'

[trial]
client_id = 'y'
client_secret_file = 'trial.secret'
";

    #[test]
    fn profiles_are_found_by_name() {
        let path = Path::new("/etc/personeel/config.toml");
        let profile = Profile::choose(TEXT, path, None).unwrap();
        assert_eq!(profile.institutes, ["011007", "038281"]);
        assert!(!format!("{profile:?}").contains("geheim"));
        let trial = Profile::choose(TEXT, path, Some("trial")).unwrap();
        assert_eq!(trial.client_secret_file.unwrap(), Path::new("/etc/personeel/trial.secret"));
        let failure = Profile::choose(TEXT, path, Some("tiral")).unwrap_err();
        assert!(failure.line().contains("existing profiles: default, trial"), "{}", failure.line());
        assert!(Profile::choose("", path, None).unwrap().client_id.is_none());
    }

    #[test]
    fn errors_name_the_line_but_not_the_secret() {
        for text in [
            "[default]\nclient_secret = geheim",
            "[default]\nclient_secert = 'geheim'",
            "[default]\nretries = 'geheim'",
        ] {
            let failure = Profile::choose(text, Path::new("c.toml"), None).unwrap_err();
            assert!(failure.line().contains("line 2") && !failure.line().contains("geheim"), "{}", failure.line());
        }
    }
}
