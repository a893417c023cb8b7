//! Compares the generated code of a small document with expectations written by hand.

use std::path::Path;

use super::*;

const HEAD: &str = r#"
openapi: 3.0.3
info: { title: Small, version: "2" }
x-guide-version: "9"
servers: [{ url: https://api.example, description: The API. }]
x-identity-server: { url: https://identity.example, description: The identity server. }
security: [{ identity: [scope] }]
tags: [{ name: Own things, description: Things. }]
x-ids:
  ThingId: Identifies a thing.
x-error-codes:
  BR1: { status: 400, field: a, message: It is wrong., remedy: Correct it., message-nl: Fout., remedy-nl: Herstel het., x-since: "1", operations: [putThing] }
"#;

const SECURITY: &str = r"
  securitySchemes:
    identity:
      type: oauth2
      x-scope-template: scope.{instituteNo}
      flows: { clientCredentials: { tokenUrl: https://identity.example/token, scopes: { scope: All. } } }
";

const OK: &str = "      responses: { '200': { description: Done. } }\n";

const THING: &str = "    Thing:
      type: object
      description: A thing.
      x-key: [id]
      required: [id]
      properties:
        zet: { type: string, nullable: true, description: Set., x-personal: true }
        id: { type: string, format: uuid, x-id: ThingId, description: Its id. }
        verstuurdAgODi: { type: boolean, nullable: true, x-rust-name: verstuurd_agodi, description: Sent. }
";

const THINGS: &str = "      responses:
        '200':
          description: All.
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Thing' } }
";

const YEAR: &str =
    "        - { name: schoolyear, in: query, required: true, x-rust-name: school_year, description: Year.,
            schema: { type: string, x-wire: SchoolYear } }
";

const BODY: &str = "      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/PutThing' } } } }\n";

fn operation(path: &str, method: &str, id: &str, rest: &str) -> String {
    format!(
        "  {path}:\n    {method}:\n      operationId: {id}\n      tags: [Own things]\n      summary: Do {id}\n      \
         description: It does.\n      x-guide: DO {id}\n      x-since: \"1\"\n      x-api-version: 2\n{rest}"
    )
}

fn list(parameters: &str) -> String {
    operation("/things", "get", "listThings", &format!("      parameters:\n{parameters}{THINGS}"))
}

fn document(paths: &str, schemas: &str) -> Document {
    let text = format!("{HEAD}paths:\n{paths}\ncomponents:{SECURITY}  schemas:\n{schemas}");
    Document::parse(Path::new("small.yaml"), text).unwrap_or_else(|finding| panic!("{finding}"))
}

fn model_of(document: &Document) -> Model {
    model::read(document).sound().unwrap_or_else(|findings| panic!("{findings:?}"))
}

fn file(document: &Document, name: &str) -> String {
    let generated = generate_from(document, &model_of(document)).unwrap_or_else(|error| panic!("{error}"));
    let (_, text) = generated.files().find(|(path, _)| path.ends_with(name)).unwrap();
    text.to_owned()
}

fn assert_contains(text: &str, expected: &[&str]) {
    for expected in expected {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn a_list_call_has_setters_for_optional_arguments() {
    let parameters = format!(
        "{YEAR}        - {{ name: since, in: query, required: false, description: Later than this., \
         schema: {{ type: string, format: date }} }}\n"
    );
    let document = document(&list(&parameters), THING);
    assert_contains(
        &file(&document, "requests.rs"),
        &[
            "#[non_exhaustive]\npub struct ListThings {",
            "pub school_year: SchoolYear,",
            "pub since: Option<Date>,",
            "pub fn new(school_year: SchoolYear) -> Self {",
            "pub fn since(mut self, value: Date) -> Self {",
            "type Response = Vec<types::Thing>;",
            "let Self { school_year: schoolyear, since } = self;",
            "join_url(base, \"/things\")?",
            ".query(&QueryParam::new(\"schoolyear\", &schoolyear))",
            "school_year: arguments.required(\"schoolyear\")?,",
            "since: arguments.optional(\"since\")?,",
        ],
    );
    assert_contains(
        &file(&document, "calls.rs"),
        &[
            "pub fn own_things(&self) -> OwnThings<'_> {",
            "pub fn list(self, school_year: SchoolYear) -> ListThings {",
            "pub fn since<V: TryInto<Date, Error: Display>>(self, value: V) -> Self {",
            "call_of_list!(ListThings, types::Thing);",
            "Returns a list of [`Thing`](crate::types::Thing). Optional arguments: `since`.",
        ],
    );
    assert_contains(
        &file(&document, "blocking.rs"),
        &[
            "use crate::blocking::{Call, Institute, call_of_list, call_of_one};",
            "#[must_use = \"a call does nothing until it is sent\"]\npub struct ListThings(Call<requests::ListThings>);",
            "call_of_list!(ListThings, types::Thing);",
        ],
    );
}

#[test]
fn fields_are_in_document_order_and_personal_ones_are_redacted() {
    let types = file(&document(&list(YEAR), THING), "types.rs");
    let position = |text: &str| types.find(text).unwrap_or_else(|| panic!("{text}\n{types}"));
    assert!(position("pub zet: Option<String>") < position("pub id: ids::ThingId"));
    assert!(position("pub id: ids::ThingId") < position("pub verstuurd_agodi: Option<bool>"));
    assert_contains(
        &types,
        &[
            "#[non_exhaustive]\npub struct Thing {",
            "rename = \"verstuurdAgODi\"",
            ".field(\"zet\", &Redacted)",
            ".field(\"id\", &self.id)",
        ],
    );
    assert!(!types.contains("mod error"), "{types}");
}

#[test]
fn a_body_takes_its_required_fields_by_name() {
    let parameter = "      parameters:
        - { name: thingId, in: path, required: true, description: The thing.,
            schema: { type: string, format: uuid, x-id: ThingId } }
";
    let put = operation("/things/{thingId}", "put", "putThing", &format!("{parameter}{BODY}{OK}"));
    let schema = "    PutThing:
      type: object
      description: A body.
      required: [a, file]
      properties:
        a: { type: string, description: A text., maxLength: 5, x-codes: { required: BR1, maxLength: BR1 } }
        b: { type: integer, format: int32, nullable: true, description: A number. }
        file: { type: string, format: byte, description: A file. }
";
    let document = document(&put, schema);
    assert_contains(
        &file(&document, "types.rs"),
        &[
            "pub struct PutThingRequired {",
            "pub fn new(required: PutThingRequired) -> Self {",
            "pub fn b(mut self, value: i32) -> Self {",
            "crate::http::splice(&self, \"file\", text)",
            "At most 5 characters",
        ],
    );
    assert_contains(
        &file(&document, "requests.rs"),
        &[
            "pub fn new(thing: ids::ThingId, body: impl Into<types::PutThing>) -> Self {",
            "let thing_id = encode_path(&thing_id.to_string());",
            "join_url(base, &format!(\"/things/{thing_id}\"))?",
            ".json_bytes(body.into_json()?)",
            "type Response = ();",
        ],
    );
    let rule = "FieldRule { field: \"a\", required: Some(ErrorCode::Br1), constraints: &[(Constraint::MaxLength(5), ErrorCode::Br1)] }";
    assert_contains(&file(&document, "rules.rs"), &[rule]);
}

#[test]
fn two_required_arguments_of_one_type_are_given_by_name() {
    let date = |name: &str| {
        format!(
            "        - {{ name: {name}, in: query, required: true, description: A day., schema: {{ type: string, format: date }} }}\n"
        )
    };
    let document = document(&list(&format!("{}{}", date("from"), date("until"))), THING);
    assert_contains(
        &file(&document, "requests.rs"),
        &["pub struct ListThingsRequired {", "pub fn new(required: ListThingsRequired) -> Self {"],
    );
    assert_contains(
        &file(&document, "calls.rs"),
        &["pub fn list(self, required: requests::ListThingsRequired) -> ListThings"],
    );
}

#[test]
fn unsupported_input_is_an_error_that_names_it() {
    let multipart =
        "      requestBody: { required: true, content: { multipart/form-data: { schema: { type: object } } } }\n";
    let post = operation("/things", "post", "postThing", &format!("{multipart}{OK}"));
    let twice = format!("{}{}", list(YEAR), operation("/others", "get", "listOthers", THINGS));
    let inline = list(YEAR).replace("{ $ref: '#/components/schemas/Thing' }", "{ type: object }");
    for (paths, expected) in [
        (post, ["`postThing` sends multipart/form-data", "only be generated for application/json"]),
        (twice, ["would be named `list`", "x-method"]),
        (inline, ["component schema", "#/paths/~1things/get"]),
    ] {
        let document = document(&paths, THING);
        let error = generate_from(&document, &model_of(&document)).unwrap_err().to_string();
        assert_contains(&error, &expected);
    }
}

#[test]
fn every_constraint_has_its_code() {
    let shared = "    Code: { type: string, description: C., enum: ['1', '2'], x-enum-varnames: [One, Two], x-enum-descriptions: [a, b] }
    Number: { type: integer, description: N., enum: [1, 3], x-enum-varnames: [One, Three], x-enum-descriptions: [a, b] }
    Structure: { type: string, x-wire: Structure, minLength: 3, maxLength: 3, description: S. }
    SchoolYear: { type: string, x-wire: SchoolYear, description: Y. }
";
    let rules = |property: &str| {
        let schema = format!(
            "{shared}    PutThing:\n      type: object\n      description: B.\n      properties:\n        a: {property}\n"
        );
        let put = operation("/things", "put", "putThing", &format!("{BODY}{OK}"));
        rules::generate(&model_of(&document(&put, &schema)))
    };
    for (property, expected) in [
        ("{ type: string, maxLength: 5, x-codes: { maxLength: BR1 } }", "MaxLength(5)"),
        (
            "{ type: string, format: byte, maxLength: 8, x-max-decoded-bytes: 10485760, x-codes: { maxLength: BR1 } }",
            "MaxDecodedBytes(10_485_760)",
        ),
        ("{ allOf: [{ $ref: '#/components/schemas/Structure' }], x-codes: { length: BR1 } }", "Length(3, 3)"),
        ("{ allOf: [{ $ref: '#/components/schemas/Code' }], x-codes: { value: BR1 } }", "Texts(&[\"1\", \"2\"])"),
        ("{ allOf: [{ $ref: '#/components/schemas/Number' }], x-codes: { value: BR1 } }", "Numbers(&[1, 3])"),
        ("{ allOf: [{ $ref: '#/components/schemas/SchoolYear' }], x-codes: { format: BR1 } }", "SchoolYear"),
        ("{ type: string, x-codes: { format: BR1 } }", "Undocumented"),
        ("{ type: string, x-file-extensions: [pdf], x-codes: { pattern: BR1 } }", "FileExtension(&[\"pdf\"])"),
    ] {
        let expected = format!("constraints: &[(Constraint::{expected}, ErrorCode::Br1)]");
        assert_contains(&rules(property).unwrap(), &[&expected]);
    }
    for keyword in ["maxLength", "length", "value", "pattern"] {
        let error = rules(&format!("{{ type: string, x-codes: {{ {keyword}: BR1 }} }}")).unwrap_err().to_string();
        assert_contains(&error, &["PutThing/properties/a/x-codes", "requires `"]);
    }
}

#[test]
fn enumerations_keep_their_order_type_and_documentation() {
    let schemas = format!(
        "{THING}    Status:
      type: string
      description: A status.
      x-since: '2.6'
      x-extensible-enum: ['R', '']
      x-enum-varnames: [Reaffectatie, NietIngevuld]
      x-enum-descriptions: [Reassigned., Not filled in.]
"
    );
    let expected = "open_enum! {\n    /// A status. Since version 2.6 of the guide.\n    pub enum Status: text {\n        \
                    /// `R`: Reassigned.\n        Reaffectatie = \"R\",\n        \
                    /// Empty: Not filled in.\n        NietIngevuld = \"\",\n    }\n}\n";
    assert_contains(&file(&document(&list(YEAR), &schemas), "enums.rs"), &[expected]);
}

#[test]
fn urls_scope_and_version_come_from_the_document() {
    assert_contains(
        &file(&document(&list(YEAR), THING), "endpoints.rs"),
        &[
            "API_URL: &str = \"https://api.example\"",
            "IDENTITY_URL: &str = \"https://identity.example\"",
            "TOKEN_PATH: &str = \"/token\"",
            "SCOPE_TEMPLATE: &str = \"scope.{instituteNo}\"",
            "API_VERSION: &str = \"2\"",
            "GUIDE_VERSION: &str = \"9\"",
        ],
    );
}

#[test]
fn the_table_of_calls_describes_each_call() {
    assert_contains(
        &file(&document(&list(YEAR), THING), "operations.rs"),
        &[
            "resource: \"Own things\"",
            "name: \"list\"",
            "argument: \"school_year\"",
            "kind: ParameterKind::SchoolYear",
            "response: ResponseKind::List",
            "record: Some(\"Thing\")",
            "key: &[\"id\"]",
        ],
    );
}
