//! Starts Prism, for both versions of the employee list.

use std::path::{Path, PathBuf};

use personeel::Operation;

use crate::child::Child;
use crate::{Outcome, Place};

/// Two Prisms, one for each of the two calls that share a path: Prism treats the fragment as part of the path, and
/// requests don't contain it.
pub struct Prisms {
    pub newest: Prism,
    pub version_1: Prism,
}

/// A running Prism.
pub struct Prism {
    pub child: Child,
    pub url: String,
}

impl Prisms {
    /// Starts `prism MODE … DOCUMENT …`.
    pub async fn start(place: &Place, mode: &[&str], upstream: Option<&str>) -> Outcome<Self> {
        let version_1 = write_version_1_document(place)?;
        let (newest, version_1) = tokio::try_join!(
            Prism::start(place, mode, &place.document, upstream),
            Prism::start(place, mode, &version_1, upstream)
        )?;
        Ok(Self { newest, version_1 })
    }

    /// Returns the one that knows a call.
    pub fn of(&self, operation: Operation) -> &Prism {
        if operation.info().api_version == "1" { &self.version_1 } else { &self.newest }
    }

    /// What both reported about requests and responses that don't match the document.
    pub fn violations(&self) -> Vec<String> {
        let lines = self.newest.child.lines().into_iter().chain(self.version_1.child.lines());
        lines
            .filter(|line| line.contains("Violation:") || line.contains("error ") || line.contains("warning "))
            .collect()
    }
}

impl Prism {
    async fn start(place: &Place, mode: &[&str], document: &Path, upstream: Option<&str>) -> Outcome<Self> {
        let script = place.tools.join("prism/serve.mjs");
        let mut arguments = vec![script.as_os_str()];
        arguments.extend(mode.iter().map(std::ffi::OsStr::new));
        arguments.extend(["-h", "127.0.0.1", "-p", "0"].map(std::ffi::OsStr::new));
        arguments.push(document.as_os_str());
        arguments.extend(upstream.map(std::ffi::OsStr::new));
        // In "production" Prism would serve from a separate process.
        let environment = [("NODE_ENV", "test"), ("NO_PROXY", "127.0.0.1")];
        let mut child = Child::start("Prism", Path::new("node"), arguments, &environment, &place.scratch)?;
        let url = child.wait_for("Prism is listening on ").await?;
        Ok(Self { child, url })
    }
}

/// Writes a copy of the document with the fragment on the other of the two calls.
fn write_version_1_document(place: &Place) -> Outcome<PathBuf> {
    let text = std::fs::read_to_string(&place.document)?;
    let (newest, version_1) = ("\n  /employees:\n", "\n  /employees#v1:\n");
    if text.matches(newest).count() != 1 || text.matches(version_1).count() != 1 {
        return Err("the document no longer has /employees and /employees#v1 once each".into());
    }
    let swapped = text.replace(newest, "\n  /employees#v2:\n").replace(version_1, newest);
    let path = place.scratch.join("personeel-v1.yaml");
    std::fs::write(&path, swapped)?;
    Ok(path)
}
