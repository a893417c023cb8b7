//! Reads calls.

use super::typed_reader::TypedReader;
use super::{schemas, service};
use crate::document::Node;
use crate::model::{Body, Call, Example, Header, Media, Method, Model, NoData, NoDataBody, Parameter, Place, Response};

/// Reads every call.
pub(super) fn read<'a>(reader: &mut TypedReader<'a>, root: &Node<'a>, model: &mut Model) {
    for (path, item) in reader.mapping(root, "paths") {
        if !reader.is_mapping(&item) {
            continue;
        }
        if let Some(reference) = item.member("$ref") {
            reader.report(&reference.pointer, "a reference to a path item is not supported; write the path item here");
        }
        let shared = reader.list(&item, "parameters");
        let servers = service::read_servers(reader, &item);
        for (key, node) in item.members() {
            let Some(method) = Method::of_key(key) else { continue };
            if reader.is_mapping(&node) {
                let mut call = read_call(reader, &node, (path, method), &shared);
                if call.servers.is_empty() {
                    call.servers.clone_from(&servers);
                }
                model.calls.push(call);
                read_no_data(reader, &node, &mut model.no_data);
            }
        }
    }
}

fn read_call<'a>(
    reader: &mut TypedReader<'a>,
    node: &Node<'a>,
    (key, method): (&str, Method),
    shared: &[Node<'a>],
) -> Call {
    let path = key.split('#').next().unwrap_or(key);
    Call {
        pointer: node.pointer.clone(),
        id: reader.text_or_empty(node, "operationId"),
        path: path.to_owned(),
        older_version: path != key,
        method,
        tags: reader.texts(node, "tags"),
        summary: reader.text_or_empty(node, "summary"),
        description: reader.text_or_empty(node, "description"),
        guide: reader.text_or_empty(node, "x-guide"),
        guide_section: reader.text(node, "x-guide-section"),
        since: reader.text_or_empty(node, "x-since"),
        api_version: reader.count(node, "x-api-version").unwrap_or_default(),
        provenance: schemas::read_provenance(reader, node),
        deprecated: reader.flag(node, "deprecated").unwrap_or(false),
        method_name: reader.text(node, "x-method"),
        already_gone: reader.text(node, "x-already-gone"),
        already_there: reader.text(node, "x-already-there"),
        servers: service::read_servers(reader, node),
        callbacks: reader
            .mapping(node, "callbacks")
            .into_iter()
            .map(|(name, node)| (name.to_owned(), node.pointer, node.value.to_string()))
            .collect(),
        security: node.member("security").map(|_| service::read_requirements(reader, node)),
        parameters: read_parameters(reader, node, shared),
        body: read_body(reader, node),
        responses: read_responses(reader, node),
    }
}

/// Reads the parameters of a call: those of its path item, and its own, which replace those with the same name and
/// place.
fn read_parameters<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>, shared: &[Node<'a>]) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for node in shared.iter().cloned().chain(reader.list(node, "parameters")) {
        let Some((node, _)) = reader.follow(node, "parameters") else { continue };
        let Some(place) = reader.one_of(&node, "in", &Place::ALL, Place::name) else { continue };
        let parameter = Parameter {
            pointer: node.pointer.clone(),
            name: reader.text_or_empty(&node, "name"),
            place,
            required: reader.flag(&node, "required").unwrap_or(false),
            description: reader.text_or_empty(&node, "description"),
            since: reader.text(&node, "x-since"),
            codes: schemas::read_codes(reader, &node),
            effective_values: reader.texts(&node, "x-effective-values"),
            rust_name: reader.text(&node, "x-rust-name"),
            deprecated: reader.flag(&node, "deprecated").unwrap_or(false),
            style: reader.text(&node, "style"),
            explode: reader.flag(&node, "explode"),
            schema: read_parameter_schema(reader, &node),
            examples: read_examples(reader, &node),
        };
        let replaced = |other: &Parameter| other.place == place && other.name == parameter.name;
        match parameters.iter().take(shared.len()).position(replaced) {
            Some(index) => parameters[index] = parameter,
            None => parameters.push(parameter),
        }
    }
    parameters
}

/// Reads the schema of a parameter, which may also be under a media type.
fn read_parameter_schema<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Option<crate::model::Schema> {
    let media = read_media(reader, node).into_iter().next();
    schemas::read_member(reader, node, "schema").or(media.and_then(|media| media.schema))
}

