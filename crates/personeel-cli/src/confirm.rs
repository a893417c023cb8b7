//! Asking before something is removed.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use crate::cli::Global;
use crate::failure::Failure;
use crate::output::style;

/// Goes on where the answer is yes: by flag, or from a person at a terminal, who is told more of it.
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
            "this would remove {what}, and nobody can be asked here; give --yes to do it"
        )));
    }
    let more = more.await.map_or_else(String::new, |more| format!(": {more}"));
    let question = style::printable(&format!("Remove {what}{more}? [y/N] ")).into_owned();
    // Reading blocks, and Ctrl-C must be heard meanwhile.
    let answer = tokio::task::spawn_blocking(move || ask(&question)).await;
    match answer {
        Ok(Ok(true)) => Ok(()),
        Ok(Ok(false)) => Err(Failure::usage("nothing was removed: the answer was no")),
        Ok(Err(error)) => Err(Failure::io("the answer cannot be read", &error)),
        Err(_) => Err(Failure::internal("the question ended in a panic")),
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
