//! The progress bar, shown on standard error if that is a terminal.

use std::io::{self, IsTerminal as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A progress bar over institutes, with the number of records and the elapsed time.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    records: Arc<AtomicU64>,
}

impl Progress {
    /// Creates a bar over this many institutes. It is hidden for a single one.
    pub(crate) fn over(institutes: usize) -> Self {
        let is_shown = institutes > 1 && io::stderr().is_terminal();
        let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(institutes as u64), target);
        let plain = !super::style::stderr_has_colours();
        let template = if plain {
            "{bar:24} {pos}/{len} institutes  {msg}  {elapsed}"
        } else {
            "{bar:24.cyan/dim} {pos}/{len} institutes  {msg}  {elapsed}"
        };
        // The template is a constant that tests draw. Without the style, the bar still works.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸─"));
        }
        bar.set_message("0 records");
        if is_shown {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self { bar, records: Arc::default() }
    }

    pub(crate) fn add_records(&self, records: usize) {
        let records = self.records.fetch_add(records as u64, Ordering::Relaxed) + records as u64;
        self.bar.set_message(if records == 1 { "1 record".to_owned() } else { format!("{records} records") });
    }

    pub(crate) fn institute_done(&self) {
        self.bar.inc(1);
    }

    /// Removes the bar, before the result is printed.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
