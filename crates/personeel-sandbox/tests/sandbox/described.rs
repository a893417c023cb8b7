//! The calls of the document, and requests that its examples make.

use reqwest::Method;
use serde_json::Value;

/// One call of the document.
pub struct Described {
    pub id: String,
    pub method: Method,
    pub path: String,
    pub version: String,
    pub parameters: Vec<Value>,
    /// The body that the document shows.
    pub body: Option<Value>,
    /// The schema of its answer; null where it answers nothing.
    pub schema: Value,
    /// The answer that the document shows.
    pub example: Option<Value>,
}

/// What a reference leads to, or the value itself.
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
                let answer = &resolve(document, &call["responses"]["200"])["content"]["application/json"];
                all.push(Self {
                    id: call["operationId"].as_str().unwrap().to_owned(),
                    method: method.to_uppercase().parse().unwrap(),
                    path: path.split('#').next().unwrap().to_owned(),
                    version: call["x-api-version"].to_string(),
                    parameters: parameters.flatten().map(|known| resolve(document, known).clone()).collect(),
                    body: example(document, &call["requestBody"]["content"]["application/json"]),
                    schema: answer["schema"].clone(),
                    example: example(document, answer),
                });
            }
        }
        all
    }

    /// The parameters of the path or the query.
    pub fn parameters(&self, place: &str) -> impl Iterator<Item = &Value> {
        self.parameters.iter().filter(move |parameter| parameter["in"] == place)
    }

    /// The path with the document's examples in it, but for one parameter.
    pub fn path_with(&self, changed: &str, value: &str) -> String {
        self.parameters("path").fold(self.path.clone(), |path, parameter| {
            let name = parameter["name"].as_str().unwrap();
            let example = parameter["example"].as_str().unwrap();
            path.replace(&format!("{{{name}}}"), if name == changed { value } else { example })
        })
    }

    /// The query of the required parameters with the document's examples, but for one of any, which `None` takes away.
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

    /// Path and query as the document's examples make them.
    pub fn target(&self) -> String {
        format!("{}?{}", self.path_with("", ""), self.query_with("", None))
    }
}

/// The first example of a body.
fn example(document: &Value, content: &Value) -> Option<Value> {
    let first = content["examples"].as_object().and_then(|examples| examples.values().next());
    first.map(|first| resolve(document, first)["value"].clone())
}
