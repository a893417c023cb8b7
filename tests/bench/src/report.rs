//! The report of the figures.

use std::fmt::Write as _;

use personeel_bench::Failure;
use serde_json::{Map, Value, json};

/// Figures in the order in which they were measured.
#[derive(Default)]
pub struct Report {
    figures: Vec<Figure>,
}

/// Two measurements to compare.
struct Figure {
    name: String,
    ours: f64,
    theirs: f64,
    unit: &'static str,
    limit: Limit,
}

/// The goal of a figure.
#[derive(Clone, Copy)]
pub enum Limit {
    /// Ours divided by theirs, at most.
    Ratio(f64),
    /// Ours divided by theirs, at least.
    AtLeast(f64),
    /// Ours, at most.
    Value(f64),
    /// Ours minus theirs, at most.
    More(f64),
    /// No goal.
    None,
}

impl Report {
    /// Adds a figure and prints it as progress.
    #[expect(clippy::print_stderr, reason = "progress of a run of minutes")]
    pub fn add(&mut self, name: impl Into<String>, ours: f64, theirs: f64, unit: &'static str, limit: Limit) {
        let figure = Figure { name: name.into(), ours, theirs, unit, limit };
        eprintln!("{}", figure.line());
        self.figures.push(figure);
    }

    /// Renders the figures as a Markdown table.
    pub fn table(&self) -> String {
        let mut table = String::from(
            "| figure | ours | theirs | unit | ratio | to reach | reached |\n|---|---:|---:|---|---:|---|---|\n",
        );
        for figure in &self.figures {
            table.push_str(&figure.line());
            table.push('\n');
        }
        table
    }

    /// Renders the figures as a JSON object with a member for each.
    pub fn json(&self) -> Result<String, Failure> {
        let mut members = Map::new();
        for figure in &self.figures {
            let ratio = figure.ours / figure.theirs;
            members.insert(
                figure.name.clone(),
                json!({
                    "ours": figure.ours,
                    "theirs": figure.theirs,
                    "ratio": if ratio.is_finite() { Value::from(ratio) } else { Value::Null },
                    "unit": figure.unit,
                    "reached": figure.reached(),
                }),
            );
        }
        Ok(serde_json::to_string_pretty(&members)? + "\n")
    }
}

impl Figure {
    fn reached(&self) -> Option<bool> {
        match self.limit {
            Limit::Ratio(max) => Some(self.ours <= max * self.theirs),
            Limit::AtLeast(min) => Some(self.ours >= min * self.theirs),
            Limit::Value(max) => Some(self.ours <= max),
            Limit::More(max) => Some(self.ours - self.theirs <= max),
            Limit::None => None,
        }
    }

    fn line(&self) -> String {
        let mut line =
            format!("| {} | {} | {} | {} |", self.name, format_value(self.ours), format_value(self.theirs), self.unit);
        let ratio = self.ours / self.theirs;
        let ratio = if ratio.is_finite() { format!("{ratio:.3}") } else { "-".to_owned() };
        let limit = match self.limit {
            Limit::Ratio(max) => format!("<= {max} x"),
            Limit::AtLeast(min) => format!(">= {min} x"),
            Limit::Value(max) => format!("<= {max} {}", self.unit),
            Limit::More(max) => format!("<= {max} more"),
            Limit::None => "-".to_owned(),
        };
        let reached = match self.reached() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "-",
        };
        // Writing to a `String` does not fail.
        let _ = write!(line, " {ratio} | {limit} | {reached} |");
        line
    }
}

fn format_value(value: f64) -> String {
    if value.is_nan() {
        "-".to_owned()
    } else if value.abs() >= 1000.0 || value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}")
    }
}

/// The median of some measurements.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.as_slice() {
        [] => f64::NAN,
        values if values.len() % 2 == 1 => values[middle],
        values => f64::midpoint(values[middle - 1], values[middle]),
    }
}
