//! JSON bodies.

use http::StatusCode;
use http::header::{self, HeaderMap};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use personeel_client::rules::FieldValue;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// ASP.NET's default limit: twice what an attachment of 10 MB takes.
const MAX_BODY: usize = 30_000_000;

/// The members of a body. Names are case-insensitive: the guide's tables say `instelnr`, its examples `Instelnr`.
pub(super) struct Fields(Map<String, Value>);

/// Reads a JSON object.
pub(super) async fn read_object(headers: &HeaderMap, body: Incoming) -> Result<Fields, Refusal> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence != "application/json" && !(essence.starts_with("application/") && essence.ends_with("+json")) {
        return Err(Refusal::Text(StatusCode::UNSUPPORTED_MEDIA_TYPE, String::new()));
    }
    let body = Limited::new(body, MAX_BODY).collect().await.map_err(|error| {
        if error.is::<http_body_util::LengthLimitError>() {
            Refusal::Text(StatusCode::PAYLOAD_TOO_LARGE, "The body is too large.".to_owned())
        } else {
            Refusal::bad("The body could not be read.")
        }
    })?;
    match serde_json::from_slice(&body.to_bytes()) {
        Ok(Value::Object(fields)) => Ok(Fields(fields)),
        _ => Err(Refusal::bad("The body must be a JSON object.")),
    }
}

impl Fields {
    fn value(&self, name: &str) -> Option<&Value> {
        let exact = self.0.get(name);
        let found =
            exact.or_else(|| self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value));
        found.filter(|value| !value.is_null())
    }

    /// A member as the document's rules see it.
    pub(super) fn rule_value(&self, name: &str) -> FieldValue<'_> {
        match self.value(name) {
            None => FieldValue::Absent,
            Some(Value::String(text)) => FieldValue::Text(text.as_str().into()),
            Some(Value::Number(number)) => number.as_i64().map_or(FieldValue::Other, FieldValue::Number),
            Some(_) => FieldValue::Other,
        }
    }

    /// A member as `T`, or `None` if it is absent or null. A value of another type is refused, as when ASP.NET binds
    /// the body.
    pub(super) fn get<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Refusal> {
        let read =
            |value: &Value| T::deserialize(value).map_err(|_| Refusal::bad(format!("{name} has the wrong type.")));
        self.value(name).map(read).transpose()
    }
}
