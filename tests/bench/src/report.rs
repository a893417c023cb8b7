//! What was measured.

use std::fmt::Write as _;

use personeel_bench::Failure;
use serde_json::{Map, Value, json};

/// Figures in the order in which they were measured.
#[derive(Default)]
pub struct Report {
    figures: Vec<Figure>,
}

/// Two measurements of one thing.
struct Figure {
    name: String,
    ours: f64,
    theirs: f64,
    unit: &'static str,
    limit: Limit,
}

/// What a figure is to reach.
#[derive(Clone, Copy)]
pub enum Limit {
    /// Ours over theirs, at most.
    Ratio(f64),
    /// Ours over theirs, at least.
    AtLeast(f64),
    /// Ours as it is, at most.
    Value(f64),
    /// Ours less theirs, at most.
    More(f64),
    /// It is only shown.
    None,
}

impl Report {
    /// Adds a figure, and shows that the run goes on.
    #[expect(clippy::print_stderr, reason = "progress of a run of minutes")]
    pub fn add(&mut self, name: impl Into<String>, ours: f64, theirs: f64, unit: &'static str, limit: Limit) {
        let figure = Figure { name: name.into(), ours, theirs, unit, limit };
        eprintln!("{}", figure.line());
        self.figures.push(figure);
    }

    /// Markdown.
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

    /// An object with a member for each figure.
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
            Limit::Ratio(most) => Some(self.ours <= most * self.theirs),
            Limit::AtLeast(least) => Some(self.ours >= least * self.theirs),
            Limit::Value(most) => Some(self.ours <= most),
            Limit::More(most) => Some(self.ours - self.theirs <= most),
            Limit::None => None,
        }
    }

    fn line(&self) -> String {
        let mut line = format!("| {} | {} | {} | {} |", self.name, short(self.ours), short(self.theirs), self.unit);
        let ratio = self.ours / self.theirs;
        let ratio = if ratio.is_finite() { format!("{ratio:.3}") } else { "-".to_owned() };
        let limit = match self.limit {
            Limit::Ratio(most) => format!("<= {most} x"),
            Limit::AtLeast(least) => format!(">= {least} x"),
            Limit::Value(most) => format!("<= {most} {}", self.unit),
            Limit::More(most) => format!("<= {most} more"),
            Limit::None => "-".to_owned(),
        };
        let reached = match self.reached() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "-",
        };
        // Writing to a text does not fail.
        let _ = write!(line, " {ratio} | {limit} | {reached} |");
        line
    }
}

fn short(value: f64) -> String {
    if value.is_nan() {
        "-".to_owned()
    } else if value.abs() >= 1000.0 || value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}")
    }
}

/// The middle one of some measurements, or the mean of the two in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.as_slice() {
        [] => f64::NAN,
        values if values.len() % 2 == 1 => values[middle],
        values => f64::midpoint(values[middle - 1], values[middle]),
    }
}
