//! Confirmation before something is removed.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use crate::cli::Global;
use crate::failure::Failure;
use crate::output::style;

/// Returns if the removal is confirmed, by `--yes` or by the user at a terminal. The question includes `more`, which
/// describes what will be removed.
///
/// # Errors
///
/// The user said no, or there is no terminal to ask at.
pub(crate) async fn removal(
    global: &Global,
    what: &str,
    more: impl Future<Output = Option<String>>,
) -> Result<(), Failure> {
    if global.yes {
        return Ok(());
    }
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(Failure::usage(format!(
            "removing {what} needs confirmation, and there is no terminal to ask at; pass --yes to confirm"
        )));
    }
    let more = more.await.map_or_else(String::new, |more| format!(": {more}"));
    let question = style::printable(&format!("Remove {what}{more}? [y/N] ")).into_owned();
    // Reading blocks, and Ctrl-C must still work meanwhile.
    let answer = tokio::task::spawn_blocking(move || ask(&question)).await;
    match answer {
        Ok(Ok(true)) => Ok(()),
        Ok(Ok(false)) => Err(Failure::usage("nothing was removed: you did not answer yes")),
        Ok(Err(error)) => Err(Failure::io("cannot read the answer", &error)),
        Err(_) => Err(Failure::internal("the confirmation prompt panicked")),
    }
}

fn ask(question: &str) -> io::Result<bool> {
    let mut terminal = io::stderr().lock();
    terminal.write_all(question.as_bytes())?;
    terminal.flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(matches!(line.trim().to_ascii_lowercase().as_str(), "y" | "yes" | "j" | "ja"))
}
