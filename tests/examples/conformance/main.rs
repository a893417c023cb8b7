//! Brings one third party together with the overlay or the sandbox: `cargo xtask conformance` runs this for each of them.
//!
//! `conformance PARTY FOLDER` prints what was seen and exits with 0, or says what is wrong and exits with 1. FOLDER is
//! emptied first. The program ends with its standard input, so it does not outlive a caller that was killed.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is what it is run for")]
#![allow(clippy::expect_used, reason = "arguments written down here")]

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

/// What a step gives, or what is wrong.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The school year of every sandbox here, and a day in it.
pub const YEAR: &str = "2025-26";
const TODAY: &str = "2026-02-02";
/// The institute that the calls are for.
pub const INSTITUTE: &str = "011007";

/// Where things are.
pub struct Place {
    /// `tests/conformance`.
    pub parties: PathBuf,
    /// Where a party may write.
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
            parties: here.join("conformance"),
            scratch: scratch.canonicalize()?,
            document: here.join("../openapi/personeel.yaml").canonicalize()?,
        })
    }

    /// The Python of the virtual environment.
    pub fn python(&self) -> PathBuf {
        self.parties.join(if cfg!(windows) { ".venv/Scripts/python.exe" } else { ".venv/bin/python" })
    }
}

/// A sandbox in which it is always the same day.
pub fn sandbox() -> Outcome<SandboxBuilder> {
    Ok(Sandbox::builder().today(TODAY.parse()?))
}

/// A client whose only checks are those of the other side: it sends what it is told to, and once.
pub fn client(api_url: &str, sandbox: &Sandbox) -> Outcome<Personeel> {
    let builder = Personeel::builder()
        .api_url(api_url)
        .identity_url(sandbox.identity_url())
        .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()));
    Ok(builder.checks(false).retry(RetryPolicy::never()).build()?)
}

/// The institute that the calls are for.
pub(crate) fn institute() -> InstituteNumber {
    INSTITUTE.parse().expect("an institute number")
}

/// A sentence with what was found, or nothing.
pub fn verdict(findings: &[String]) -> Outcome<()> {
    if findings.is_empty() { Ok(()) } else { Err(findings.join("\n").into()) }
}

#[tokio::main]
async fn main() -> ExitCode {
    std::thread::spawn(|| {
        // Whatever ends the reading, nobody is there any more.
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        std::process::exit(1);
    });
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [party, scratch] = arguments.as_slice() else {
        eprintln!("usage: conformance PARTY FOLDER (run it with `cargo xtask conformance`)");
        return ExitCode::FAILURE;
    };
    match run(party, Path::new(scratch)).await {
        Ok(seen) => {
            println!("{seen}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(party: &str, scratch: &Path) -> Outcome<String> {
    let place = Place::new(scratch)?;
    match party {
        "prism-proxy" => prism_proxy::run(&place).await,
        "prism-mock" => prism_mock::run(&place).await,
        "schemathesis" => schemathesis::run(&place).await,
        "oidc-provider" => oidc_provider::run(&place).await,
        "openapi-fetch" => openapi_fetch::run(&place).await,
        "openapi-python-client" => openapi_python_client::run(&place).await,
        other => Err(format!("there is no party {other}").into()),
    }
}
