//! Instructions and allocations, counted by valgrind.

use std::path::Path;
use std::process::{Command, Stdio};

use personeel_bench::{CALLS, Failure, SCHOOL_YEAR, ours};
use serde_json::Value;

use super::list::FOR_TEN_THOUSAND;
use crate::builds::cargo;
use crate::process::Server;
use crate::report::{Limit, Report};

/// The runner must have the same version as the library.
const RUNNER: &str = "0.20.0";

/// The runner's tools, each with the name of its count.
const INSTRUCTIONS: (&str, &str) = ("Callgrind", "Ir");
const BYTES: (&str, &str) = ("DHAT", "TotalBytes");

/// Decoding alone, and a small call.
pub async fn measure(root: &Path, report: &mut Report) -> Result<(), Failure> {
    let tools = root.join("target/bench/tools");
    let installed = Command::new(cargo())
        .args(["install", "--quiet", "gungraun-runner", "--version", RUNNER, "--root"])
        .arg(&tools)
        .status()?;
    if !installed.success() {
        return Err("cannot install the runner of the instruction counts".into());
    }
    let list = tempfile::NamedTempFile::new()?;
    let fixed = Server::fixed()?;
    {
        let sandbox = Server::sandbox(FOR_TEN_THOUSAND)?;
        let school = ours::school(&sandbox.url, &sandbox.url)?;
        std::fs::write(list.path(), school.employees().list(SCHOOL_YEAR.parse()?).bytes().await?)?;
    }
    let output = Command::new(cargo())
        .args(["bench", "--quiet", "--profile", "measure", "--package", "personeel-bench", "--bench", "instructions"])
        .args(["--", "--output-format=json"])
        .current_dir(root)
        .env("GUNGRAUN_RUNNER", tools.join("bin/gungraun-runner"))
        .env("PERSONEEL_BENCH_LIST", list.path())
        .env("PERSONEEL_BENCH_API", fixed.api(0, 0))
        .env("PERSONEEL_BENCH_IDENTITY", &fixed.url)
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err("the instruction counts failed".into());
    }
    std::fs::write(root.join("target/bench/instructions.json"), &output.stdout)?;
    let counts: Vec<Value> =
        serde_json::Deserializer::from_slice(&output.stdout).into_iter().collect::<Result<_, _>>()?;
    let calls = f64::from(CALLS);
    for (name, work, count, unit, each, limit) in [
        ("decoding 10,000 employees: instructions", "decode", INSTRUCTIONS, "million", 1e6, Limit::Ratio(1.02)),
        ("decoding 10,000 employees: bytes allocated", "decode", BYTES, "MB", 1e6, Limit::Ratio(0.85)),
        ("one small call: instructions", "call", INSTRUCTIONS, "each", calls, Limit::Ratio(1.05)),
        ("one small call: bytes allocated", "call", BYTES, "each", calls, Limit::None),
    ] {
        let count_of = |client: &str| Ok::<_, Failure>(metric(&counts, &format!("{work}_{client}"), count)? / each);
        report.add(name, count_of("ours")?, count_of("baseline")?, unit, limit);
    }
    Ok(())
}

/// A count of a function, from the runner's JSON.
fn metric(counts: &[Value], function: &str, (tool, name): (&str, &str)) -> Result<f64, Failure> {
    let missing = || format!("the runner reports no {name} for {function}");
    let count = counts.iter().find(|count| count["function_name"] == function).ok_or_else(missing)?;
    let profiles = count["profiles"].as_array().ok_or_else(missing)?;
    let profile = profiles.iter().find(|profile| profile["tool"] == tool).ok_or_else(missing)?;
    find(profile, name).ok_or_else(|| missing().into())
}

fn find(value: &Value, name: &str) -> Option<f64> {
    match value {
        Value::Object(members) => {
            members.iter().find_map(|(member, value)| if member == name { number(value) } else { find(value, name) })
        }
        Value::Array(values) => values.iter().find_map(|value| find(value, name)),
        _ => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::Object(members) => members.values().find_map(number),
        Value::Array(values) => values.iter().find_map(number),
        _ => None,
    }
}
