//! One departure from the document.

use std::collections::BTreeMap;
use std::str::FromStr;

use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use personeel_client::operations::Operation;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::path::Path;

/// One departure from the document, as the file describes it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    /// The `operationId`; `None` for every call.
    call: Option<String>,
    /// Applies to every n-th record.
    #[serde(default = "every_record")]
    pub(super) every: usize,
    /// The member that changes.
    pub(super) path: Option<Path>,
    /// Its new value; an absent member is added.
    #[serde(default, deserialize_with = "deserialize_present")]
    pub(super) set: Option<Value>,
    /// Takes its value from another member of the record.
    pub(super) copy: Option<String>,
    /// Adds a sibling member whose name is the value of this member of the record.
    pub(super) named_after: Option<String>,
    #[serde(default)]
    pub(super) remove: bool,
    /// Writes it twice.
    #[serde(default)]
    pub(super) repeat: bool,
    /// Changes its JSON type.
    #[serde(default)]
    pub(super) retype: bool,
    /// Rewrites its value in another form.
    pub(super) form: Option<Form>,
    pub(super) status: Option<u16>,
    pub(super) media_type: Option<String>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    /// The complete body.
    pub(super) body: Option<String>,
}

/// Another form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Form {
    /// In braces.
    Braces,
    /// With a leading space.
    Blank,
    /// In upper case.
    Upper,
    /// Without hyphens.
    Bare,
    /// With fractions of a second, or `.0` after a whole number.
    Fraction,
    /// With an offset from UTC.
    Offset,
    /// In UTC.
    Utc,
    /// The day without its time.
    Date,
    /// An empty string.
    Empty,
}

fn every_record() -> usize {
    1
}

/// Reads a present value, including `null`, as `Some`: a member can be set to `null`.
fn deserialize_present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Rule {
    pub(super) fn applies_to(&self, call: &str) -> bool {
        self.call.as_ref().is_none_or(|known| known == call)
    }

    /// Whether it changes records, rather than the rest of the response.
    pub(super) fn changes_records(&self) -> bool {
        self.path.is_some()
    }

    /// Reports why the rule is invalid.
    pub(super) fn check(&self) -> Result<(), String> {
        if let Some(call) = &self.call
            && Operation::from_id(call).is_none()
        {
            return Err(format!("the document has no call {call:?}"));
        }
        if self.every == 0 {
            return Err("every: must be at least 1".to_owned());
        }
        let changes = [
            self.set.is_some(),
            self.copy.is_some(),
            self.named_after.is_some(),
            self.remove,
            self.repeat,
            self.retype,
            self.form.is_some(),
        ];
        let changes = changes.iter().filter(|change| **change).count();
        let changes_response =
            self.status.is_some() || self.media_type.is_some() || !self.headers.is_empty() || self.body.is_some();
        match (&self.path, changes) {
            (Some(_), 1) => {}
            (Some(_), _) => {
                let needed = "path: needs exactly one of set, copy, named_after, remove, repeat, retype and form";
                return Err(needed.to_owned());
            }
            (None, 0) if changes_response => {}
            (None, 0) => return Err("changes nothing: add path, status, media_type, headers or body".to_owned()),
            (None, _) => return Err("path is missing".to_owned()),
        }
        if self.status.is_some_and(|status| StatusCode::from_u16(status).is_err()) {
            return Err("status: must be a number from 100 to 999".to_owned());
        }
        let is_value = |value: &String| HeaderValue::from_str(value).is_ok();
        if !self.media_type.iter().all(is_value) || !self.headers.values().all(is_value) {
            return Err("media_type, headers: a header value contains an invalid character".to_owned());
        }
        if !self.headers.keys().all(|name| HeaderName::from_str(name).is_ok()) {
            return Err("headers: invalid header name".to_owned());
        }
        Ok(())
    }
}
