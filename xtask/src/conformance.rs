//! `cargo xtask conformance`: programs of third parties against the overlay, the sandbox and the document.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use clap::ValueEnum;

/// One party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Party {
    /// Prism between the overlay and the sandbox, validating in both directions
    PrismProxy,
    /// Prism as a mock server: the overlay reads what it makes up from the document
    PrismMock,
    /// Schemathesis against the sandbox
    Schemathesis,
    /// A real authorisation server gives the overlay its tokens
    OidcProvider,
    /// A TypeScript client with types from the document lists employees of the sandbox
    OpenapiFetch,
    /// A Python client generated from the document lists employees of the sandbox
    OpenapiPythonClient,
}

#[derive(clap::Args)]
pub struct Options {
    /// Only these, in this order; all of them by default
    #[arg(value_enum)]
    names: Vec<Party>,
}

/// The longest that one party may take. The slowest takes half a minute on two cores.
const LIMIT: Duration = Duration::from_secs(300);

const NODE: &str = "install Node.js 20.19 or newer with npm (on Debian: apt-get install nodejs npm)";
const PYTHON: &str = "install Python 3.11 or newer with venv (on Debian: apt-get install python3 python3-venv)";

impl Party {
    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }

    fn runs_on_node(self) -> bool {
        matches!(self, Self::PrismProxy | Self::PrismMock | Self::OidcProvider | Self::OpenapiFetch)
    }
}

/// Runs the parties and prints a line for each. The outcome is a failure where any of them finds something.
pub fn run(root: &Path, options: &Options, print: impl Fn(&str)) -> Result<ExitCode, String> {
    let parties = if options.names.is_empty() { Party::value_variants() } else { &options.names };
    let folder = root.join("tests/conformance");
    if parties.iter().any(|party| party.runs_on_node()) {
        install_node(&folder)?;
    }
    if parties.iter().any(|party| !party.runs_on_node()) {
        install_python(&folder)?;
    }
    let driver = build(root)?;
    // `target`, wherever it is: the driver lies in target/debug/examples.
    let target = driver.ancestors().nth(3).unwrap_or(root);
    let mut failed = 0;
    for party in parties {
        let begun = Instant::now();
        let outcome = judge(&driver, &party.name(), &target.join("conformance").join(party.name()));
        let seconds = begun.elapsed().as_secs_f64();
        match outcome {
            Ok(seen) => print(&format!("{:22} passed  {seconds:5.1}s  {seen}\n", party.name())),
            Err(found) => {
                failed += 1;
                print(&format!("{:22} FAILED  {seconds:5.1}s\n{}\n", party.name(), indented(&found)));
            }
        }
    }
    print(&format!("conformance: {} passed, {failed} failed\n", parties.len() - failed));
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs one party. What it says is what was seen, or what is wrong.
fn judge(driver: &Path, party: &str, scratch: &Path) -> Result<String, String> {
    let mut running = Running::start(Command::new(driver).arg(party).arg(scratch))?;
    let mut output = Vec::new();
    for pipe in [
        running.0.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn std::io::Read + Send>),
        running.0.stderr.take().map(|pipe| Box::new(pipe) as _),
    ] {
        output.push(std::thread::spawn(move || {
            let mut bytes = Vec::new();
            // What was read before a failure is worth showing too.
            let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
            String::from_utf8_lossy(&bytes).trim_end().to_owned()
        }));
    }
    let status = running.ended(LIMIT);
    // Its programs end with it, and so do the pipes.
    drop(running);
    let text: Vec<_> = output.into_iter().map(|thread| thread.join().unwrap_or_default()).collect();
    let text = text.join("\n").trim().to_owned();
    match status {
        Ok(true) => Ok(text),
        Ok(false) => Err(text),
        Err(error) => Err(format!("{error}\n{text}")),
    }
}

/// A process that is ended, by its id, when this is dropped. Where that cannot happen because this process was killed, its
/// standard input ends, and with that it ends itself.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Result<Self, String> {
        let program = command.get_program().to_string_lossy().into_owned();
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        piped.spawn().map(Self).map_err(|error| format!("{program} cannot be started: {error}"))
    }

    /// Whether it ended well, once it has ended.
    fn ended(&mut self, limit: Duration) -> Result<bool, String> {
        let begun = Instant::now();
        loop {
            match self.0.try_wait() {
                Ok(Some(status)) => return Ok(status.success()),
                Ok(None) if begun.elapsed() > limit => return Err(format!("it took longer than {limit:?}")),
                Ok(None) => std::thread::sleep(Duration::from_millis(50)),
                Err(error) => return Err(format!("nobody knows whether it still runs: {error}")),
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only where it has ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn build(root: &Path) -> Result<PathBuf, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = ["build", "--quiet", "--package", "personeel-tests", "--example", "conformance"];
    let output = Command::new(cargo)
        .args(arguments)
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo cannot be run: {error}"))?;
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    let executable = messages.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    match executable {
        Some(executable) if output.status.success() => Ok(executable),
        _ => Err("the drivers of the third parties cannot be built".to_owned()),
    }
}

fn install_node(folder: &Path) -> Result<(), String> {
    let version = said("node", &["--version"]).ok_or_else(|| format!("node is missing: {NODE}"))?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    said(npm, &["--version"]).ok_or_else(|| format!("npm is missing: {NODE}"))?;
    let mut parts = version.trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    if !matches!((parts.next(), parts.next()), (Some(20), Some(19..)) | (Some(22), Some(12..)) | (Some(23..), _)) {
        return Err(format!("Node.js {version} will not do: {NODE}"));
    }
    let stamp = folder.join("node_modules/.installed");
    let wanted = read(&folder.join("package-lock.json"))? + &version;
    installed(&stamp, &wanted, || {
        step(Command::new(npm).args(["ci", "--loglevel=error"]).env("SCARF_ANALYTICS", "false").current_dir(folder))
    })
}

fn install_python(folder: &Path) -> Result<(), String> {
    let python = "python3";
    let version = said(python, &["-VV"]).ok_or_else(|| format!("python3 is missing: {PYTHON}"))?;
    if said(python, &["-c", "import sys; assert sys.version_info >= (3, 11)"]).is_none() {
        return Err(format!("{version} will not do: {PYTHON}"));
    }
    if said(python, &["-c", "import ensurepip, venv"]).is_none() {
        return Err(format!("python3 has no venv: {PYTHON}"));
    }
    let environment = folder.join(".venv");
    let own = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let wanted = read(&folder.join("requirements.txt"))? + &version;
    installed(&environment.join(".installed"), &wanted, || {
        step(Command::new(python).args(["-m", "venv", "--clear"]).arg(&environment))?;
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r"];
        step(Command::new(own).args(install).arg(folder.join("requirements.txt")))
    })
}

/// Installs where the stamp is not of what is wanted. It is written last, so a broken installation is made anew.
fn installed(stamp: &Path, wanted: &str, install: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    if fs::read_to_string(stamp).is_ok_and(|known| known == wanted) {
        return Ok(());
    }
    // Where there is none, there is none to take away.
    let _ = fs::remove_file(stamp);
    install()?;
    fs::write(stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))
}

/// What a program prints when it is asked; `None` where it is missing or fails.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn step(command: &mut Command) -> Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.stdin(Stdio::null()).status().map_err(|error| format!("{program} cannot be run: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("the installation failed: {program} ended with {status}")) }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn indented(text: &str) -> String {
    let line = |line: &str| {
        // Some judges print whole documents in one line.
        let mut shown: String = line.chars().take(600).collect();
        if shown.len() < line.len() {
            shown.push('…');
        }
        format!("    {shown}")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