fn read_body<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Option<Body> {
    let (node, _) = reader.follow(node.member("requestBody")?, "requestBodies")?;
    let required = reader.flag(&node, "required").unwrap_or(false);
    Some(Body { required, media: read_media(reader, &node), pointer: node.pointer })
}

fn read_responses<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Vec<Response> {
    let mut responses = Vec::new();
    for (status, node) in reader.mapping(node, "responses") {
        let Some((node, component)) = reader.follow(node, "responses") else { continue };
        if status == "default" && node.member("x-statuses").is_some() {
            responses.extend(read_statuses(reader, &node, component.as_deref()));
            continue;
        }
        responses.push(Response {
            status: status.to_owned(),
            component,
            description: reader.text_or_empty(&node, "description"),
            headers: read_headers(reader, &node),
            media: read_media(reader, &node),
            raw_body: reader.mark(&node, "x-raw-body"),
            pointer: node.pointer,
        });
    }
    responses
}

/// Reads `x-statuses`: the responses that a `default` stands for, which differ only in status and meaning.
fn read_statuses<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>, component: Option<&str>) -> Vec<Response> {
    let mut responses = Vec::new();
    for (status, meaning) in reader.mapping(node, "x-statuses") {
        responses.push(Response {
            status: status.to_owned(),
            component: component.map(ToOwned::to_owned),
            description: reader.item_text(&meaning).unwrap_or_default(),
            headers: read_headers(reader, node),
            media: read_media(reader, node),
            raw_body: false,
            pointer: meaning.pointer,
        });
    }
    responses
}

fn read_headers<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Vec<Header> {
    let mut headers = Vec::new();
    for (name, node) in reader.mapping(node, "headers") {
        let Some((node, _)) = reader.follow(node, "headers") else { continue };
        headers.push(Header {
            name: name.to_owned(),
            required: reader.flag(&node, "required").unwrap_or(false),
            description: reader.text_or_empty(&node, "description"),
            schema: schemas::read_member(reader, &node, "schema"),
            examples: read_examples(reader, &node),
            pointer: node.pointer,
        });
    }
    headers
}

fn read_media<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Vec<Media> {
    let mut media = Vec::new();
    for (kind, node) in reader.mapping(node, "content") {
        if reader.is_mapping(&node) {
            media.push(Media {
                kind: kind.to_owned(),
                schema: schemas::read_member(reader, &node, "schema"),
                examples: read_examples(reader, &node),
                pointer: node.pointer,
            });
        }
    }
    media
}

/// Reads the examples of a parameter, a header or a media type.
fn read_examples<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Vec<Example> {
    let example =
        |value: Node<'a>, name, summary| Example { value: value.value.clone(), pointer: value.pointer, name, summary };
    let mut examples: Vec<_> = node.member("example").map(|value| example(value, None, None)).into_iter().collect();
    for (name, node) in reader.mapping(node, "examples") {
        let Some((node, _)) = reader.follow(node, "examples") else { continue };
        let summary = reader.text(&node, "summary");
        examples.extend(node.member("value").map(|value| example(value, Some(name.to_owned()), summary)));
    }
    examples
}

/// Reads `x-no-data` of the 404 response, which calls share.
fn read_no_data<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>, known: &mut Vec<NoData>) {
    let response = node.member("responses").and_then(|responses| responses.member("404"));
    let Some((response, _)) = response.and_then(|response| reader.follow(response, "responses")) else { return };
    for form in reader.mappings(&response, "x-no-data") {
        if known.iter().any(|other| other.pointer == form.pointer) {
            continue;
        }
        let problem = reader.texts(&form, "problem");
        let empty = reader.one_of(&form, "body", &["empty"], |word| word).is_some();
        let body = match (empty, problem.is_empty()) {
            (true, true) => NoDataBody::Empty,
            (false, false) => NoDataBody::Problem(problem),
            _ => {
                reader.report(
                    &form.pointer,
                    "must have either `body: empty`, or `problem` with the members of a problem document",
                );
                continue;
            }
        };
        known.push(NoData { body, reason: reader.text_or_empty(&form, "reason"), pointer: form.pointer });
    }
}
