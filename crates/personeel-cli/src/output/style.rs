//! What a terminal may be sent.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write};

/// Whether standard output takes colours: a terminal that is not dumb, and nobody asked for none.
pub(crate) fn stdout_has_colours() -> bool {
    colours(io::stdout().is_terminal())
}

/// Whether standard error takes colours.
pub(crate) fn stderr_has_colours() -> bool {
    colours(io::stderr().is_terminal())
}

fn colours(is_terminal: bool) -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    is_terminal && !unwanted && !dumb && console_takes_colours()
}

/// Whether the console understands sequences of colours: on Windows it must be told to, elsewhere it does.
fn console_takes_colours() -> bool {
    anstyle_query::windows::enable_ansi_colors().unwrap_or(true)
}

/// The text without characters that steer a terminal: a record must not move the cursor or change the title.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let steers = |letter: char| letter.is_control() && letter != '\n' || is_direction(letter);
    if text.chars().any(steers) {
        Cow::Owned(text.chars().map(|letter| if steers(letter) { '\u{fffd}' } else { letter }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes text to a terminal line by line, each without what would steer it.
pub(super) struct Printable<'a> {
    out: &'a mut dyn Write,
    line: Vec<u8>,
}

impl<'a> Printable<'a> {
    pub(super) fn to(out: &'a mut dyn Write) -> Self {
        Self { out, line: Vec::new() }
    }

    /// Writes what follows the last line feed.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.write_line()
    }

    fn write_line(&mut self) -> io::Result<()> {
        let line = String::from_utf8_lossy(&self.line).replace("\r\n", "\n");
        self.out.write_all(printable(&line).as_bytes())?;
        self.line.clear();
        Ok(())
    }
}

impl Write for Printable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                self.write_line()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Marks that reorder what is around them.
fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(printable("Peeters-D'hoore"), "Peeters-D'hoore");
        assert_eq!(printable("\u{1b}]0;x\u{7}\u{9b}31m\u{202e}"), "\u{fffd}]0;x\u{fffd}\u{fffd}31m\u{fffd}");
    }

    #[test]
    fn whatever_the_pieces_the_lines_are_clean() {
        let text = "caf\u{e9}\r\n\u{9b}31m\n\nend\u{1b}";
        for size in 1..=text.len() {
            let mut out = Vec::new();
            let mut printable = Printable::to(&mut out);
            text.as_bytes().chunks(size).for_each(|piece| printable.write_all(piece).unwrap());
            printable.finish().unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), "caf\u{e9}\n\u{fffd}31m\n\nend\u{fffd}", "{size}");
        }
    }
}
