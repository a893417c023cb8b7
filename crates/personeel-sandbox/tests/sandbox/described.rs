//! The document's calls, and requests built from its examples.

use reqwest::Method;
use serde_json::Value;

/// One call of the document.
pub struct Described {
    pub id: String,
    pub method: Method,
    pub path: String,
    pub version: String,
    pub parameters: Vec<Value>,
    /// The document's example of a body.
    pub body: Option<Value>,
    /// The schema of its response; null if the response has no body.
    pub schema: Value,
    /// The document's example of a response.
    pub example: Option<Value>,
}

/// The target of a reference, or the value itself.
pub fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => resolve(document, document.pointer(reference.trim_start_matches('#')).unwrap()),
        None => value,
    }
}

impl Described {
    pub fn all(document: &Value) -> Vec<Self> {
        let mut all = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, call) in item.as_object().unwrap().iter().filter(|(_, call)| call["operationId"].is_string()) {
                let parameters = [&item["parameters"], &call["parameters"]].into_iter().filter_map(Value::as_array);
                let content = &resolve(document, &call["responses"]["200"])["content"]["application/json"];
                all.push(Self {
                    id: call["operationId"].as_str().unwrap().to_owned(),
                    method: method.to_uppercase().parse().unwrap(),
                    path: path.split('#').next().unwrap().to_owned(),
                    version: call["x-api-version"].to_string(),
                    parameters: parameters.flatten().map(|known| resolve(document, known).clone()).collect(),
                    body: find_example(document, &call["requestBody"]["content"]["application/json"]),
                    schema: content["schema"].clone(),
                    example: find_example(document, content),
                });
            }
        }
        all
    }

    /// The parameters in the path or the query.
    pub fn parameters(&self, place: &str) -> impl Iterator<Item = &Value> {
        self.parameters.iter().filter(move |parameter| parameter["in"] == place)
    }

    /// The path with the document's examples, and with one parameter changed.
    pub fn path_with(&self, changed: &str, value: &str) -> String {
        self.parameters("path").fold(self.path.clone(), |path, parameter| {
            let name = parameter["name"].as_str().unwrap();
            let example = parameter["example"].as_str().unwrap();
            path.replace(&format!("{{{name}}}"), if name == changed { value } else { example })
        })
    }

    /// The query of the required parameters with the document's examples, and with one parameter set to a value or
    /// removed.
    pub fn query_with(&self, changed: &str, value: Option<&str>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for parameter in self.parameters("query") {
            let name = parameter["name"].as_str().unwrap();
            let example = &parameter["example"];
            let example = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
            match value {
                _ if name != changed && parameter["required"] == true => query.append_pair(name, &example),
                Some(value) if name == changed => query.append_pair(name, value),
                _ => continue,
            };
        }
        query.finish()
    }

    /// The path and the query with the document's examples.
    pub fn target(&self) -> String {
        format!("{}?{}", self.path_with("", ""), self.query_with("", None))
    }
}

/// The first example of a body.
fn find_example(document: &Value, content: &Value) -> Option<Value> {
    let first = content["examples"].as_object().and_then(|examples| examples.values().next());
    first.map(|first| resolve(document, first)["value"].clone())
}
