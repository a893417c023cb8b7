//! `doctor`: what it finds, what its report leaves out, and how it fails.

mod drifts;
mod failing;
mod odd;
mod privacy;
mod report;

use personeel_sandbox::{Drift, Sandbox};
use serde_json::{Value, json};

use crate::support::*;

/// A sandbox whose responses have drifted from the document.
async fn drifted_sandbox(drifts: &Value, employees: usize) -> Sandbox {
    let drift: Drift = json!({ "drifts": drifts }).to_string().parse().unwrap();
    let school = SCHOOL.parse().unwrap();
    sandbox().employees(employees).institutes([school]).drift(drift).start().await.unwrap()
}

/// Returns the report on a sandbox, and the finished run.
async fn run_report(sandbox: &Sandbox, people: &str) -> (Value, Run) {
    let arguments = ["doctor", "--school-year", YEAR, "--people", people, "--format", "json"];
    let run = Program::of(sandbox).run(&arguments).await;
    (run.json(), run)
}

/// Returns the call, path and kind of each difference, sorted.
fn differences(report: &Value) -> Vec<(String, String, String)> {
    let text = |found: &Value, name: &str| found[name].as_str().unwrap().to_owned();
    let found = report["differences"].as_array().unwrap();
    let mut found: Vec<_> =
        found.iter().map(|found| (text(found, "call"), text(found, "path"), text(found, "kind"))).collect();
    found.sort();
    found
}

fn section<'a>(report: &'a Value, name: &str) -> &'a Value {
    report["sections"].as_array().unwrap().iter().find(|section| section["section"] == name).unwrap()
}
