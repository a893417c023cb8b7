use std::fmt::Write as _;
use std::path::Path;

use crate::document::{Document, PATH};
use crate::model::{JsonType, Literal, Method, NoDataBody, Place, RustType, Scalar};

use super::{Read, read};

fn reading(text: &str) -> Read {
    // At the end, so that the lines are those of the text.
    read(&Document::parse(Path::new("a.yaml"), format!("{text}\nopenapi: 3.0.3\n")).unwrap())
}

fn found(text: &str) -> Vec<String> {
    reading(text).findings.iter().map(ToString::to_string).collect()
}

#[test]
fn the_committed_document_is_read_completely() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(PATH);
    let document = Document::read(&path).unwrap();
    let model = read(&document).sound().unwrap();
    assert_eq!(model.calls.len(), document.text.matches("operationId:").count());
    assert_eq!(model.codes.len(), document.value["x-error-codes"].as_object().unwrap().len());
    let names: Vec<_> = model.schemas.iter().map(|component| component.name.as_str()).collect();
    let written: Vec<_> = document.value["components"]["schemas"].as_object().unwrap().keys().collect();
    assert_eq!(names, written);
    let list = model.call("listEmployeesV1").unwrap();
    assert_eq!((list.method, list.path.as_str(), list.older_version), (Method::Get, "/employees", true));
    let query: Vec<_> = list.parameters_in(Place::Query).map(|parameter| parameter.name.as_str()).collect();
    assert_eq!(query, ["structure", "schoolyear"]);
    assert_eq!(model.record(list), model.schema("EmployeeV1"));
    assert_eq!(model.identity.token_url, "https://www.identityserver.be/connect/token");
}

#[test]
fn values_of_another_type_are_reported_with_their_place_and_left_out() {
    let text = "paths:\n  /a:\n    get:\n      operationId: 5\n      parameters:\n        - {name: q, in: body}\n        - 7\n\
                components:\n  schemas:\n    A:\n      type: text\n      maxLength: \"8\"\n      properties: []\n      \
                x-codes: {size: BR001}\n    B: 1\n";
    let read = reading(text);
    let found: Vec<_> = read.findings.iter().map(ToString::to_string).collect();
    let expected = [
        "a.yaml:11:7: shape: #/components/schemas/A/type: must be one of `string`, `integer`, `number`, `boolean`, \
         `array`, `object`",
        "a.yaml:13:7: shape: #/components/schemas/A/properties: must be a mapping",
        "a.yaml:12:7: shape: #/components/schemas/A/maxLength: must be an integer, zero or more, without quotes",
        "a.yaml:14:17: shape: #/components/schemas/A/x-codes/size: unknown constraint `size`; expected one of \
         required, maxLength, length, value, pattern, format",
        "a.yaml:15:5: shape: #/components/schemas/B: must be a mapping",
        "a.yaml:4:7: shape: #/paths/~1a/get/operationId: must be a string; quote it",
        "a.yaml:6:21: shape: #/paths/~1a/get/parameters/0/in: must be one of `path`, `query`, `header`, `cookie`",
        "a.yaml:7:11: shape: #/paths/~1a/get/parameters/1: must be a mapping",
    ];
    assert_eq!(found, expected);
    assert_eq!(read.model.schemas.len(), 1);
    assert_eq!(read.model.calls[0].parameters, []);
}

#[test]
fn long_chains_of_references_are_followed_to_the_end() {
    let mut text = String::from("components:\n  schemas:\n    A0: {type: string, format: uuid, nullable: true}\n");
    for index in 1..=40 {
        writeln!(text, "    A{index}: {{$ref: '#/components/schemas/A{}'}}", index - 1).unwrap();
    }
    let read = reading(&text);
    assert_eq!(read.findings, []);
    let model = read.model;
    let last = model.schema("A40").unwrap();
    assert_eq!(model.target(last), model.schema("A0").unwrap());
    assert!(model.admits_null(last));
    assert_eq!(model.view(last).rust_type(), Some(RustType::Wire(Scalar::Guid)));
}

#[test]
fn dangling_and_circular_references_are_reported_and_removed() {
    let text = "paths:\n  /a:\n    get:\n      parameters: [{$ref: '#/components/parameters/P'}]\n      responses: {'404': {$ref: '#/components/responses/R'}}\n\
                components:\n  parameters: {P: {$ref: '#/components/parameters/P'}}\n  schemas:\n    \
                A: {allOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/D'}]}\n    \
                B: {$ref: '#/components/schemas/A'}\n    C: {$ref: '#/components/schemas/E'}\n    \
                D: {type: object, properties: {d: {$ref: '#/components/schemas/D'}}}\n";
    let expected = [
        "a.yaml:11:9: references: #/components/schemas/C/$ref: `#/components/schemas/E` does not exist",
        "a.yaml:9:18: references: #/components/schemas/A/allOf/0/$ref: circular reference: leads back to `A`",
        "a.yaml:10:9: references: #/components/schemas/B/$ref: circular reference: leads back to `B`",
        "a.yaml:7:20: references: #/components/parameters/P/$ref: circular reference: leads back to itself",
        "a.yaml:5:27: references: #/paths/~1a/get/responses/404/$ref: `#/components/responses/R` does not exist",
    ];
    assert_eq!(found(text), expected);
    let model = reading(text).model;
    let a = model.schema("A").unwrap();
    assert_eq!((model.target(a), model.view(a).json_type()), (a, Some(JsonType::Object)));
}

