//! The calls and examples of the document, read independently of the generator, to check the generated code against.

use serde_json::Value;

/// A call, with the examples of its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentedCall {
    /// Its `operationId`.
    pub id: String,
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path, with parameters in braces.
    pub path: String,
    /// The API version that it is sent with.
    pub version: String,
    /// Its path and query parameters.
    pub parameters: Vec<DocumentedParameter>,
    /// The examples of its body, by name.
    pub bodies: Vec<(String, Value)>,
    /// The required members of its body.
    pub body_required: Vec<String>,
    /// The examples of its successful response, by name.
    pub responses: Vec<(String, Value)>,
}

/// A path or query parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentedParameter {
    /// Its name on the wire.
    pub name: String,
    /// Whether it is in the path.
    pub in_path: bool,
    /// Whether the call requires it.
    pub required: bool,
    /// Its example, as sent.
    pub example: String,
}

impl DocumentedCall {
    /// The path with its parameters filled in.
    pub fn filled_path(&self) -> String {
        let in_path = self.parameters.iter().filter(|parameter| parameter.in_path);
        in_path.fold(self.path.clone(), |path, parameter| {
            path.replace(&format!("{{{}}}", parameter.name), &parameter.example)
        })
    }

    /// Its query, sorted: all parameters, or only the required ones.
    pub fn query(&self, all: bool) -> Vec<(String, String)> {
        let sent = self.parameters.iter().filter(|parameter| !parameter.in_path && (all || parameter.required));
        let mut query: Vec<_> = sent.map(|parameter| (parameter.name.clone(), parameter.example.clone())).collect();
        query.sort();
        query
    }

    /// The first example of its body, with all members or only the required ones. Members that are null are left out,
    /// since the service treats them as absent.
    pub fn body(&self, all: bool) -> Option<Value> {
        let (_, example) = self.bodies.first()?;
        let kept = members(example)
            .filter(|(name, value)| !value.is_null() && (all || self.body_required.contains(name)))
            .map(|(name, value)| (name.clone(), value.clone()));
        Some(Value::Object(kept.collect()))
    }

    /// The argument for a name on the wire, or the body for the name `body`, as `requests::visit` expects.
    pub fn argument(&self, name: &str, all: bool) -> Option<String> {
        if name == "body" {
            return self.body(all).map(|body| body.to_string());
        }
        let found = self.parameters.iter().find(|parameter| parameter.name == name && (all || parameter.required));
        found.map(|parameter| parameter.example.clone())
    }
}

/// Every call of a document.
pub fn calls(document: &Value) -> Vec<DocumentedCall> {
    let mut calls = Vec::new();
    for (path, methods) in members(&document["paths"]) {
        for (method, operation) in members(methods) {
            calls.push(read_call(document, path, method, operation));
        }
    }
    calls
}

fn read_call(document: &Value, path: &str, method: &str, operation: &Value) -> DocumentedCall {
    let parameters = operation["parameters"].as_array().into_iter().flatten().map(|value| resolve(document, value));
    let parameters = parameters.filter(|parameter| parameter["in"] != "header").map(|parameter| DocumentedParameter {
        name: text(&parameter["name"]),
        in_path: parameter["in"] == "path",
        required: parameter["required"] == true,
        example: text(&parameter["example"]),
    });
    let body = resolve(document, &operation["requestBody"]);
    let schemas = members(&body["content"]).map(|(_, media)| resolve(document, &media["schema"]));
    let body_required = schemas.flat_map(|schema| schema["required"].as_array().into_iter().flatten()).map(text);
    let success = members(&operation["responses"]).find(|(status, _)| status.starts_with('2'));
    let success = success.map_or(&Value::Null, |(_, response)| resolve(document, response));
    DocumentedCall {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        // The fragment distinguishes two versions of one path and is never sent.
        path: path.split('#').next().unwrap_or_default().to_owned(),
        version: text(&operation["x-api-version"]),
        parameters: parameters.collect(),
        bodies: examples(document, body),
        body_required: body_required.collect(),
        responses: examples(document, success),
    }
}

/// The examples of a request body or a response.
pub fn examples(document: &Value, holder: &Value) -> Vec<(String, Value)> {
    let media = members(&holder["content"]).flat_map(|(_, media)| members(&media["examples"]));
    media.map(|(name, example)| (name.clone(), resolve(document, example)["value"].clone())).collect()
}

/// The target of a reference, or the value itself.
pub fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value["$ref"].as_str().and_then(|reference| document.pointer(reference.trim_start_matches('#')));
    target.map_or(value, |target| resolve(document, target))
}

/// The members of an object; none for any other value.
pub fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// A value as it is written in a URL or a header.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
