//! Writing a profile into the configuration file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::profile;
use crate::failure::Failure;
use crate::files;
use crate::permissions;

/// The configuration file as it is, to which a profile is added.
pub(crate) struct Configuration {
    path: PathBuf,
    text: Zeroizing<String>,
}

impl Configuration {
    /// Reads the file, where there is one.
    pub(crate) fn read() -> Result<Self, Failure> {
        let path = profile::path()?.ok_or_else(|| {
            Failure::usage("there is no folder for configuration here: give a file with PERSONEEL_CONFIG")
        })?;
        let fault = |error: &dyn std::fmt::Display| {
            Failure::usage(format!("the configuration file {} cannot be read: {error}", path.display()))
        };
        // Where it is a link, what it leads to is changed.
        let path = match path.canonicalize() {
            Ok(path) => path,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { path, text: Zeroizing::default() });
            }
            Err(error) => return Err(fault(&error)),
        };
        let file = files::open_regular(&path).map_err(|error| fault(&error))?;
        if let Some(complaint) = permissions::complaint(&file, &path).map_err(|error| fault(&error))? {
            return Err(Failure::credentials(complaint));
        }
        let content = files::without_mark(Zeroizing::new(fs::read(&path).map_err(|error| fault(&error))?));
        let text = std::str::from_utf8(&content).map_err(|_| fault(&"it is no text in UTF-8"))?;
        Ok(Self { text: Zeroizing::new(text.to_owned()), path })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Refuses a name that the file has already: what somebody wrote there is theirs to change.
    pub(crate) fn check_is_new(&self, name: &str) -> Result<(), Failure> {
        let tables: toml::Table = toml::from_str(&self.text).map_err(|_| {
            Failure::usage(format!(
                "{} is no TOML: mend it first, `personeel config show` tells where",
                self.path.display()
            ))
        })?;
        if tables.contains_key(name) {
            return Err(Failure::usage(format!(
                "there is a profile '{name}' in {} already: change it there, or give another name with --profile",
                self.path.display()
            )));
        }
        Ok(())
    }

    /// Adds a profile behind what is there, for its owner only; whoever looks sees the old file or the new one.
    pub(crate) fn add(&self, name: &str, settings: &[(&str, toml::Value)]) -> Result<(), Failure> {
        let mut text = Zeroizing::new(String::with_capacity(self.text.len() + 4096));
        text.push_str(&self.text);
        if !text.is_empty() {
            let gap = if text.ends_with('\n') { "\n" } else { "\n\n" };
            text.push_str(gap);
        }
        let lines = settings.iter().map(|(name, value)| format!("{name} = {value}\n"));
        text.push_str(&Zeroizing::new(format!(
            "[{}]\n{}",
            key(name),
            Zeroizing::new(lines.collect::<String>()).as_str()
        )));
        if let Some(folder) = self.path.parent() {
            files::make_folder(folder)?;
        }
        files::replace(&self.path, text.as_bytes())
            .map_err(|error| Failure::io(format_args!("{} cannot be written", self.path.display()), &error))
    }
}

/// A name as a key of TOML.
fn key(name: &str) -> String {
    let is_bare =
        !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter));
    if is_bare { name.to_owned() } else { toml::Value::from(name).to_string() }
}