#[test]
fn all_parts_of_a_schema_apply() {
    let text = "components:\n  schemas:\n    A:\n      allOf:\n        - {type: object, nullable: true, required: [b], properties: {a: {type: number}, b: {type: string}}}\n        \
                - {type: object, properties: {a: {type: integer}}}\n    O: {type: integer, enum: [1, 2], x-enum-varnames: [One, Two]}\n    \
                P: {allOf: [{$ref: '#/components/schemas/O'}]}\n";
    let model = reading(text).model;
    let view = model.view(model.schema("A").unwrap());
    let members: Vec<_> = view.members().iter().map(|member| (member.name, member.required)).collect();
    assert_eq!(members, [("a", false), ("b", true)]);
    let first = &view.members()[0];
    assert_eq!(model.view_all(first.schemas.iter().copied()).json_type(), Some(JsonType::Integer));
    assert!(!view.admits_null(), "the second part refuses null");
    let choice = model.view(model.schema("P").unwrap());
    assert_eq!(choice.rust_type(), Some(RustType::Enumeration(Some(JsonType::Integer))));
    assert_eq!(choice.enumeration().unwrap().values, [Literal::Integer(1), Literal::Integer(2)]);
}

#[test]
fn schemas_know_where_they_are_used() {
    let text = "paths:\n  /a:\n    put:\n      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}\n      \
                responses:\n        '200': {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/B'}}}}}\n        \
                '400': {headers: {X: {schema: {$ref: '#/components/schemas/C'}}}}\n\
                components:\n  schemas:\n    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, a: {$ref: '#/components/schemas/A'}}}\n    \
                B: {type: string}\n    C: {oneOf: [{type: string}]}\n    D: {type: string}\n";
    let model = reading(text).model;
    let usage = |name: &str| {
        let usage = model.schema(name).unwrap().usage;
        (usage.request, usage.success, usage.error)
    };
    assert_eq!(usage("A"), (true, false, false));
    assert_eq!(usage("B"), (true, true, false));
    assert_eq!(usage("C"), (false, false, true));
    assert!(model.schema("C").unwrap().one_of[0].usage.error);
    assert_eq!(usage("D"), (false, false, false));
}

#[test]
fn parameters_of_a_path_apply_to_its_calls_unless_a_call_has_its_own() {
    let text = "paths:\n  /a/{id}:\n    parameters:\n      - {name: id, in: path, required: true, schema: {type: string}}\n      \
                - {name: q, in: query, schema: {type: string}}\n    get:\n      parameters: [{name: q, in: query, required: true, content: {text/plain: {schema: {type: integer}}}}]\n    \
                delete: {}\n";
    let model = reading(text).model;
    let parameters_of = |index: usize| {
        let parameters = model.calls[index].parameters.iter();
        let kind = |schema: &crate::model::Schema| schema.json_type;
        parameters.map(|q| (q.name.as_str(), q.required, q.schema.as_ref().and_then(kind))).collect::<Vec<_>>()
    };
    assert_eq!(parameters_of(0), [("id", true, Some(JsonType::String)), ("q", true, Some(JsonType::Integer))]);
    assert_eq!(parameters_of(1), [("id", true, Some(JsonType::String)), ("q", false, Some(JsonType::String))]);
}

#[test]
fn forms_of_no_data_are_empty_or_a_problem_document() {
    let text = "paths:\n  /a:\n    get: &\n      responses: {'404': {$ref: '#/components/responses/None'}}\n"
        .replace(" &", "")
        + "components:\n  responses:\n    None:\n      x-no-data:\n        - {body: empty, reason: Seen.}\n        \
           - {problem: [type, title], reason: Usual.}\n        - {reason: Nothing.}\n";
    let read = reading(&text);
    let forms: Vec<_> = read.model.no_data.iter().map(|form| (form.body.clone(), form.reason.as_str())).collect();
    let problem = NoDataBody::Problem(vec!["type".to_owned(), "title".to_owned()]);
    assert_eq!(forms, [(NoDataBody::Empty, "Seen."), (problem, "Usual.")]);
    assert_eq!(read.findings.len(), 1);
    assert!(read.findings[0].to_string().contains("x-no-data/2: must have either `body: empty`"));
}
