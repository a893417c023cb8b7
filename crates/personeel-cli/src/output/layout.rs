//! Text in the columns of a terminal: its width, and how it is cut and wrapped.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::style::printable;

/// Returns the width of the text, or `max` if it is wider.
pub(super) fn bounded_width(text: &str, max: usize) -> usize {
    let mut width = 0;
    for letter in text.chars() {
        width += letter.width().unwrap_or(1);
        if width >= max {
            return max;
        }
    }
    width
}

/// Cuts the text to one line of this width, with an ellipsis if it is longer.
pub(super) fn cut_text(text: &str, width: usize) -> String {
    let mut cut = String::new();
    let mut used = 0;
    for letter in text.chars() {
        let letter = if letter == '\n' { ' ' } else { letter };
        let own = letter.width().unwrap_or(1);
        if used + own > width {
            while used + 1 > width {
                used -= cut.pop().and_then(char::width).unwrap_or(1);
            }
            cut.push('…');
            break;
        }
        used += own;
        cut.push(letter);
    }
    match printable(&cut) {
        Cow::Borrowed(_) => cut,
        Cow::Owned(clean) => clean,
    }
}

/// Wraps the text to lines of at most this width, at spaces, and inside words that are wider.
pub(super) fn wrap_text(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in printable(text).split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split_inclusive(' ') {
            if used > 0 && used + word.trim_end().width() > width {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            for letter in word.chars() {
                let own = letter.width().unwrap_or(1);
                if used + own > width && letter != ' ' {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push(letter);
                used += own;
            }
        }
        lines.push(line);
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_wrap_at_spaces() {
        assert_eq!(wrap_text("a remark that is long", 10), ["a remark", "that is", "long"]);
        assert_eq!(wrap_text("abcdefghijkl mn", 5), ["abcde", "fghij", "kl mn"]);
        assert_eq!(wrap_text("two\nlines", 10), ["two", "lines"]);
        assert_eq!(wrap_text("", 10), [""]);
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(cut_text("山田太郎", 5), "山田…");
        assert_eq!(cut_text("山田太郎", 4), "山…");
        assert_eq!(cut_text("山田", 4), "山田");
        assert_eq!(cut_text("Peeters", 7), "Peeters");
    }
}
