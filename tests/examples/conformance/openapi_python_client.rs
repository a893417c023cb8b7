//! openapi-python-client: the client that it generates from the document lists the sandbox's employees.

use std::path::Path;

use crate::child::Child;
use crate::listed::{LIMIT, compare};
use crate::{Outcome, Place};

pub async fn run(place: &Place) -> Outcome<String> {
    let folder = place.tools.join("openapi-python-client");
    let config = folder.join("config.yml");
    let generated = place.scratch.join("personeel_client");
    let mut generator = Child::start(
        "openapi-python-client",
        &place.python(),
        [
            Path::new("-m"),
            Path::new("openapi_python_client"),
            Path::new("generate"),
            Path::new("--fail-on-warning"),
            Path::new("--meta"),
            Path::new("none"),
            Path::new("--config"),
            &config,
            Path::new("--path"),
            &place.document,
            Path::new("--output-path"),
            &generated,
        ],
        &[],
        &place.scratch,
    )?;
    let (status, output) = generator.wait(LIMIT).await?;
    if !status.success() {
        return Err(format!("openapi-python-client reports about the document:\n{output}").into());
    }

    let generated = place.scratch.display().to_string();
    compare(place, &place.python(), &[&folder.join("run.py")], &[("GENERATED", &generated)]).await
}
