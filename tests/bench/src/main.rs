//! Measures `personeel` and prints a table: `cargo xtask bench`.

mod builds;
mod figures;
mod process;
mod report;
mod work;

use std::io::Write as _;
use std::path::PathBuf;

use personeel_bench::{Failure, fixed, line};
use personeel_sandbox::Sandbox;

use report::Report;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["serve", "fixed"] => fixed::serve(say).await,
        ["serve", "line", sandbox] => line::serve(sandbox, say).await,
        ["serve", employees] => serve(employees.parse()?).await,
        ["work", name, api, identity] => {
            say(&work::run(name, api, identity).await?);
            Ok(())
        }
        ["builds"] => {
            let mut report = Report::default();
            builds::measure(&root()?, &mut report)?;
            finish(&report, "builds.json")
        }
        ["others"] => {
            let mut report = Report::default();
            figures::others::measure(&root()?, &mut report)?;
            finish(&report, "others.json")
        }
        names => {
            let mut report = Report::default();
            figures::measure(&root()?, names, &mut report).await?;
            finish(&report, "report.json")
        }
    }
}

fn finish(report: &Report, name: &str) -> Result<(), Failure> {
    say(&report.table());
    let folder = root()?.join("target/bench");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(name), report.json()?)?;
    Ok(())
}

/// A sandbox until this process is ended. What compression saves is measured over a line; here it would be the service's
/// own work that is measured.
async fn serve(employees: usize) -> Result<(), Failure> {
    let sandbox =
        Sandbox::builder().employees(employees).today("2025-11-03".parse()?).compression(false).start().await?;
    say(sandbox.api_url());
    std::future::pending().await
}

fn say(text: &str) {
    // Who stops reading has seen enough; `println!` would panic.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// The root of the repository. The program runs through cargo, which says where its manifest is.
fn root() -> Result<PathBuf, Failure> {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("run it with `cargo xtask bench`")?;
    let root = PathBuf::from(manifest).ancestors().nth(2).ok_or("the manifest is not where it was")?.to_owned();
    Ok(root)
}
