//! Runs one third-party tool with the overlay or the sandbox; `cargo xtask conformance` runs this for each tool.
//!
//! `conformance TOOL FOLDER` prints a summary and exits with 0, or prints the findings and exits with 1. FOLDER is
//! emptied first. The program ends with its standard input, so that it does not outlive a killed parent.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints its findings")]
#![allow(clippy::expect_used, reason = "for constants")]

mod calls;
mod child;
mod listed;
mod oidc_provider;
mod openapi_fetch;
mod openapi_python_client;
mod prism;
mod prism_check;
mod prism_mock;
mod prism_proxy;
mod schemathesis;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use personeel::{ClientCredentials, InstituteNumber, Personeel, RetryPolicy};
use personeel_sandbox::{Sandbox, SandboxBuilder};

/// The result of a step, or the findings.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The current school year of every sandbox here, and the current day.
pub const YEAR: &str = "2025-26";
const TODAY: &str = "2026-02-02";
/// The institute of the calls.
pub const INSTITUTE: &str = "011007";

/// The paths of a run.
pub struct Place {
    /// `tests/conformance`.
    pub tools: PathBuf,
    /// The folder where a tool may write.
    pub scratch: PathBuf,
    /// `openapi/personeel.yaml`.
    pub document: PathBuf,
}

impl Place {
    fn new(scratch: &Path) -> Outcome<Self> {
        if scratch.exists() {
            std::fs::remove_dir_all(scratch)?;
        }
        std::fs::create_dir_all(scratch)?;
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        Ok(Self {
            tools: here.join("conformance"),
            scratch: scratch.canonicalize()?,
            document: here.join("../openapi/personeel.yaml").canonicalize()?,
        })
    }

    /// The Python of the virtual environment.
    pub fn python(&self) -> PathBuf {
        self.tools.join(if cfg!(windows) { ".venv/Scripts/python.exe" } else { ".venv/bin/python" })
    }
}

/// A sandbox with a fixed current day.
pub fn sandbox() -> Outcome<SandboxBuilder> {
    Ok(Sandbox::builder().today(TODAY.parse()?))
}

/// A client that sends every call once and unchecked: the other side does the checks.
pub fn client(api_url: &str, sandbox: &Sandbox) -> Outcome<Personeel> {
    let builder = Personeel::builder()
        .api_url(api_url)
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()));
    Ok(builder.checks(false).retry(RetryPolicy::never()).build()?)
}

/// The institute of the calls.
pub(crate) fn institute() -> InstituteNumber {
    INSTITUTE.parse().expect("an institute number")
}

/// Fails with the findings, if there are any.
pub fn report_findings(findings: &[String]) -> Outcome<()> {
    if findings.is_empty() { Ok(()) } else { Err(findings.join("\n").into()) }
}

#[tokio::main]
async fn main() -> ExitCode {
    std::thread::spawn(|| {
        // Whether it ended or failed, the parent is gone.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(1);
    });
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [tool, scratch] = arguments.as_slice() else {
        eprintln!("usage: conformance TOOL FOLDER (run it with `cargo xtask conformance`)");
        return ExitCode::FAILURE;
    };
    match run(tool, Path::new(scratch)).await {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(tool: &str, scratch: &Path) -> Outcome<String> {
    let place = Place::new(scratch)?;
    match tool {
        "prism-proxy" => prism_proxy::run(&place).await,
        "prism-mock" => prism_mock::run(&place).await,
        "schemathesis" => schemathesis::run(&place).await,
        "oidc-provider" => oidc_provider::run(&place).await,
        "openapi-fetch" => openapi_fetch::run(&place).await,
        "openapi-python-client" => openapi_python_client::run(&place).await,
        other => Err(format!("unknown tool {other:?}").into()),
    }
}
