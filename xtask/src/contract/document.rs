//! The reader of OpenAPI documents.

use serde_json::Value;

use super::schema::{Schemas, text};
use super::{Contract, Element, Facet, Kind, Place};
use crate::document::{Document, Pointer};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];

/// The contract that a document describes.
pub fn read(document: &Document) -> Contract {
    let reader = Reader { schemas: Schemas { document } };
    let mut root = Element::new(Kind::Contract, "guide version", Place { location: "#".to_owned(), line: Some(1) });
    if let Some(version) = document.value.get("x-guide-version") {
        root.facets.insert(Facet::GuideVersion, text(version));
    }
    root.children = reader.calls();
    root.children.extend(reader.servers());
    root.children.extend(reader.security());
    root.children.extend(reader.statuses());
    root.children.extend(reader.codes(&root.children));
    root.children.extend(reader.history());
    Contract { root, silent: false }
}

struct Reader<'a> {
    schemas: Schemas<'a>,
}

impl<'a> Reader<'a> {
    fn value(&self) -> &'a Value {
        &self.schemas.document.value
    }

    fn place(&self, pointer: &Pointer) -> Place {
        self.schemas.place(pointer)
    }

    /// The members of a mapping, with their places.
    fn members(&self, pointer: &Pointer) -> impl Iterator<Item = (&'a str, Pointer, &'a Value)> + use<'a> {
        let place = pointer.clone();
        let members = pointer.get(self.value()).and_then(Value::as_object).into_iter().flatten();
        members.map(move |(key, value)| (key.as_str(), place.child(key), value))
    }

    fn calls(&self) -> Vec<Element> {
        let mut calls = Vec::new();
        for (path, item, _) in self.members(&Pointer::of(&["paths"])) {
            for (method, pointer, operation) in self.members(&item) {
                if METHODS.contains(&method) {
                    calls.push(self.call(path, method, &item, &pointer, operation));
                }
            }
        }
        calls
    }

    fn call(&self, path: &str, method: &str, item: &Pointer, pointer: &Pointer, operation: &Value) -> Element {
        let wire = path.split('#').next().unwrap_or(path);
        let version = operation.get("x-api-version").map(text).unwrap_or_default();
        let older = (wire != path).then_some(version.as_str());
        let mut call = Element::new(Kind::Call, call_name(method, wire, older), self.place(pointer))
            .keyed(call_key(method, wire, older));
        for (keyword, facet) in [
            ("operationId", Facet::OperationId),
            ("x-api-version", Facet::ApiVersion),
            ("x-since", Facet::Since),
            ("deprecated", Facet::Deprecated),
        ] {
            if let Some(value) = operation.get(keyword) {
                call.facets.insert(facet, text(value));
            }
        }
        if operation.get("security").is_some_and(|own| Some(own) != self.value().get("security")) {
            let own = self.requirements(&pointer.child("security"));
            let own: Vec<_> = own.iter().map(|scheme| scheme.name.as_str()).collect();
            call.facets.insert(Facet::OwnSecurity, own.join(" or "));
        }
        let variables: Vec<&str> = path_variables(wire).collect();
        for holder in [item, pointer] {
            let holder = holder.child("parameters");
            for index in 0..holder.get(self.value()).and_then(Value::as_array).map_or(0, Vec::len) {
                let parameter = self.parameter(&holder.child(&index.to_string()), &variables);
                call.children.retain(|other| Some(&other.key) != parameter.as_ref().map(|parameter| &parameter.key));
                call.children.extend(parameter);
            }
        }
        call.children.extend(self.request_body(&pointer.child("requestBody")));
        for (status, response, _) in self.members(&pointer.child("responses")) {
            call.children.push(self.response(status, &response));
        }
        call
    }

    fn parameter(&self, pointer: &Pointer, variables: &[&str]) -> Option<Element> {
        let (pointer, parameter) = self.schemas.resolve(pointer)?;
        let word = |key: &str| parameter.get(key).map(text);
        let (name, place) = (word("name")?, word("in")?);
        let style = word("style").unwrap_or_else(|| if place == "query" { "form" } else { "simple" }.to_owned());
        let explode = word("explode").unwrap_or_else(|| (style == "form").to_string());
        let mut element = Element::new(Kind::Parameter, &name, self.place(&pointer))
            .keyed(parameter_key(&place, &name, variables))
            // Header names have no case.
            .with(Facet::Name, if place == "header" { name.to_lowercase() } else { name })
            .with(Facet::Required, word("required").unwrap_or_else(|| "false".to_owned()))
            .with(Facet::Style, format!("{style}, explode {explode}"))
            .with(Facet::In, place);
        for (key, facet) in [("x-since", Facet::Since), ("x-codes", Facet::Codes), ("deprecated", Facet::Deprecated)] {
            if let Some(value) = word(key) {
                element.facets.insert(facet, value);
            }
        }
        let schema = match parameter.get("content").and_then(Value::as_object).and_then(|content| content.keys().next())
        {
            Some(media) => pointer.child("content").child(media).child("schema"),
            None => pointer.child("schema"),
        };
        Some(self.schemas.describe(element, &schema))
    }

    fn request_body(&self, pointer: &Pointer) -> Option<Element> {
        let (pointer, body) = self.schemas.resolve(pointer)?;
        let required = body.get("required").map_or_else(|| "false".to_owned(), text);
        let element = Element::new(Kind::Body, "request body", self.place(&pointer)).with(Facet::Required, required);
        Some(self.content(element, &pointer))
    }

    fn response(&self, status: &str, pointer: &Pointer) -> Element {
        let Some((pointer, response)) = self.schemas.resolve(pointer) else {
            return Element::new(Kind::Status, status, self.place(pointer));
        };
        let mut element = Element::new(Kind::Status, status, self.place(&pointer));
        for (name, header, _) in self.members(&pointer.child("headers")) {
            let Some((header, value)) = self.schemas.resolve(&header) else { continue };
            let required = value.get("required").map_or_else(|| "false".to_owned(), text);
            let child = Element::new(Kind::Header, name, self.place(&header))
                .keyed(name.to_lowercase())
                .with(Facet::Required, required);
            element.children.push(self.schemas.describe(child, &header.child("schema")));
        }
        if response.get("content").is_some() {
            let mut body = Element::new(Kind::Body, "response body", self.place(&pointer.child("content")));
            if let Some(raw) = response.get("x-raw-body") {
                body.facets.insert(Facet::RawBody, text(raw));
            }
            element.children.push(self.content(body, &pointer));
        }
        element
    }

    /// The media types of a body, and its schema: that of JSON, or of the first media type. Where another media type
    /// has a schema of its own, it stands below that.
    fn content(&self, mut body: Element, pointer: &Pointer) -> Element {
        let content: Vec<_> = self.members(&pointer.child("content")).collect();
        let main = content.iter().find(|(name, ..)| *name == "application/json").or(content.first());
        let schema = |media: &Pointer| media.child("schema");
        if let Some((_, media, _)) = main {
            body = self.schemas.describe(body, &schema(media));
        }
        let main = main.and_then(|(_, _, value)| value.get("schema"));
        for (name, media, value) in &content {
            let mut element = Element::new(Kind::Media, *name, self.place(media));
            if value.get("schema") != main {
                element = self.schemas.describe(element, &schema(media));
            }
            body.children.push(element);
        }
        body
    }

    fn servers(&self) -> Vec<Element> {
        let servers = Pointer::of(&["servers"]);
        let count = servers.get(self.value()).and_then(Value::as_array).map_or(0, Vec::len);
        let mut found: Vec<_> = (0..count)
            .map(|index| servers.child(&index.to_string()).child("url"))
            .filter_map(|url| Some(Element::new(Kind::Server, text(url.get(self.value())?), self.place(&url))))
            .collect();
        let identity = Pointer::of(&["x-identity-server", "url"]);
        if let Some(url) = identity.get(self.value()) {
            let element = Element::new(Kind::Server, "identity server", self.place(&identity));
            found.push(element.with(Facet::TokenUrl, text(url)));
        }
        found
    }

    fn security(&self) -> Vec<Element> {
        self.requirements(&Pointer::of(&["security"]))
    }

    /// Requirements, each of which suffices. Schemes are told by what they are; their names are the document's own.
    fn requirements(&self, pointer: &Pointer) -> Vec<Element> {
        let mut found = Vec::new();
        let alternatives = pointer.get(self.value()).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..alternatives {
            let place = pointer.child(&index.to_string());
            for (name, place, scopes) in self.members(&place) {
                let scheme = Pointer::of(&["components", "securitySchemes", name]);
                let Some((scheme, value)) = self.schemas.resolve(&scheme) else { continue };
                let word = |key: &str| value.get(key).map(text);
                let flows: Vec<_> = self.members(&scheme.child("flows")).collect();
                let details = ["in", "name", "scheme"].iter().filter_map(|key| word(key));
                let words = word("type").into_iter().chain(details).chain(flows.iter().map(|flow| flow.0.to_owned()));
                let mut element =
                    Element::new(Kind::Security, words.collect::<Vec<_>>().join(" "), self.place(&scheme));
                if let Some(url) = flows.iter().find_map(|(_, _, flow)| flow.get("tokenUrl")) {
                    element.facets.insert(Facet::TokenUrl, text(url));
                }
                for scope in scopes.as_array().into_iter().flatten() {
                    element.children.push(Element::new(Kind::Scope, text(scope), self.place(&place)));
                }
                found.push(element);
            }
        }
        found
    }

    fn statuses(&self) -> Vec<Element> {
        let members = self.members(&Pointer::of(&["x-nonstandard-statuses"]));
        members.map(|(status, place, _)| Element::new(Kind::Status, status, self.place(&place))).collect()
    }

    fn codes(&self, calls: &[Element]) -> Vec<Element> {
        let mut codes = Vec::new();
        for (name, pointer, code) in self.members(&Pointer::of(&["x-error-codes"])) {
            let mut element = Element::new(Kind::Code, name, self.place(&pointer));
            for (keyword, facet) in [
                ("status", Facet::Status),
                ("field", Facet::Field),
                ("existingId", Facet::ExistingId),
                ("x-since", Facet::Since),
            ] {
                if let Some(value) = code.get(keyword) {
                    element.facets.insert(facet, text(value));
                }
            }
            let inferred = code.get("inferred").and_then(Value::as_array);
            for (index, id) in code.get("operations").and_then(Value::as_array).into_iter().flatten().enumerate() {
                let id_text = text(id);
                let call = calls.iter().find(|call| call.get(Facet::OperationId) == Some(&id_text));
                let place = self.place(&pointer.child("operations").child(&index.to_string()));
                let mut returns = match call {
                    Some(call) => Element::new(Kind::Returns, &call.name, place).keyed(&call.key),
                    None => Element::new(Kind::Returns, &id_text, place),
                };
                returns.inferred = inferred.is_some_and(|inferred| inferred.contains(id));
                element.children.push(returns);
            }
            codes.push(element);
        }
        codes
    }

    fn history(&self) -> Vec<Element> {
        let history = Pointer::of(&["x-guide-history"]);
        let rows = history.get(self.value()).and_then(Value::as_array).into_iter().flatten().enumerate();
        rows.map(|(index, row)| {
            let place = self.place(&history.child(&index.to_string()));
            let mut element = Element::new(Kind::History, row.get("version").map(text).unwrap_or_default(), place);
            for (keyword, facet) in [("date", Facet::Date), ("type", Facet::Release)] {
                if let Some(value) = row.get(keyword) {
                    element.facets.insert(facet, text(value));
                }
            }
            element
        })
        .collect()
    }
}

/// The name of a call as people say it. An older version of a call that exists twice says so.
pub(super) fn call_name(method: &str, path: &str, older: Option<&str>) -> String {
    let version = older.map(|version| format!(" (version {version})")).unwrap_or_default();
    format!("{} {path}{version}", method.to_uppercase())
}

/// What pairs calls: names of path parameters never reach the wire.
pub fn call_key(method: &str, path: &str, older: Option<&str>) -> String {
    let segments: Vec<_> =
        path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect();
    format!("{} {}{}", method.to_uppercase(), segments.join("/"), older.map(|v| format!("@{v}")).unwrap_or_default())
}

/// What pairs parameters: those of a path by their position.
pub(super) fn parameter_key(place: &str, name: &str, variables: &[&str]) -> String {
    match (place, variables.iter().position(|variable| *variable == name)) {
        ("path", Some(position)) => format!("path {position}"),
        ("header", _) => format!("header {}", name.to_lowercase()),
        _ => format!("{place} {name}"),
    }
}

/// The variables of a path, in order.
pub(super) fn path_variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
}
