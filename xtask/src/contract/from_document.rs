//! Reads a contract from an OpenAPI document.

use super::facet::{Flag, Word};
use super::key::{call_key, call_name, parameter_key, path_variables};
use super::schema_fields::{Budget, Schemas};
use super::{Contract, Element, Kind, Place};
use crate::document::{Document, Pointer};
use crate::model::{
    self, Call, Code, JsonType, Media, Model, NoDataBody, Parameter, ReleaseKind, Requirement, Response, Schema,
};
use crate::names;

/// Returns the contract of a document, from its model.
pub fn from_document(document: &Document, model: &Model) -> Contract {
    let budget = Budget::default();
    let reader = Reader { schemas: Schemas { document, model, budget: &budget } };
    let mut root = Element::new(Kind::Contract, "guide version", Place { location: "#".to_owned(), line: Some(1) });
    add_word(&mut root, Word::GuideVersion, &model.guide_version);
    add_word(&mut root, Word::ApiVersion, &model.api_version);
    add_word(&mut root, Word::ScopeTemplate, &model.scope_template);
    root.children = model.calls.iter().map(|call| reader.read_call(call)).collect();
    root.children.extend(reader.read_servers());
    root.children.extend(reader.read_requirements(&model.security));
    let status = |status: &model::Status| Element::new(Kind::Status, &status.number, reader.place(&status.pointer));
    root.children.extend(model.nonstandard_statuses.iter().map(status));
    let codes: Vec<_> = model.codes.iter().map(|code| reader.read_code(code, &root)).collect();
    root.children.extend(codes);
    root.children.extend(model.no_data.iter().map(|form| {
        let name = match &form.body {
            NoDataBody::Empty => "empty".to_owned(),
            NoDataBody::Problem(members) => format!("problem with {}", members.join(", ")),
        };
        Element::new(Kind::NoData, name, reader.place(&form.pointer))
    }));
    root.children.extend(reader.read_history());
    Contract { root, silent: false }
}

/// Adds a word, unless the document lacks it.
fn add_word(element: &mut Element, word: Word, text: &str) {
    if !text.is_empty() {
        element.facts.add_word(word, text);
    }
}

struct Reader<'a> {
    schemas: Schemas<'a>,
}

