//! How much of the guide's prose is in the document.

use serde_json::{Value, json};

use super::dispositions::{Dispositions, Went};
use crate::contract::guide::Passage;

/// Passages, and the words in their lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub passages: usize,
    /// How many words.
    pub words: usize,
}

/// What became of the passages. Each counts once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// The document has them.
    pub transcribed: Share,
    /// A decision deals with them.
    pub decided: Share,
    /// The document does without them.
    pub left_out: Share,
    /// Nobody said, or they changed since.
    pub open: Share,
}

impl Figures {
    /// Counts.
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

    /// For programs.
    pub fn to_json(self) -> Value {
        let shares = self
            .shares()
            .map(|(name, share)| (name.to_owned(), json!({ "passages": share.passages, "words": share.words })));
        Value::Object(shares.into_iter().collect())
    }

    /// In a line.
    pub fn line(&self) -> String {
        let told = self
            .shares()
            .map(|(name, share)| format!("{} {} ({} words)", share.passages, name.replace('_', " "), share.words));
        format!("Passages of prose: {}.", told.join(", "))
    }
}
