//! The figures, by group.

mod attachment;
mod dependencies;
mod fan_out;
mod generator;
mod instructions;
mod line;
mod list;
pub mod others;
mod photos;
mod program;
mod tokens;

use std::path::Path;

use personeel_bench::Failure;

use crate::report::Report;

/// Measures the named groups, or all.
pub async fn measure(root: &Path, names: &[&str], report: &mut Report) -> Result<(), Failure> {
    if let Some(unknown) = names.iter().find(|name| !GROUPS.contains(name)) {
        return Err(format!(
            "unknown group of figures `{unknown}`; the groups are {}; `others` runs alone",
            GROUPS.join(", ")
        )
        .into());
    }
    for group in GROUPS.iter().filter(|group| names.is_empty() || names.contains(group)) {
        match *group {
            "list" => list::measure(report).await?,
            "line" => line::measure(report).await?,
            "growth" => list::measure_growth(report)?,
            "instructions" => instructions::measure(root, report).await?,
            "photos" => photos::measure(report)?,
            "attachment" => attachment::measure(report)?,
            "fan-out" => fan_out::measure(report).await?,
            "tokens" => tokens::measure(report).await?,
            "dependencies" => dependencies::measure(root, report)?,
            "generator" => generator::measure(root, report)?,
            _ => program::measure(root, report)?,
        }
    }
    Ok(())
}

/// The groups, in the order in which they run.
const GROUPS: [&str; 11] = [
    "list",
    "line",
    "growth",
    "instructions",
    "photos",
    "attachment",
    "fan-out",
    "tokens",
    "dependencies",
    "generator",
    "program",
];
