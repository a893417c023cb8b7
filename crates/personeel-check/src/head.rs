//! What is known about a response before its body.

/// What is known about a response before its body: its call, status and media type.
#[derive(Clone, Debug)]
#[must_use = "a head does nothing until a response is checked with it"]
pub struct Head<'a> {
    pub(crate) call: &'a str,
    pub(crate) status: u16,
    pub(crate) media_type: Option<&'a str>,
    pub(crate) person: Option<&'a str>,
}

/// Media types that are longer, or have unusual characters, are reported as `another`.
const MAX_MEDIA_TYPE_BYTES: usize = 60;

impl<'a> Head<'a> {
    /// Creates the head of a response to a call, given its `operationId`. The media type is only checked if it is set.
    pub fn new(call: &'a str, status: u16) -> Self {
        Self { call, status, media_type: None, person: None }
    }

    /// Sets the value of `Content-Type`, or an empty text if the response has none.
    pub fn media_type(mut self, value: &'a str) -> Self {
        self.media_type = Some(value);
        self
    }

    /// Sets the id of the person whose records these are, if the call is for one person.
    pub fn person(mut self, id: &'a str) -> Self {
        self.person = Some(id);
        self
    }

    /// Returns the media type without its parameters.
    pub(crate) fn essence(&self) -> Option<String> {
        Some(self.media_type?.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }

    /// Returns the media type without its parameters, safe to report: `none` if there is none, and `another` if it is
    /// too long or has unusual characters.
    pub fn plain_media_type(&self) -> String {
        let essence = self.essence().unwrap_or_default();
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '/' | '.' | '+' | '-');
        match essence.as_str() {
            "" => "none".to_owned(),
            text if text.len() <= MAX_MEDIA_TYPE_BYTES && text.chars().all(is_plain) => essence,
            _ => "another".to_owned(),
        }
    }
}

/// Returns whether a media type is JSON.
pub(crate) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}
