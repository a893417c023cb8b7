//! What the document says of one call.

use personeel_client::operations::Operation;
use personeel_client::rules::RequestRules;
use serde_json::Value;

use super::parameter::Parameter;
use super::pointer::resolve;

/// One call of the document.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) id: String,
    /// In capitals, as in a request.
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) version: u32,
    /// The parameters of its path.
    pub(crate) path_parameters: Vec<Parameter>,
    /// The parameters of its query.
    pub(crate) query: Vec<Parameter>,
    pub(crate) takes_body: bool,
    /// The answer that the document shows, where it shows one.
    pub(crate) example: Option<Value>,
    /// The call in the client's tables; `None` where they don't know it.
    pub(crate) operation: Option<Operation>,
    /// The rules of its requests, where there are any.
    pub(crate) rules: Option<&'static RequestRules>,
}

const JSON: &str = "application/json";

impl Described {
    /// Reads one operation of the document; `None` for a member of a path that is no call.
    pub(super) fn read(document: &Value, path: &str, shared: &Value, method: &str, call: &Value) -> Option<Self> {
        let id = call["operationId"].as_str()?;
        let parameters = [shared, &call["parameters"]].into_iter().filter_map(Value::as_array).flatten();
        let parameters: Vec<&Value> = parameters.map(|parameter| resolve(document, parameter)).collect();
        let placed = |place: &str| {
            let placed = parameters.iter().filter(|parameter| parameter["in"] == place);
            placed.map(|parameter| Parameter::read(document, parameter)).collect()
        };
        let answer = &resolve(document, &call["responses"]["200"])["content"][JSON];
        let operation = Operation::all().find(|operation| operation.info().id == id);
        Some(Self {
            id: id.to_owned(),
            method: method.to_ascii_uppercase(),
            // What stands after `#` tells versions of one path apart, which no request sends.
            path: path.split('#').next().unwrap_or(path).to_owned(),
            version: call["x-api-version"].as_u64().and_then(|version| version.try_into().ok()).unwrap_or(1),
            path_parameters: placed("path"),
            query: placed("query"),
            takes_body: call["requestBody"].is_object(),
            example: example(document, answer),
            operation,
            rules: operation.and_then(RequestRules::of),
        })
    }
}

/// The first example of an answer, or that of its schema.
fn example(document: &Value, answer: &Value) -> Option<Value> {
    let listed = answer["examples"].as_object().and_then(|examples| examples.values().next());
    let listed = listed.map(|example| &resolve(document, example)["value"]);
    let of_schema = &resolve(document, &answer["schema"])["example"];
    let known = [Some(&answer["example"]), listed, Some(of_schema)].into_iter().flatten();
    known.filter(|example| !example.is_null()).map(Clone::clone).next()
}
