//! Calls.

use super::source::Source;
use super::{schemas, service};
use crate::document::Node;
use crate::model::{Body, Call, Example, Header, Media, Method, Model, NoData, NoDataBody, Parameter, Place, Response};

/// Reads every call.
pub(super) fn read<'a>(source: &mut Source<'a>, root: &Node<'a>, model: &mut Model) {
    for (path, item) in source.mapping(root, "paths") {
        if !source.is_mapping(&item) {
            continue;
        }
        if let Some(reference) = item.member("$ref") {
            source.fault(&reference.pointer, "a path that stands elsewhere is not read; write it here");
        }
        let shared = source.list(&item, "parameters");
        let servers = service::servers(source, &item);
        for (key, node) in item.members() {
            let Some(method) = Method::of_key(key) else { continue };
            if source.is_mapping(&node) {
                let mut call = call(source, &node, (path, method), &shared);
                if call.servers.is_empty() {
                    call.servers.clone_from(&servers);
                }
                model.calls.push(call);
                no_data(source, &node, &mut model.no_data);
            }
        }
    }
}

fn call<'a>(source: &mut Source<'a>, node: &Node<'a>, (key, method): (&str, Method), shared: &[Node<'a>]) -> Call {
    let path = key.split('#').next().unwrap_or(key);
    Call {
        pointer: node.pointer.clone(),
        id: source.words(node, "operationId"),
        path: path.to_owned(),
        older_version: path != key,
        method,
        tags: source.texts(node, "tags"),
        summary: source.words(node, "summary"),
        description: source.words(node, "description"),
        guide: source.words(node, "x-guide"),
        guide_section: source.text(node, "x-guide-section"),
        since: source.words(node, "x-since"),
        api_version: source.count(node, "x-api-version").unwrap_or_default(),
        provenance: schemas::provenance(source, node),
        deprecated: source.flag(node, "deprecated").unwrap_or(false),
        method_name: source.text(node, "x-method"),
        already_gone: source.text(node, "x-already-gone"),
        already_there: source.text(node, "x-already-there"),
        servers: service::servers(source, node),
        callbacks: source
            .mapping(node, "callbacks")
            .into_iter()
            .map(|(name, node)| (name.to_owned(), node.pointer, node.value.to_string()))
            .collect(),
        security: node.member("security").map(|_| service::requirements(source, node)),
        parameters: parameters(source, node, shared),
        body: body(source, node),
        responses: responses(source, node),
    }
}

/// The parameters of a call: those of its path, and its own, which replace one of the same name and place.
fn parameters<'a>(source: &mut Source<'a>, node: &Node<'a>, shared: &[Node<'a>]) -> Vec<Parameter> {
    let mut parameters: Vec<Parameter> = Vec::new();
    for node in shared.iter().cloned().chain(source.list(node, "parameters")) {
        let Some((node, _)) = source.follow(node, "parameters") else { continue };
        let Some(place) = source.one_of(&node, "in", &Place::ALL, Place::name) else { continue };
        let parameter = Parameter {
            pointer: node.pointer.clone(),
            name: source.words(&node, "name"),
            place,
            required: source.flag(&node, "required").unwrap_or(false),
            description: source.words(&node, "description"),
            since: source.text(&node, "x-since"),
            codes: schemas::codes(source, &node),
            effective_values: source.texts(&node, "x-effective-values"),
            rust_name: source.text(&node, "x-rust-name"),
            deprecated: source.flag(&node, "deprecated").unwrap_or(false),
            style: source.text(&node, "style"),
            explode: source.flag(&node, "explode"),
            schema: schema_of_parameter(source, &node),
            examples: examples(source, &node),
        };
        let replaced = |other: &Parameter| other.place == place && other.name == parameter.name;
        match parameters.iter().take(shared.len()).position(replaced) {
            Some(index) => parameters[index] = parameter,
            None => parameters.push(parameter),
        }
    }
    parameters
}

/// Its schema, which OpenAPI also allows below a media type.
fn schema_of_parameter<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Option<crate::model::Schema> {
    let media = media(source, node).into_iter().next();
    schemas::member(source, node, "schema").or(media.and_then(|media| media.schema))
}

