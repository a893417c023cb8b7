//! What the document says about the service as a whole: addresses, tokens, tags, codes and history.

use super::source::Source;
use crate::document::Node;
use crate::model::{Code, Id, Identity, Model, Release, ReleaseKind, Requirement, SecurityScheme, Server, Status, Tag};

/// Reads all of it.
pub(super) fn read<'a>(source: &mut Source<'a>, root: &Node<'a>, model: &mut Model) {
    if let Some(info) = source.object(root, "info") {
        model.title = source.words(&info, "title");
        model.description = source.words(&info, "description");
        model.api_version = source.words(&info, "version");
    }
    model.guide_version = source.words(root, "x-guide-version");
    model.servers = servers(source, root);
    model.security = requirements(source, root);
    let schemes = model.security.iter().map(|requirement| &requirement.scheme);
    model.identity = Identity {
        server: source.object(root, "x-identity-server").map(|node| server(source, &node)),
        token_url: schemes.clone().find_map(|scheme| scheme.token_url.clone()).unwrap_or_default(),
    };
    model.scope_template = schemes.clone().find_map(|scheme| scheme.scope_template.clone()).unwrap_or_default();
    model.tags = source.mappings(root, "tags").iter().map(|node| tag(source, node)).collect();
    model.codes = codes(source, root);
    model.ids = ids(source, root);
    model.nonstandard_statuses = statuses(source, root);
    model.history = source.mappings(root, "x-guide-history").iter().map(|node| release(source, node)).collect();
}

/// The base addresses below a node.
pub(super) fn servers<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Vec<Server> {
    source.mappings(node, "servers").iter().map(|node| server(source, node)).collect()
}

fn server<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Server {
    Server {
        pointer: node.pointer.clone(),
        url: source.words(node, "url"),
        description: source.words(node, "description"),
    }
}

fn tag<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Tag {
    Tag {
        pointer: node.pointer.clone(),
        name: source.words(node, "name"),
        description: source.words(node, "description"),
    }
}

/// `security`: requirements, each of which suffices.
pub(super) fn requirements<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Vec<Requirement> {
    let mut found = Vec::new();
    for alternative in source.mappings(node, "security") {
        for (name, _) in alternative.members() {
            let schemes = source.root().member("components").and_then(|all| all.member("securitySchemes"));
            let Some(scheme) = schemes.and_then(|schemes| schemes.member(name)) else {
                source.fault(&alternative.pointer.child(name), "is not one of components/securitySchemes");
                continue;
            };
            let Some((scheme, _)) = source.follow(scheme, "securitySchemes") else { continue };
            let scopes = source.texts(&alternative, name);
            found.push(Requirement { pointer: alternative.pointer.clone(), scheme: of(source, &scheme), scopes });
        }
    }
    found
}

fn of<'a>(source: &mut Source<'a>, node: &Node<'a>) -> SecurityScheme {
    let flows = source.mapping(node, "flows");
    let mut words: Vec<_> = ["type", "in", "name", "scheme"].iter().filter_map(|key| source.text(node, key)).collect();
    words.extend(flows.iter().map(|(flow, _)| (*flow).to_owned()));
    SecurityScheme {
        pointer: node.pointer.clone(),
        words,
        token_url: flows.iter().find_map(|(_, flow)| source.text(flow, "tokenUrl")),
        scope_template: source.text(node, "x-scope-template"),
    }
}

fn codes<'a>(source: &mut Source<'a>, root: &Node<'a>) -> Vec<Code> {
    let mut codes = Vec::new();
    for (name, node) in source.mapping(root, "x-error-codes") {
        if source.is_mapping(&node) {
            codes.push(Code {
                name: name.to_owned(),
                status: source.count(&node, "status").unwrap_or_default(),
                field: source.words(&node, "field"),
                message: source.words(&node, "message"),
                remedy: source.words(&node, "remedy"),
                message_nl: source.words(&node, "message-nl"),
                remedy_nl: source.words(&node, "remedy-nl"),
                since: source.words(&node, "x-since"),
                operations: source.texts(&node, "operations"),
                inferred: source.texts(&node, "inferred"),
                existing_id: source.mark(&node, "existingId"),
                pointer: node.pointer,
            });
        }
    }
    codes
}

fn ids<'a>(source: &mut Source<'a>, root: &Node<'a>) -> Vec<Id> {
    let mut ids = Vec::new();
    for (name, node) in source.mapping(root, "x-ids") {
        if let Some(description) = source.item_text(&node) {
            ids.push(Id { name: name.to_owned(), description, pointer: node.pointer });
        }
    }
    ids
}

fn statuses<'a>(source: &mut Source<'a>, root: &Node<'a>) -> Vec<Status> {
    let mut statuses = Vec::new();
    for (status, node) in source.mapping(root, "x-nonstandard-statuses") {
        let description = source.words(&node, "description");
        statuses.push(Status { number: status.to_owned(), description, pointer: node.pointer });
    }
    statuses
}

fn release<'a>(source: &mut Source<'a>, node: &Node<'a>) -> Release {
    Release {
        pointer: node.pointer.clone(),
        version: source.words(node, "version"),
        date: source.words(node, "date"),
        kind: source.one_of(node, "type", &ReleaseKind::ALL, ReleaseKind::name),
        changes: source.words(node, "changes"),
    }
}
