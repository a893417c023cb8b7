//! How reports are printed.

/// How a report is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For a terminal
    #[default]
    Text,
    /// For a pull request
    Markdown,
    /// For programs
    Json,
}

/// A text that a table can hold.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
