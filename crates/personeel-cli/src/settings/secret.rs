//! The client secret: from the environment, a file, or the place where the system puts secrets. Never from a flag, which
//! every user of the machine could read in the list of processes.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

use super::profile::Profile;
use super::{Permission, environment, environment_path, system_path};
use crate::failure::Failure;
use crate::files;

/// The file's name where the system puts secrets.
const SYSTEM_NAME: &str = "personeel_client_secret";

/// No secret is longer.
const MOST_BYTES: u64 = 64 * 1024;

/// A secret, and what said it.
type Told = (Zeroizing<String>, String);

/// The client secret, from the strongest source that has one.
pub(super) fn read(
    flag: Option<&Path>,
    profile: &Profile,
    profile_is_first: bool,
    permission: Permission,
) -> Result<Option<Told>, Failure> {
    if let Some(path) = flag {
        return from_file(path, "--client-secret-file", permission).map(Some);
    }
    let of_profile = || of_profile(profile, permission);
    if profile_is_first && let Some(secret) = of_profile()? {
        return Ok(Some(secret));
    }
    if let Some(secret) = environment("PERSONEEL_CLIENT_SECRET")?.map(Zeroizing::new) {
        return Ok(Some((Zeroizing::new(secret.trim().to_owned()), "PERSONEEL_CLIENT_SECRET".to_owned())));
    }
    if let Some(path) = environment_path("PERSONEEL_CLIENT_SECRET_FILE")? {
        return from_file(&path, "PERSONEEL_CLIENT_SECRET_FILE", permission).map(Some);
    }
    if let Some(secret) = of_profile()? {
        return Ok(Some(secret));
    }
    let system = system_folders().into_iter().map(|folder| folder.join(SYSTEM_NAME)).find(|path| path.exists());
    system.map(|path| from_file(&path, "the system's secret", permission)).transpose()
}

fn of_profile(profile: &Profile, permission: Permission) -> Result<Option<Told>, Failure> {
    if let Some(secret) = &profile.client_secret {
        return Ok(Some((Zeroizing::new(secret.expose_secret().trim().to_owned()), "the profile".to_owned())));
    }
    let file = profile.client_secret_file.as_deref();
    file.map(|path| from_file(path, "client_secret_file", permission)).transpose()
}

fn from_file(path: &Path, source: &str, permission: Permission) -> Result<Told, Failure> {
    let unreadable = |error: &dyn std::fmt::Display| {
        Failure::credentials(format!("{source}: {} cannot be read: {error}", path.display()))
    };
    let file = files::open_regular(path).map_err(|error| unreadable(&error))?;
    // There the system decides who may read, and shows modes that say nothing.
    if !system_folders().iter().any(|folder| path.starts_with(folder)) {
        permission.check(&file, path)?;
    }
    let mut content = Zeroizing::new(Vec::new());
    file.take(MOST_BYTES).read_to_end(&mut content).map_err(|error| unreadable(&error))?;
    let content = files::without_mark(content);
    let secret = std::str::from_utf8(&content).map_err(|_| unreadable(&"it is no text in UTF-8"))?.trim();
    if secret.is_empty() {
        return Err(Failure::credentials(format!("{source}: {} is empty", path.display())));
    }
    Ok((Zeroizing::new(secret.to_owned()), format!("{source}: {}", path.display())))
}

/// Where systemd, and where Docker, Podman and Kubernetes put secrets.
fn system_folders() -> Vec<PathBuf> {
    let containers = cfg!(unix).then(|| PathBuf::from("/run/secrets"));
    system_path("CREDENTIALS_DIRECTORY").into_iter().chain(containers).collect()
}
