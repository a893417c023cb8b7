//! The client secret, from the environment, a file, or the folder where the system mounts secrets. Never from a flag,
//! which every user of the machine could read in the process list.

use std::path::{Path, PathBuf};

use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

use super::Permission;
use super::profile::Profile;
use crate::environment::{read_path_variable, read_system_path, read_variable};
use crate::failure::Failure;
use crate::files;

/// The name of the file in the system's folders for secrets.
const SYSTEM_NAME: &str = "personeel_client_secret";

/// Maximum size of a file with a secret.
const MAX_BYTES: u64 = 64 * 1024;

/// A secret and its origin.
type SecretFrom = (Zeroizing<String>, String);

/// Reads the client secret from the strongest source that has one.
pub(super) fn read(
    flag: Option<&Path>,
    profile: &Profile,
    profile_is_first: bool,
    permission: Permission,
) -> Result<Option<SecretFrom>, Failure> {
    if let Some(path) = flag {
        return read_from_file(path, "--client-secret-file", permission).map(Some);
    }
    let from_profile = || read_from_profile(profile, permission);
    if profile_is_first && let Some(secret) = from_profile()? {
        return Ok(Some(secret));
    }
    if let Some(secret) = read_variable("PERSONEEL_CLIENT_SECRET")?.map(Zeroizing::new) {
        return Ok(Some((Zeroizing::new(secret.trim().to_owned()), "PERSONEEL_CLIENT_SECRET".to_owned())));
    }
    if let Some(path) = read_path_variable("PERSONEEL_CLIENT_SECRET_FILE")? {
        return read_from_file(&path, "PERSONEEL_CLIENT_SECRET_FILE", permission).map(Some);
    }
    if let Some(secret) = from_profile()? {
        return Ok(Some(secret));
    }
    let system = system_folders().into_iter().map(|folder| folder.join(SYSTEM_NAME)).find(|path| path.exists());
    system.map(|path| read_from_file(&path, "the secret of the system", permission)).transpose()
}

fn read_from_profile(profile: &Profile, permission: Permission) -> Result<Option<SecretFrom>, Failure> {
    if let Some(secret) = &profile.client_secret {
        return Ok(Some((Zeroizing::new(secret.expose_secret().trim().to_owned()), "the profile".to_owned())));
    }
    let file = profile.client_secret_file.as_deref();
    file.map(|path| read_from_file(path, "client_secret_file", permission)).transpose()
}

fn read_from_file(path: &Path, source: &str, permission: Permission) -> Result<SecretFrom, Failure> {
    let unreadable =
        |error: &std::io::Error| Failure::credentials(format!("{source}: cannot read {}: {error}", path.display()));
    let file = files::open_regular(path).map_err(|error| unreadable(&error))?;
    // In these folders the system controls access, and the modes mean nothing.
    if !system_folders().iter().any(|folder| path.starts_with(folder)) {
        permission.check(&file, path)?;
    }
    let text = files::read_text(file, MAX_BYTES).map_err(|error| unreadable(&error))?;
    let secret = text.trim();
    if secret.is_empty() {
        return Err(Failure::credentials(format!("{source}: {} is empty", path.display())));
    }
    Ok((Zeroizing::new(secret.to_owned()), format!("{source}: {}", path.display())))
}

/// Returns the folders where systemd, and where Docker, Podman and Kubernetes, mount secrets.
fn system_folders() -> Vec<PathBuf> {
    let containers = cfg!(unix).then(|| PathBuf::from("/run/secrets"));
    read_system_path("CREDENTIALS_DIRECTORY").into_iter().chain(containers).collect()
}
