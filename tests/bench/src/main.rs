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
        ["serve", "fixed"] => fixed::serve(print_line).await,
        ["serve", "line", sandbox] => line::serve(sandbox, print_line).await,
        ["serve", employees] => serve(employees.parse()?).await,
        ["work", name, api, identity] => {
            print_line(&work::run(name, api, identity).await?);
            Ok(())
        }
        ["builds"] => {
            let mut report = Report::default();
            builds::measure(&root()?, &mut report)?;
            write_report(&report, "builds.json")
        }
        ["others"] => {
            let mut report = Report::default();
            figures::others::measure(&root()?, &mut report)?;
            write_report(&report, "others.json")
        }
        names => {
            let mut report = Report::default();
            figures::measure(&root()?, names, &mut report).await?;
            write_report(&report, "report.json")
        }
    }
}

fn write_report(report: &Report, name: &str) -> Result<(), Failure> {
    print_line(&report.table());
    let folder = root()?.join("target/bench");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join(name), report.json()?)?;
    Ok(())
}

/// Serves a sandbox until this process is ended, without compression: its benefit is measured over a line, and here
/// only the service's own work for it would be measured.
async fn serve(employees: usize) -> Result<(), Failure> {
    let sandbox =
        Sandbox::builder().employees(employees).today("2025-11-03".parse()?).compression(false).start().await?;
    print_line(sandbox.api_url());
    std::future::pending().await
}

fn print_line(text: &str) {
    // A closed pipe is not an error; `println!` would panic.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// The root of the repository. Cargo, which runs the program, sets the path of its manifest.
fn root() -> Result<PathBuf, Failure> {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("run it with `cargo xtask bench`")?;
    let root = PathBuf::from(manifest).ancestors().nth(2).ok_or("the manifest has moved")?.to_owned();
    Ok(root)
}
