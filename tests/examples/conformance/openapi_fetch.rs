//! TypeScript: openapi-typescript generates types from the document, and openapi-fetch lists employees of the sandbox.

use std::path::Path;

use serde_json::json;

use crate::child::Child;
use crate::listed::{LIMIT, compare};
use crate::{Outcome, Place};

pub async fn run(place: &Place) -> Outcome<String> {
    let (folder, packages) = (place.tools.join("openapi-fetch"), place.tools.join("node_modules"));
    let script = folder.join("run.ts");
    let generated = place.scratch.join("schema.d.ts");
    let generator = packages.join("openapi-typescript/bin/cli.js");
    node(place, "openapi-typescript", &[&generator, &place.document, Path::new("--output"), &generated]).await?;

    // The program and the types lie in different folders, which the compiler takes for one.
    let project = place.scratch.join("tsconfig.json");
    let settings = json!({
        "extends": folder.join("tsconfig.json"),
        "compilerOptions": {"rootDirs": [folder, place.scratch], "typeRoots": [packages.join("@types")]},
        "files": [script],
    });
    std::fs::write(&project, settings.to_string())?;
    node(place, "TypeScript", &[&packages.join("typescript/bin/tsc"), Path::new("--project"), &project]).await?;

    compare(place, Path::new("node"), &[&packages.join("tsx/dist/cli.mjs"), &script], &[]).await
}

/// Runs a program of Node.js to its end, which is to have nothing to say against the document.
async fn node(place: &Place, name: &'static str, arguments: &[&Path]) -> Outcome<()> {
    let mut child = Child::start(name, Path::new("node"), arguments, &[], &place.scratch)?;
    let (status, output) = child.wait(LIMIT).await?;
    if status.success() { Ok(()) } else { Err(format!("{name} failed:\n{output}").into()) }
}