impl<'a> Reader<'a> {
    fn model(&self) -> &'a Model {
        self.schemas.model
    }

    fn place(&self, pointer: &Pointer) -> Place {
        self.schemas.place(pointer)
    }

    fn read_call(&self, call: &'a Call) -> Element {
        let version = if call.api_version == 0 { String::new() } else { call.api_version.to_string() };
        let (method, older) = (call.method.name(), call.older_version.then_some(version.as_str()));
        let mut element = Element::new(Kind::Call, call_name(method, &call.path, older), self.place(&call.pointer))
            .keyed(call_key(method, &call.path, older))
            .with_flag(Flag::Deprecated, call.deprecated);
        add_word(&mut element, Word::OperationId, &call.id);
        add_word(&mut element, Word::ApiVersion, &version);
        add_word(&mut element, Word::Since, &call.since);
        add_word(&mut element, Word::MethodName, &call.name_in_tag());
        add_word(&mut element, Word::Resource, call.tag());
        add_word(&mut element, Word::AlreadyGone, call.already_gone.as_deref().unwrap_or_default());
        add_word(&mut element, Word::AlreadyThere, call.already_there.as_deref().unwrap_or_default());
        add_word(&mut element, Word::Guide, &call.guide);
        add_word(&mut element, Word::Provenance, call.provenance.map_or("", model::Provenance::name));
        add_word(&mut element, Word::Arguments, &self.positional_arguments(call).join(", "));
        let common = self.read_requirements(&self.model().security);
        let own = call.security.as_ref().map(|own| self.read_requirements(own));
        if let Some(own) = own.filter(|own| !same_requirements(own, &common)) {
            let own: Vec<_> = own.iter().map(|scheme| scheme.name.as_str()).collect();
            element.facts.add_word(Word::OwnSecurity, own.join(" or "));
        }
        let variables: Vec<&str> = path_variables(&call.path).collect();
        self.schemas.budget.request.set(true);
        element.children = call.parameters.iter().map(|parameter| self.read_parameter(parameter, &variables)).collect();
        if let Some(body) = &call.body {
            let child = Element::new(Kind::Body, "request body", self.place(&body.pointer))
                .with_flag(Flag::Required, body.required);
            element.children.push(self.add_content(child, &body.media));
        }
        self.schemas.budget.request.set(false);
        let servers = call.servers.iter();
        element.children.extend(
            servers.map(|server| Element::new(Kind::Server, &server.url, self.place(&server.pointer.child("url")))),
        );
        element.children.extend(call.callbacks.iter().map(|(name, pointer, content)| {
            Element::new(Kind::Callback, name, self.place(pointer)).with_word(Word::Content, content)
        }));
        element.children.extend(call.responses.iter().map(|response| self.read_response(response)));
        element
    }

    /// Returns the names of the required arguments in their order. A call with two of the same Rust type takes them by name,
    /// so their order does not matter.
    fn positional_arguments(&self, call: &'a Call) -> Vec<&'a str> {
        let required = call.parameters.iter().filter(|parameter| {
            parameter.required && matches!(parameter.place, model::Place::Path | model::Place::Query)
        });
        let schemas = required.clone().filter_map(|parameter| parameter.schema.as_ref());
        let body = call.body.as_ref().and_then(|body| body.json()?.schema.as_ref());
        let types: Vec<_> = schemas.chain(body).filter_map(|schema| self.argument_type(schema)).collect();
        let by_name = types.iter().enumerate().any(|(index, name)| types[..index].contains(name));
        if by_name { Vec::new() } else { required.map(|parameter| parameter.name.as_str()).collect() }
    }

    /// Returns the Rust type of an argument, as text.
    fn argument_type(&self, schema: &'a Schema) -> Option<String> {
        let component = schema.reference.as_deref().and_then(|name| self.model().component(name));
        let named = component.filter(|component| component.schema.wire.is_none());
        let named = named.filter(|component| {
            component.schema.is_enumeration() || component.schema.json_type == Some(JsonType::Object)
        });
        if let Some(component) = named {
            return Some(names::type_name(component).to_owned());
        }
        let target = self.model().target(schema);
        target.id.clone().or_else(|| Some(target.rust_type()?.to_string()))
    }

    fn read_parameter(&self, parameter: &'a Parameter, variables: &[&str]) -> Element {
        let (name, place) = (&parameter.name, parameter.place);
        let usual = if place == model::Place::Query { "form" } else { "simple" };
        let style = parameter.style.as_deref().unwrap_or(usual);
        let explode = parameter.explode.unwrap_or(style == "form");
        // Header names are case-insensitive.
        let spelled = if place == model::Place::Header { name.to_lowercase() } else { name.clone() };
        let mut element = Element::new(Kind::Parameter, name, self.place(&parameter.pointer))
            .keyed(parameter_key(place.name(), name, variables))
            .with_word(Word::Name, spelled)
            .with_word(Word::In, place.name())
            .with_word(Word::Style, format!("{style}, explode {explode}"))
            .with_flag(Flag::Required, parameter.required);
        add_word(&mut element, Word::Since, parameter.since.as_deref().unwrap_or_default());
        add_word(&mut element, Word::RustName, parameter.rust_name.as_deref().unwrap_or_default());
        if parameter.deprecated {
            element.facts.add_flag(Flag::Deprecated, true);
        }
        for used in &parameter.codes {
            element.facts.add_code(Some(used.constraint), &used.code);
        }
        if let Some(schema) = &parameter.schema {
            self.schemas.describe(&mut element, schema);
        }
        element
    }

    fn read_response(&self, response: &'a Response) -> Element {
        let mut element = Element::new(Kind::Status, &response.status, self.place(&response.pointer));
        for header in &response.headers {
            let mut child = Element::new(Kind::Header, &header.name, self.place(&header.pointer))
                .keyed(header.name.to_lowercase())
                .with_flag(Flag::Required, header.required);
            if let Some(schema) = &header.schema {
                self.schemas.describe(&mut child, schema);
            }
            element.children.push(child);
        }
        if !response.media.is_empty() {
            let body = Element::new(Kind::Body, "response body", self.place(&response.pointer.child("content")))
                .with_flag(Flag::RawBody, response.raw_body);
            element.children.push(self.add_content(body, &response.media));
        }
        element
    }

    /// Adds the media types of a body, and its schema: that of JSON, or else that of the first media type. A media type
    /// with a different schema gets that schema itself.
    fn add_content(&self, mut body: Element, media: &'a [Media]) -> Element {
        let described = |media: &'a Media| {
            let mut element = Element::new(Kind::Media, &media.kind, self.place(&media.pointer));
            if let Some(schema) = &media.schema {
                self.schemas.describe(&mut element, schema);
            }
            element
        };
        let main = media.iter().find(|media| media.kind == "application/json").or(media.first());
        if let Some(schema) = main.and_then(|main| main.schema.as_ref()) {
            self.schemas.describe(&mut body, schema);
        }
        let main = main.map(|media| described(media).content());
        for media in media {
            let mut element = described(media);
            if Some(element.content()) == main {
                element = Element::new(Kind::Media, &media.kind, element.place);
            }
            body.children.push(element);
        }
        body
    }

    fn read_servers(&self) -> Vec<Element> {
        let servers = self.model().servers.iter();
        let mut found: Vec<_> = servers
            .map(|server| Element::new(Kind::Server, &server.url, self.place(&server.pointer.child("url"))))
            .collect();
        if let Some(identity) = &self.model().identity.server {
            let place = self.place(&identity.pointer.child("url"));
            found.push(Element::new(Kind::Server, "identity server", place).with_word(Word::TokenUrl, &identity.url));
        }
        found
    }

    /// Returns alternative security requirements. A scheme is identified by its properties, since its name is
    /// arbitrary.
    fn read_requirements(&self, requirements: &[Requirement]) -> Vec<Element> {
        let mut found = Vec::new();
        for Requirement { pointer, scheme, scopes } in requirements {
            let mut element = Element::new(Kind::Security, scheme.words.join(" "), self.place(&scheme.pointer));
            add_word(&mut element, Word::TokenUrl, scheme.token_url.as_deref().unwrap_or_default());
            let scopes = scopes.iter().map(|scope| Element::new(Kind::Scope, scope, self.place(pointer)));
            element.children.extend(scopes);
            found.push(element);
        }
        found
    }

    fn read_code(&self, code: &Code, root: &Element) -> Element {
        let mut element = Element::new(Kind::Code, &code.name, self.place(&code.pointer))
            .with_word(Word::Status, code.status.to_string())
            .with_flag(Flag::ExistingId, code.existing_id);
        add_word(&mut element, Word::Field, &code.field);
        add_word(&mut element, Word::Since, &code.since);
        for (index, id) in code.operations.iter().enumerate() {
            let call = root.of(Kind::Call).find(|call| call.word(Word::OperationId) == Some(id));
            // The lint reports ids without a call.
            let Some(call) = call else { continue };
            let place = self.place(&code.pointer.child("operations").item(index));
            let mut returns = Element::new(Kind::Returns, &call.name, place).keyed(&call.key);
            returns.inferred = code.inferred.contains(id);
            element.children.push(returns);
        }
        element
    }

    fn read_history(&self) -> Vec<Element> {
        let rows = self.model().history.iter().map(|row| {
            let mut element = Element::new(Kind::History, &row.version, self.place(&row.pointer));
            add_word(&mut element, Word::Date, &row.date);
            add_word(&mut element, Word::Release, row.kind.map_or("", ReleaseKind::name));
            element
        });
        rows.collect()
    }
}

/// Returns whether two lists of requirements are equivalent.
fn same_requirements(own: &[Element], others: &[Element]) -> bool {
    own.len() == others.len()
        && own.iter().zip(others).all(|(own, other)| own.key == other.key && own.content() == other.content())
}
