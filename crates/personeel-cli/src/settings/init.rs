//! Writing a profile into the configuration file.

use std::io;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::profile;
use crate::failure::Failure;
use crate::files;
use crate::permissions;

/// The current content of the configuration file, to which a profile is added.
pub(crate) struct Configuration {
    path: PathBuf,
    text: Zeroizing<String>,
}

impl Configuration {
    /// Reads the file if it exists.
    pub(crate) fn read() -> Result<Self, Failure> {
        let path = profile::path()?
            .ok_or_else(|| Failure::usage("no folder for configuration files: name the file with PERSONEEL_CONFIG"))?;
        let unreadable = |error: &io::Error| {
            Failure::usage(format!("cannot read the configuration file {}: {error}", path.display()))
        };
        // If the path is a link, its target is changed.
        let path = match path.canonicalize() {
            Ok(path) => path,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { path, text: Zeroizing::default() });
            }
            Err(error) => return Err(unreadable(&error)),
        };
        let file = files::open_regular(&path).map_err(|error| unreadable(&error))?;
        if let Some(complaint) = permissions::find_exposure(&file, &path).map_err(|error| unreadable(&error))? {
            return Err(Failure::credentials(complaint));
        }
        // Without a limit, since the complete text is written back.
        let text = files::read_text(file, u64::MAX).map_err(|error| unreadable(&error))?;
        Ok(Self { path, text })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Refuses a name that the file already has: an existing profile is never overwritten.
    pub(crate) fn check_is_new(&self, name: &str) -> Result<(), Failure> {
        let tables: toml::Table = toml::from_str(&self.text).map_err(|_| {
            Failure::usage(format!(
                "{} is not valid TOML: fix it first; `personeel config show` names the line",
                self.path.display()
            ))
        })?;
        if tables.contains_key(name) {
            return Err(Failure::usage(format!(
                "{} already has a profile '{name}': change it there, or choose another name with --profile",
                self.path.display()
            )));
        }
        Ok(())
    }

    /// Appends a profile. The file is replaced atomically, and only its owner can read it.
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
            toml_key(name),
            Zeroizing::new(lines.collect::<String>()).as_str()
        )));
        if let Some(folder) = self.path.parent() {
            files::make_folder(folder)?;
        }
        files::replace(&self.path, text.as_bytes())
            .map_err(|error| Failure::io(format_args!("cannot write {}", self.path.display()), &error))
    }
}

/// Writes a name as a TOML key.
fn toml_key(name: &str) -> String {
    let is_bare =
        !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter));
    if is_bare { name.to_owned() } else { toml::Value::from(name).to_string() }
}
