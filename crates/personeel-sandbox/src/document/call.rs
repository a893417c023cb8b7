//! A call as the document describes it.

use personeel_client::operations::Operation;
use personeel_client::rules::RequestRules;
use serde_json::Value;

use super::parameter::Parameter;
use super::pointer::resolve;

/// One call of the document.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) id: String,
    /// In upper case, as in a request.
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) version: u32,
    /// The path parameters.
    pub(crate) path_parameters: Vec<Parameter>,
    /// The query parameters.
    pub(crate) query: Vec<Parameter>,
    pub(crate) takes_body: bool,
    /// The document's example of a response, if there is one.
    pub(crate) example: Option<Value>,
    /// The operation in the client's tables; `None` if they don't contain it.
    pub(crate) operation: Option<Operation>,
    /// The rules for its requests, if there are any.
    pub(crate) rules: Option<&'static RequestRules>,
}

const JSON: &str = "application/json";

impl Described {
    /// Reads one operation of the document; `None` for a member of a path item that is not a call.
    pub(super) fn read(document: &Value, path: &str, shared: &Value, method: &str, call: &Value) -> Option<Self> {
        let id = call["operationId"].as_str()?;
        let parameters = [shared, &call["parameters"]].into_iter().filter_map(Value::as_array).flatten();
        let parameters: Vec<&Value> = parameters.map(|parameter| resolve(document, parameter)).collect();
        let read_parameters = |place: &str| {
            let found = parameters.iter().filter(|parameter| parameter["in"] == place);
            found.map(|parameter| Parameter::read(document, parameter)).collect()
        };
        let content = &resolve(document, &call["responses"]["200"])["content"][JSON];
        let operation = Operation::all().find(|operation| operation.info().id == id);
        Some(Self {
            id: id.to_owned(),
            method: method.to_ascii_uppercase(),
            // The fragment after `#` distinguishes the versions of one path. Requests don't contain it.
            path: path.split('#').next().unwrap_or(path).to_owned(),
            version: call["x-api-version"].as_u64().and_then(|version| version.try_into().ok()).unwrap_or(1),
            path_parameters: read_parameters("path"),
            query: read_parameters("query"),
            takes_body: call["requestBody"].is_object(),
            example: find_example(document, content),
            operation,
            rules: operation.and_then(RequestRules::of),
        })
    }
}

/// The first example of a response's content, or that of its schema.
fn find_example(document: &Value, content: &Value) -> Option<Value> {
    let listed = content["examples"].as_object().and_then(|examples| examples.values().next());
    let listed = listed.map(|example| &resolve(document, example)["value"]);
    let of_schema = &resolve(document, &content["schema"])["example"];
    let known = [Some(&content["example"]), listed, Some(of_schema)].into_iter().flatten();
    known.filter(|example| !example.is_null()).map(Clone::clone).next()
}
