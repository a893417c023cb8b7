//! Colours, and protection of terminals from control characters.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write};

/// Whether standard output shows colours: it is a terminal, not a dumb one, and `NO_COLOR` is not set.
pub(crate) fn stdout_has_colours() -> bool {
    colours(io::stdout().is_terminal())
}

/// Whether standard error shows colours.
pub(crate) fn stderr_has_colours() -> bool {
    colours(io::stderr().is_terminal())
}

fn colours(is_terminal: bool) -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    is_terminal && !unwanted && !dumb && console_has_colours()
}

/// Whether the console understands escape sequences. On Windows they must be enabled first.
fn console_has_colours() -> bool {
    anstyle_query::windows::enable_ansi_colors().unwrap_or(true)
}

/// Replaces control characters, so that a record cannot move the cursor or change the title.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let is_unsafe = |letter: char| letter.is_control() && letter != '\n' || is_direction(letter);
    if text.chars().any(is_unsafe) {
        Cow::Owned(text.chars().map(|letter| if is_unsafe(letter) { '\u{fffd}' } else { letter }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes text to a terminal line by line, with control characters replaced.
pub(super) struct Printable<'a> {
    out: &'a mut dyn Write,
    line: Vec<u8>,
}

impl<'a> Printable<'a> {
    pub(super) fn to(out: &'a mut dyn Write) -> Self {
        Self { out, line: Vec::new() }
    }

    /// Writes the text after the last line feed.
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

/// Whether the character changes the direction of the text around it.
fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_replaced() {
        assert_eq!(printable("Peeters-D'hoore"), "Peeters-D'hoore");
        assert_eq!(printable("\u{1b}]0;x\u{7}\u{9b}31m\u{202e}"), "\u{fffd}]0;x\u{fffd}\u{fffd}31m\u{fffd}");
    }

    #[test]
    fn lines_are_clean_however_they_are_split() {
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