fn body<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Option<Body> {
    let (node, _) = source.follow(node.member("requestBody")?, "requestBodies")?;
    let required = source.flag(&node, "required").unwrap_or(false);
    Some(Body { required, media: media(source, &node), pointer: node.pointer })
}

fn responses<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Vec<Response> {
    let mut responses = Vec::new();
    for (status, node) in source.mapping(node, "responses") {
        let Some((node, component)) = source.follow(node, "responses") else { continue };
        if status == "default" && node.member("x-statuses").is_some() {
            responses.extend(folded(source, &node, component.as_deref()));
            continue;
        }
        responses.push(Response {
            status: status.to_owned(),
            component,
            description: source.words(&node, "description"),
            headers: headers(source, &node),
            media: media(source, &node),
            raw_body: source.mark(&node, "x-raw-body"),
            pointer: node.pointer,
        });
    }
    responses
}

/// `x-statuses`: the answers that one `default` stands for. They differ in their status and in what it means.
fn folded<'a>(source: &mut Source<'a>, node: &Node<'a>, component: Option<&str>) -> Vec<Response> {
    let mut responses = Vec::new();
    for (status, meaning) in source.mapping(node, "x-statuses") {
        responses.push(Response {
            status: status.to_owned(),
            component: component.map(ToOwned::to_owned),
            description: source.item_text(&meaning).unwrap_or_default(),
            headers: headers(source, node),
            media: media(source, node),
            raw_body: false,
            pointer: meaning.pointer,
        });
    }
    responses
}

fn headers<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Vec<Header> {
    let mut headers = Vec::new();
    for (name, node) in source.mapping(node, "headers") {
        let Some((node, _)) = source.follow(node, "headers") else { continue };
        headers.push(Header {
            name: name.to_owned(),
            required: source.flag(&node, "required").unwrap_or(false),
            description: source.words(&node, "description"),
            schema: schemas::member(source, &node, "schema"),
            examples: examples(source, &node),
            pointer: node.pointer,
        });
    }
    headers
}

fn media<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Vec<Media> {
    let mut media = Vec::new();
    for (kind, node) in source.mapping(node, "content") {
        if source.is_mapping(&node) {
            media.push(Media {
                kind: kind.to_owned(),
                schema: schemas::member(source, &node, "schema"),
                examples: examples(source, &node),
                pointer: node.pointer,
            });
        }
    }
    media
}

/// The examples of a parameter, a header or a media type.
fn examples<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Vec<Example> {
    let example =
        |value: Node<'a>, name, summary| Example { value: value.value.clone(), pointer: value.pointer, name, summary };
    let mut examples: Vec<_> = node.member("example").map(|value| example(value, None, None)).into_iter().collect();
    for (name, node) in source.mapping(node, "examples") {
        let Some((node, _)) = source.follow(node, "examples") else { continue };
        let summary = source.text(&node, "summary");
        examples.extend(node.member("value").map(|value| example(value, Some(name.to_owned()), summary)));
    }
    examples
}

/// `x-no-data` of the answer 404, which the calls share.
fn no_data<'a>(source: &mut Source<'a>, node: &Node<'a>, known: &mut Vec<NoData>) {
    let answer = node.member("responses").and_then(|responses| responses.member("404"));
    let Some((answer, _)) = answer.and_then(|answer| source.follow(answer, "responses")) else { return };
    for form in source.mappings(&answer, "x-no-data") {
        if known.iter().any(|other| other.pointer == form.pointer) {
            continue;
        }
        let problem = source.texts(&form, "problem");
        let empty = source.one_of(&form, "body", &["empty"], |word| word).is_some();
        let body = match (empty, problem.is_empty()) {
            (true, true) => NoDataBody::Empty,
            (false, false) => NoDataBody::Problem(problem),
            _ => {
                source.fault(&form.pointer, "must have either `body: empty`, or `problem` with the members of one");
                continue;
            }
        };
        known.push(NoData { body, reason: source.words(&form, "reason"), pointer: form.pointer });
    }
}
