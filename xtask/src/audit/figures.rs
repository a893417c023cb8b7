//! Counts where the passages of the guide's prose went.

use serde_json::{Value, json};

use super::dispositions::{Dispositions, Went};
use crate::contract::guide::Passage;

/// A number of passages, and the words in their lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// The number of passages.
    pub passages: usize,
    /// The number of words.
    pub words: usize,
}

/// Counts of passages by where they went. Each passage counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Transcribed in the document.
    pub transcribed: Share,
    /// Settled by a decision.
    pub decided: Share,
    /// Left out of the document.
    pub left_out: Share,
    /// Not recorded, or changed since.
    pub open: Share,
}

impl Figures {
    /// Counts passages and words; `text` is the guide's text.
    pub fn count(text: &str, passages: &[Passage], dispositions: &Dispositions) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let mut figures = Self::default();
        for passage in passages {
            let known = dispositions.get(&passage.at).filter(|known| known.fingerprint == passage.fingerprint);
            let share = match known.map(|known| &known.went) {
                Some(Went::At(_)) => &mut figures.transcribed,
                Some(Went::Decided(..)) => &mut figures.decided,
                Some(Went::LeftOut(_)) => &mut figures.left_out,
                None => &mut figures.open,
            };
            let (first, last) = passage.lines;
            let own = lines.get(first.saturating_sub(1)..last.min(lines.len())).unwrap_or_default();
            share.passages += 1;
            share.words += own.iter().map(|line| line.split_whitespace().count()).sum::<usize>();
        }
        figures
    }

    fn shares(&self) -> [(&'static str, Share); 4] {
        [("transcribed", self.transcribed), ("decided", self.decided), ("left_out", self.left_out), ("open", self.open)]
    }

    /// Returns the counts as JSON.
    pub fn to_json(self) -> Value {
        let shares = self
            .shares()
            .map(|(name, share)| (name.to_owned(), json!({ "passages": share.passages, "words": share.words })));
        Value::Object(shares.into_iter().collect())
    }

    /// Returns the counts as a line of text.
    pub fn summary_line(&self) -> String {
        let shares = self
            .shares()
            .map(|(name, share)| format!("{} {} ({} words)", share.passages, name.replace('_', " "), share.words));
        format!("Passages of prose: {}.", shares.join(", "))
    }
}
