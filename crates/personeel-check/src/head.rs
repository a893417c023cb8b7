//! What is known of an answer before its body.

/// What is known of an answer before its body: the call that it answers, its status, and its media type.
#[derive(Clone, Debug)]
#[must_use = "a head says nothing until an answer is checked with it"]
pub struct Head<'a> {
    pub(crate) call: &'a str,
    pub(crate) status: u16,
    pub(crate) media_type: Option<&'a str>,
    pub(crate) person: Option<&'a str>,
}

/// Media types that are longer, or have other characters, are told as `another`.
const MOST_CHARACTERS: usize = 60;

impl<'a> Head<'a> {
    /// The answer to a call, by its `operationId`. Without a media type none is checked.
    pub fn new(call: &'a str, status: u16) -> Self {
        Self { call, status, media_type: None, person: None }
    }

    /// The value of `Content-Type`, or an empty text where the answer has none.
    pub fn media_type(mut self, value: &'a str) -> Self {
        self.media_type = Some(value);
        self
    }

    /// Whose records these are, where the call is for one person: what tells people apart.
    pub fn person(mut self, id: &'a str) -> Self {
        self.person = Some(id);
        self
    }

    /// The media type without its parameters.
    pub(crate) fn essence(&self) -> Option<String> {
        Some(self.media_type?.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// The same, fit for a report: `none` where there is none, and `another` for one that is not plain.
    pub fn plain_media_type(&self) -> String {
        let essence = self.essence().unwrap_or_default();
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '/' | '.' | '+' | '-');
        match essence.as_str() {
            "" => "none".to_owned(),
            text if text.len() <= MOST_CHARACTERS && text.chars().all(is_plain) => essence,
            _ => "another".to_owned(),
        }
    }
}

/// Whether a media type is JSON.
pub(crate) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}
