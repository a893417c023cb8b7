//! Reads what applies to the service as a whole: servers, security, tags, codes and history.

use super::typed_reader::TypedReader;
use crate::document::Node;
use crate::model::{Code, Id, Identity, Model, Release, ReleaseKind, Requirement, SecurityScheme, Server, Status, Tag};

/// Reads these parts into the model.
pub(super) fn read<'a>(reader: &mut TypedReader<'a>, root: &Node<'a>, model: &mut Model) {
    if let Some(info) = reader.object(root, "info") {
        model.title = reader.text_or_empty(&info, "title");
        model.description = reader.text_or_empty(&info, "description");
        model.api_version = reader.text_or_empty(&info, "version");
    }
    model.guide_version = reader.text_or_empty(root, "x-guide-version");
    model.servers = read_servers(reader, root);
    model.security = read_requirements(reader, root);
    let schemes = model.security.iter().map(|requirement| &requirement.scheme);
    model.identity = Identity {
        server: reader.object(root, "x-identity-server").map(|node| read_server(reader, &node)),
        token_url: schemes.clone().find_map(|scheme| scheme.token_url.clone()).unwrap_or_default(),
    };
    model.scope_template = schemes.clone().find_map(|scheme| scheme.scope_template.clone()).unwrap_or_default();
    model.tags = reader.mappings(root, "tags").iter().map(|node| read_tag(reader, node)).collect();
    model.codes = read_codes(reader, root);
    model.ids = read_ids(reader, root);
    model.nonstandard_statuses = read_statuses(reader, root);
    model.history = reader.mappings(root, "x-guide-history").iter().map(|node| read_release(reader, node)).collect();
}

/// Reads the servers under a node.
pub(super) fn read_servers<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Vec<Server> {
    reader.mappings(node, "servers").iter().map(|node| read_server(reader, node)).collect()
}

fn read_server<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Server {
    Server {
        pointer: node.pointer.clone(),
        url: reader.text_or_empty(node, "url"),
        description: reader.text_or_empty(node, "description"),
    }
}

fn read_tag<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Tag {
    Tag {
        pointer: node.pointer.clone(),
        name: reader.text_or_empty(node, "name"),
        description: reader.text_or_empty(node, "description"),
    }
}

/// Reads `security`: alternative requirements.
pub(super) fn read_requirements<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Vec<Requirement> {
    let mut found = Vec::new();
    for alternative in reader.mappings(node, "security") {
        for (name, _) in alternative.members() {
            let schemes = reader.root().member("components").and_then(|all| all.member("securitySchemes"));
            let Some(scheme) = schemes.and_then(|schemes| schemes.member(name)) else {
                reader.report(&alternative.pointer.child(name), "is not in components/securitySchemes");
                continue;
            };
            let Some((scheme, _)) = reader.follow(scheme, "securitySchemes") else { continue };
            let scopes = reader.texts(&alternative, name);
            found.push(Requirement {
                pointer: alternative.pointer.clone(),
                scheme: read_security_scheme(reader, &scheme),
                scopes,
            });
        }
    }
    found
}

fn read_security_scheme<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> SecurityScheme {
    let flows = reader.mapping(node, "flows");
    let mut words: Vec<_> = ["type", "in", "name", "scheme"].iter().filter_map(|key| reader.text(node, key)).collect();
    words.extend(flows.iter().map(|(flow, _)| (*flow).to_owned()));
    SecurityScheme {
        pointer: node.pointer.clone(),
        words,
        token_url: flows.iter().find_map(|(_, flow)| reader.text(flow, "tokenUrl")),
        scope_template: reader.text(node, "x-scope-template"),
    }
}

fn read_codes<'a>(reader: &mut TypedReader<'a>, root: &Node<'a>) -> Vec<Code> {
    let mut codes = Vec::new();
    for (name, node) in reader.mapping(root, "x-error-codes") {
        if reader.is_mapping(&node) {
            codes.push(Code {
                name: name.to_owned(),
                status: reader.count(&node, "status").unwrap_or_default(),
                field: reader.text_or_empty(&node, "field"),
                message: reader.text_or_empty(&node, "message"),
                remedy: reader.text_or_empty(&node, "remedy"),
                message_nl: reader.text_or_empty(&node, "message-nl"),
                remedy_nl: reader.text_or_empty(&node, "remedy-nl"),
                since: reader.text_or_empty(&node, "x-since"),
                operations: reader.texts(&node, "operations"),
                inferred: reader.texts(&node, "inferred"),
                existing_id: reader.mark(&node, "existingId"),
                pointer: node.pointer,
            });
        }
    }
    codes
}

fn read_ids<'a>(reader: &mut TypedReader<'a>, root: &Node<'a>) -> Vec<Id> {
    let mut ids = Vec::new();
    for (name, node) in reader.mapping(root, "x-ids") {
        if let Some(description) = reader.item_text(&node) {
            ids.push(Id { name: name.to_owned(), description, pointer: node.pointer });
        }
    }
    ids
}

fn read_statuses<'a>(reader: &mut TypedReader<'a>, root: &Node<'a>) -> Vec<Status> {
    let mut statuses = Vec::new();
    for (status, node) in reader.mapping(root, "x-nonstandard-statuses") {
        let description = reader.text_or_empty(&node, "description");
        statuses.push(Status { number: status.to_owned(), description, pointer: node.pointer });
    }
    statuses
}

fn read_release<'a>(reader: &mut TypedReader<'a>, node: &Node<'a>) -> Release {
    Release {
        pointer: node.pointer.clone(),
        version: reader.text_or_empty(node, "version"),
        date: reader.text_or_empty(node, "date"),
        kind: reader.one_of(node, "type", &ReleaseKind::ALL, ReleaseKind::name),
        changes: reader.text_or_empty(node, "changes"),
    }
}
